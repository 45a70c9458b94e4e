#include "ingest/row_keys.hpp"

#include "ingest/derive.hpp"
#include "ingest/lead_keys.hpp"

#include <handoff/words.hpp>
namespace handoff {

namespace {

std::string_view cell(const Table& rows, std::size_t column, std::size_t row) {
    const std::vector<std::string_view>& cells = rows[column].cells; // none where the export has nothing
    return cells.empty() ? std::string_view() : cells[row];
}

std::vector<std::string_view> names_of_first_key(Kind kind) {
    switch (kind) {
    case Kind::leads:
        return {"lead_id"};
    case Kind::contacts:
        return {"contact_id"};
    case Kind::touches:
        return {"touch_id"};
    case Kind::deals:
        return {"deal_id"};
    case Kind::accounts:
        return {"account_id"};
    case Kind::campaigns:
        return {"campaign_id"};
    case Kind::members:
        return {"campaign_id", "lead_id", "contact_id", "email"};
    case Kind::deal_contacts:
    case Kind::stages:
    case Kind::outcomes: // of two answers both stay
    case Kind::merges:
        break;
    }
    return {};
}

} // namespace

RowKeys::RowKeys(Kind kind, const Merges& merges) : kind_(kind), merges_(&merges) {
    for (const std::string_view name : names_of_first_key(kind))
        columns_.push_back(canonical_position(kind, name));
    first_columns_ = columns_.size();
    if (kind == Kind::leads || kind == Kind::contacts) {
        second_ = Second::email;
        columns_.push_back(canonical_position(kind, "email"));
    }
    if (kind == Kind::touches || kind == Kind::members || first_columns_ == 0) second_ = Second::whole_row;
}

std::string_view RowKeys::first_key(const Table& rows, std::size_t row, std::string& made) const {
    if (first_columns_ == 0) return {};
    if (first_columns_ == 1) return join_id(merges_->survivor(cell(rows, columns_.front(), row)));
    // What names nobody is no key: members of one campaign who stand there by name only are many.
    const std::size_t person = kind_ == Kind::members ? 1 : 0;
    const std::size_t behind_person = kind_ == Kind::members ? first_columns_ : 1;
    bool nobody = true;
    made.clear();
    for (std::size_t i = 0; i < first_columns_; ++i) {
        const std::string_view part = join_id(cell(rows, columns_[i], row));
        if (i >= person && i < behind_person) nobody = nobody && part.empty();
        made.append(part).append(1, '\n');
    }
    return nobody ? std::string_view() : std::string_view(made);
}

std::string_view RowKeys::second_key(const Table& rows, std::size_t row) const {
    if (second_ == Second::email) return cell(rows, columns_.back(), row);
    return second_ == Second::whole_row ? rows.original(row) : std::string_view();
}

KeyBlock RowKeys::of(const Table& rows) const {
    KeyBlock block;
    block.reserve(rows.rows());
    std::string made;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        std::string_view key = first_key(rows, row, made);
        if (key.empty()) {
            key = second_key(rows, row);
            // No cell begins with a line end, so that no key of one sort is one of the other.
            if (!key.empty()) key = made.assign(1, '\n').append(second_ == Second::email ? lower(key) : key);
        }
        block.add(key);
    }
    return block;
}

} // namespace handoff

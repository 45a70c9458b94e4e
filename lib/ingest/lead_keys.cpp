#include "ingest/lead_keys.hpp"

#include <algorithm>
#include <utility>

namespace handoff {

namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_capital(char c) noexcept { return c >= 'A' && c <= 'Z'; }
char folded(char c) noexcept { return is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c; }

/// An e-mail address in small letters, in a buffer that is used again.
class Folded {
  public:
    std::string_view operator()(std::string_view text) {
        if (std::none_of(text.begin(), text.end(), is_capital)) return text;
        buffer_.assign(text);
        std::transform(buffer_.begin(), buffer_.end(), buffer_.begin(), folded);
        return buffer_;
    }

  private:
    std::string buffer_;
};

std::string_view cell_of(const Table& rows, std::optional<std::size_t> column, std::size_t row) noexcept {
    return column ? rows[*column].cells[row] : std::string_view();
}

} // namespace

std::string_view join_id(std::string_view id) noexcept {
    constexpr std::string_view marks = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    if (id.size() != 18) return id;
    for (std::size_t part = 0; part < 3; ++part) {
        unsigned capitals = 0;
        for (std::size_t i = 0; i < 5; ++i) {
            const char c = id[part * 5 + i];
            if (!is_digit(c) && !(folded(c) >= 'a' && folded(c) <= 'z')) return id;
            if (is_capital(c)) capitals |= 1U << i;
        }
        if (folded(id[15 + part]) != folded(marks[capitals])) return id;
    }
    return id.substr(0, 15);
}

LeadKeys::Block LeadKeys::keys_of(const Table& rows, const Columns& columns) {
    Block block;
    const auto collect = [&](KeyBlock& keys, std::optional<std::size_t> column, auto&& key) {
        if (!column) return;
        keys.reserve(rows.rows());
        for (std::size_t row = 0; row < rows.rows(); ++row) keys.add(key(rows[*column].cells[row]));
    };
    collect(block.ids, columns.id, join_id);
    collect(block.contacts, columns.contact, join_id);
    collect(block.emails, columns.email, Folded());
    return block;
}

namespace {

std::vector<KeyBlock> one_kind(std::vector<LeadKeys::Block>& blocks, KeyBlock LeadKeys::Block::*kind) {
    std::vector<KeyBlock> keys;
    for (LeadKeys::Block& block : blocks) keys.push_back(std::move(block.*kind));
    return keys;
}

} // namespace

void LeadKeys::add_leads(std::vector<Block> blocks, unsigned threads) {
    ids_ = KeyIndex(one_kind(blocks, &Block::ids), threads);
    contacts_ = KeyIndex(one_kind(blocks, &Block::contacts), threads);
    emails_ = KeyIndex(one_kind(blocks, &Block::emails), threads);
}

void LeadKeys::add_contacts(std::vector<Block> blocks, unsigned threads) {
    people_lead_.clear();
    for (const Block& block : blocks)
        for (std::size_t row = 0; row < block.contacts.size(); ++row)
            people_lead_.push_back(row < block.emails.size() ? emails_.find(block.emails[row]) : none);
    people_ = KeyIndex(one_kind(blocks, &Block::contacts), threads);
}

std::uint32_t LeadKeys::by_contact(std::string_view contact_id) const noexcept {
    const std::string_view key = join_id(contact_id);
    if (const std::uint32_t lead = contacts_.find(key); lead != none) return lead;
    const std::uint32_t person = people_.find(key);
    return person == none ? none : people_lead_[person];
}

std::uint32_t LeadKeys::by_email(std::string_view email) const noexcept {
    if (emails_.empty() || email.empty()) return none;
    return emails_.find(Folded()(email));
}

std::uint32_t LeadKeys::find(const Table& rows, const Columns& columns, std::size_t row) const noexcept {
    if (const std::uint32_t lead = by_id(cell_of(rows, columns.id, row)); lead != none) return lead;
    if (const std::uint32_t lead = by_contact(cell_of(rows, columns.contact, row)); lead != none) return lead;
    return by_email(cell_of(rows, columns.email, row));
}

void LeadKeys::Search::start(const LeadKeys& keys, const Table& rows, const Columns& columns,
                             std::size_t from, std::size_t to) {
    keys_ = &keys;
    rows_ = &rows;
    columns_ = columns;
    from_ = from;
    const std::string_view* const cells = columns.id ? rows[*columns.id].cells.data() + from : nullptr;
    by_id_.start(keys.ids_, to - from, [&](std::size_t i) {
        return cells == nullptr ? PackedKey() : PackedKey::of(join_id(cells[i]));
    });
}

void LeadKeys::Search::finish(std::span<std::uint32_t> found) {
    by_id_.finish(found);
    if (!columns_.contact && !columns_.email) return;
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (found[i] != none) continue;
        found[i] = keys_->by_contact(cell_of(*rows_, columns_.contact, from_ + i));
        if (found[i] == none) found[i] = keys_->by_email(cell_of(*rows_, columns_.email, from_ + i));
    }
}

} // namespace handoff

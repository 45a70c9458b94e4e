#pragma once

#include "base/iso_times.hpp"
#include "ingest/email.hpp"

#include <handoff/table.hpp>
#include <handoff/values.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// The words that mean nothing in an export: "n/a", "Select". Without case.
class BlankWords {
  public:
    BlankWords() = default;
    explicit BlankWords(std::span<const std::string> words);
    bool has(std::string_view cell) const noexcept {
        return cell.size() < lengths_.size() && lengths_[cell.size()] && holds(cell);
    }
    bool empty() const noexcept { return words_.empty(); }

  private:
    bool holds(std::string_view cell) const noexcept;
    std::vector<std::string> words_;
    std::array<bool, 64> lengths_{}; ///< of the words: most cells are of another length
};

/// What text of a column may be beside text.
enum class TextForm { any, email, phone };

/// How the cells of one column of a file become canonical text.
struct CellForm {
    Type type = Type::text;
    TextForm text = TextForm::any;
    DayMonth order = DayMonth::undecided;
    bool decimal_comma = false;
    Zone zone = Zone::utc();
    BlankWords blank;
};

enum class CellResult { fine, unreadable, ambiguous };

/// Makes a cell canonical: without spaces around it, blank for a blank word, in the text of its type. It
/// stays a view of the same bytes where they are canonical, else `memory` keeps the new text. A cell that is
/// not of the type becomes blank. Phone numbers and states are only trimmed: what they are depends on the
/// country beside them.
CellResult clean_cell(std::string_view& cell, const CellForm& form, Table& memory);

inline bool has_spaces_around(std::string_view cell) noexcept {
    const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    return space(cell.front()) || space(cell.back());
}

/// "2026-09-01" or "2026-09-01T00:00:00Z", with or without decimals; for hot loops.
bool is_canonical_instant(std::string_view text) noexcept;
/// "-1234.5".
bool is_canonical_number(std::string_view text) noexcept;

/// Makes all cells of a column canonical; `note(as_read, cell, result)` is told of each that became another
/// or is not of the type. Most cells are canonical as they stand, which is seen at once. Of times, `instants`
/// gets what Column::instants holds, when it has room for them.
static_assert(not_iso == Column::no_instant);
template <class Note>
void clean_cells(std::span<std::string_view> cells, const CellForm& form, Table& memory, Note&& note,
                 std::span<std::int64_t> instants = {}) {
    const auto clean = [&](std::string_view& cell) {
        const std::string_view as_read = cell;
        const CellResult result = clean_cell(cell, form, memory);
        if (result != CellResult::fine || cell != as_read) note(as_read, cell, result);
    };
    const auto clean_but = [&](auto&& is_canonical) {
        for (std::string_view& cell : cells)
            if (!cell.empty() && (!is_canonical(cell) || form.blank.has(cell))) clean(cell);
    };
    if (form.type == Type::instant) {
        std::array<std::int64_t, 256> passing;
        for (std::size_t from = 0; from < cells.size(); from += passing.size()) {
            const auto some = cells.subspan(from, std::min(passing.size(), cells.size() - from));
            const std::span<std::int64_t> times =
                instants.empty() ? std::span(passing) : instants.subspan(from, some.size());
            read_iso_seconds(some, times);
            for (std::size_t i = 0; i < some.size(); ++i) {
                if (some[i].empty() || (times[i] != not_iso && !form.blank.has(some[i]))) continue;
                times[i] = not_iso;
                clean(some[i]);
            }
        }
        return;
    }
    const bool text = form.type == Type::text && form.text != TextForm::email;
    if (text || form.type == Type::id || form.type == Type::stage || form.type == Type::state)
        return clean_but([](std::string_view cell) { return !has_spaces_around(cell); });
    if (form.type == Type::text) return clean_but(is_canonical_email);
    if ((form.type == Type::number || form.type == Type::money) && !form.decimal_comma)
        return clean_but(is_canonical_number);
    clean_but([](std::string_view) { return false; });
}

} // namespace handoff

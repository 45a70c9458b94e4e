#pragma once

#include <handoff/table.hpp>
#include <handoff/values.hpp>

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

/// How the cells of one column of a file become canonical text.
struct CellForm {
    Type type = Type::text;
    bool email = false; ///< text that is an e-mail address
    DayMonth order = DayMonth::undecided;
    bool decimal_comma = false;
    Zone zone = Zone::utc();
};

enum class CellResult { fine, unreadable, ambiguous };

/// Makes a cell canonical: without spaces around it, blank for a blank word, in the text of its type. It
/// stays a view of the same bytes where they are canonical, else `memory` keeps the new text. A cell that is
/// not of the type becomes blank.
CellResult clean_cell(std::string_view& cell, const CellForm& form, const BlankWords& blank, Table& memory);

/// "2026-09-01" or "2026-09-01T00:00:00Z", with or without decimals; for hot loops.
bool is_canonical_instant(std::string_view text) noexcept;
/// "-1234.5".
bool is_canonical_number(std::string_view text) noexcept;

} // namespace handoff

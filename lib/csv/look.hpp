#pragma once

#include <string_view>

namespace handoff::csv {

/// What a cell looks like from outside; only what tells a row from a header.
enum class Look { blank, number, date, email, text };

/// `cell` is without its quotes.
Look look_of(std::string_view cell) noexcept;

/// Whether a cell could be the name of a column: short text on its own.
bool could_be_name(std::string_view cell) noexcept;
/// Whether a cell could be a unit: "(USD)", "m/s", "days".
bool could_be_unit(std::string_view cell) noexcept;
/// Whether the only cell of a line says that it is one of those that reports write below their rows. `alone`:
/// there is no delimiter on the line; else only what can be no row counts.
bool could_be_footer(std::string_view cell, bool alone);
/// Whether a cell is the word in front of a row of totals.
bool could_be_total(std::string_view cell);

} // namespace handoff::csv

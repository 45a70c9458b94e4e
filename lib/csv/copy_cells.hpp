#pragma once

#include <cstddef>
#include <string_view>

namespace handoff::csv {

/// At either end of a cell it calls for quotes.
inline bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

/// Bytes that may be overwritten behind a copied row.
inline constexpr std::size_t behind_row = 64;

/// Copies the cells of a row one after the other, each with a delimiter behind it, to where there is room for
/// them and `behind_row` bytes more. False when one of them needs quotes: it holds a delimiter, a quote or a
/// line end, or a blank at either end.
using CopyCells = bool (*)(const std::string_view* const* columns, std::size_t count, std::size_t row,
                           char delimiter, char* to);

/// For every machine.
bool copy_cells_anywhere(const std::string_view* const* columns, std::size_t count, std::size_t row,
                         char delimiter, char* to) noexcept;
/// The fastest that this machine can run.
CopyCells copy_cells() noexcept;

} // namespace handoff::csv

#pragma once

#include "render/format.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace handoff {

/// One column of a table as a terminal shows it: the text, then its range, then its bar.
struct LaidColumn {
    std::size_t position = 0; ///< in the report's table
    bool right = false;       ///< numbers stand right
    bool wrap = false;        ///< its texts are long: it is narrowed before others
    bool series = false;      ///< small charts, which cannot be broken into lines
    std::vector<std::string> header;
    std::size_t text = 0, range = 0, bar = 0; ///< widths; 0: not shown

    std::size_t narrowest = 0; ///< how far its text may be narrowed

    /// The header stands over the text and its range.
    std::size_t header_width() const noexcept { return text + (range > 0 ? range + 1 : 0); }
    std::size_t width() const noexcept { return header_width() + (bar > 0 ? bar + 1 : 0); }
};

/// Columns that stand side by side.
struct LaidTable {
    std::vector<LaidColumn> columns;
    std::size_t header_lines = 0;
    std::size_t width() const noexcept;
};

inline constexpr std::size_t column_gap = 2;

/// Lays a table out for a terminal `width` columns wide (0: any width). What does not fit loses its bars
/// first, then its one-line headers, then its long texts go on in further lines; nothing is cut but a chart
/// wider than the terminal. A table that is still too wide comes in parts, each beginning with the text
/// columns that name its rows; where it is long, its words are broken before.
std::vector<LaidTable> lay_out(const ReportTable&, const TableText&, std::size_t width);

/// Breaks a text at spaces into lines of at most `width` columns; a longer word has a line of its own.
std::vector<std::string> wrap(std::string_view text, std::size_t width);
/// The same, but a longer word goes on in the next line, after one of @ . / - _ or before the time of
/// a day if that is near.
std::vector<std::string> wrap_whole(std::string_view text, std::size_t width);

} // namespace handoff

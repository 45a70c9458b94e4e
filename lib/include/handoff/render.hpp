#pragma once

#include <handoff/report.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

enum class Format { terminal, csv, json, markdown, html };
/// "table", "csv", "json", "md", "html". Blank for another word.
std::optional<Format> read_format(std::string_view) noexcept;
std::vector<std::string> format_names();

struct RenderOptions {
    std::size_t width = 80; ///< terminal: columns to fill; tables are fitted to it; 0: as wide as they are
    bool colour = false;    ///< terminal: ANSI colours; never the only carrier of a meaning
    std::string table;      ///< CSV: the key of the table to write; empty: the first
};
/// A report in one format; every format shows the same numbers. HTML is one file that asks nothing of the
/// network. CSV is one table, without its total, so that a sum over a column counts nothing twice. Throws
/// Error (request) when the report has no table of that key.
std::string render(const Report&, Format, const RenderOptions& = {});

} // namespace handoff

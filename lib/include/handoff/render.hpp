#pragma once

#include <handoff/report.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

enum class Format { terminal, csv, json, markdown, html, xlsx };
/// "table", "csv", "json", "md", "html", "xlsx". Blank for another word.
std::optional<Format> read_format(std::string_view) noexcept;
std::vector<std::string> format_names();

struct RenderOptions {
    std::size_t width = 80; ///< terminal: columns to fill; tables are fitted to it; 0: as wide as they are
    bool colour = false;    ///< terminal: ANSI colours; never the only carrier of a meaning
    std::string table;      ///< CSV: the key of the table to write; empty: the first
};
/// A report in one format; every format shows the same numbers. HTML is one file that asks nothing of the
/// network. CSV is one table, without its total, so that a sum over a column counts nothing twice. XLSX is a
/// workbook in bytes: a sheet in front with what stands above the tables and what their columns mean, then
/// one for each table, with real numbers and dates; the same report is the same bytes. Throws Error (request)
/// when the report has no table of that key.
std::string render(Report, Format, const RenderOptions& = {});

} // namespace handoff

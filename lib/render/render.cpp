#include "render/formats.hpp"

#include <handoff/render.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cstddef>

namespace handoff {
namespace {

struct FormatEntry {
    Format format;
    std::string_view name;
    std::string (*render)(const Report&, const RenderOptions&);
    bool for_people = true; ///< who read the beginning of a long list, and nothing of what is empty today
};

constexpr FormatEntry formats[] = {
    {Format::terminal, "table", render_terminal}, {Format::csv, "csv", render_csv, false},
    {Format::json, "json", render_json, false},   {Format::markdown, "md", render_markdown},
    {Format::html, "html", render_html},          {Format::xlsx, "xlsx", render_xlsx, false},
};

bool is_cut(const ReportTable& table) noexcept {
    return table.for_people > 0 && table.rows.size() > table.for_people;
}

bool says_something(const ReportCell& cell) noexcept {
    const double* const number = std::get_if<double>(&cell.value);
    return number ? *number != 0 : !cell.blank();
}

void drop_column(ReportTable& table, std::size_t column) {
    const auto drop = [column](auto& cells) {
        if (column < cells.size()) cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(column));
    };
    drop(table.columns);
    for (auto& row : table.rows) drop(row);
    drop(table.total);
}

/// Without the tables and columns that have nothing to tell today.
void drop_silent(std::vector<ReportTable>& tables) {
    std::erase_if(tables, [](const ReportTable& table) { return table.if_any && table.rows.empty(); });
    for (ReportTable& table : tables)
        for (std::size_t column = table.columns.size(); column-- > 0;)
            if (table.columns[column].if_any &&
                std::none_of(table.rows.begin(), table.rows.end(),
                             [&](const auto& row) { return says_something(row[column]); }))
                drop_column(table, column);
}

/// The beginnings of long lists, and how much more there is.
void cut_lists(std::vector<ReportTable>& tables) {
    for (ReportTable& table : tables) {
        if (!is_cut(table)) continue;
        const std::size_t more = table.rows.size() - table.for_people;
        table.rows.resize(table.for_people);
        table.notes.insert(table.notes.begin(), counted(more, "more row") + " in CSV, JSON and XLSX");
    }
}

} // namespace

std::optional<Format> read_format(std::string_view name) noexcept {
    for (const FormatEntry& entry : formats)
        if (entry.name == name) return entry.format;
    return std::nullopt;
}

std::vector<std::string> format_names() {
    std::vector<std::string> names;
    for (const FormatEntry& entry : formats) names.emplace_back(entry.name);
    return names;
}

std::string render(Report report, Format format, const RenderOptions& options) {
    const auto* entry = std::find_if(std::begin(formats), std::end(formats),
                                     [&](const FormatEntry& each) { return each.format == format; });
    if (entry->for_people) {
        drop_silent(report.tables);
        cut_lists(report.tables);
    }
    return entry->render(report, options);
}

} // namespace handoff

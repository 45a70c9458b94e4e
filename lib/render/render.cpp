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
    bool for_people = true; ///< who read the beginning of a long list
};

constexpr FormatEntry formats[] = {
    {Format::terminal, "table", render_terminal}, {Format::csv, "csv", render_csv, false},
    {Format::json, "json", render_json, false},   {Format::markdown, "md", render_markdown},
    {Format::html, "html", render_html},          {Format::xlsx, "xlsx", render_xlsx, false},
};

bool is_cut(const ReportTable& table) noexcept {
    return table.for_people > 0 && table.rows.size() > table.for_people;
}

/// With the beginnings of its long lists, and how much more there is.
Report as_people_see(const Report& report) {
    Report shown{.name = report.name,
                 .title = report.title,
                 .question = report.question,
                 .stamp = report.stamp,
                 .facts = report.facts,
                 .notes = report.notes};
    for (const ReportTable& table : report.tables) {
        if (!is_cut(table)) {
            shown.tables.push_back(table);
            continue;
        }
        ReportTable& cut = shown.tables.emplace_back();
        cut.key = table.key;
        cut.title = table.title;
        cut.columns = table.columns;
        cut.rows.assign(table.rows.begin(),
                        table.rows.begin() + static_cast<std::ptrdiff_t>(table.for_people));
        cut.total = table.total;
        cut.notes = {counted(table.rows.size() - table.for_people, "more row") + " in CSV, JSON and XLSX"};
        cut.notes.insert(cut.notes.end(), table.notes.begin(), table.notes.end());
    }
    return shown;
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

std::string render(const Report& report, Format format, const RenderOptions& options) {
    const auto* entry = std::find_if(std::begin(formats), std::end(formats),
                                     [&](const FormatEntry& each) { return each.format == format; });
    const bool cut = entry->for_people && std::any_of(report.tables.begin(), report.tables.end(), is_cut);
    return entry->render(cut ? as_people_see(report) : report, options);
}

} // namespace handoff

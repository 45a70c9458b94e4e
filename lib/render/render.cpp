#include "render/formats.hpp"

#include <handoff/render.hpp>

#include <algorithm>

namespace handoff {
namespace {

struct FormatEntry {
    Format format;
    std::string_view name;
    std::string (*render)(const Report&, const RenderOptions&);
};

constexpr FormatEntry formats[] = {
    {Format::terminal, "table", render_terminal}, {Format::csv, "csv", render_csv},
    {Format::json, "json", render_json},          {Format::markdown, "md", render_markdown},
    {Format::html, "html", render_html},          {Format::xlsx, "xlsx", render_xlsx},
};

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
    return entry->render(report, options);
}

} // namespace handoff

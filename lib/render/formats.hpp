#pragma once

#include <handoff/render.hpp>

#include <string>

namespace handoff {

// One function for each format, each in a file of its name; render.cpp is the table of them.
std::string render_terminal(const Report&, const RenderOptions&);
std::string render_csv(const Report&, const RenderOptions&);
std::string render_json(const Report&, const RenderOptions&);
std::string render_markdown(const Report&, const RenderOptions&);
std::string render_html(const Report&, const RenderOptions&);
std::string render_xlsx(const Report&, const RenderOptions&);

} // namespace handoff

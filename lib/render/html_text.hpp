#pragma once

#include <string>
#include <string_view>

namespace handoff {

/// Text that HTML and SVG show as it is, in elements and in quoted attributes.
std::string escaped(std::string_view raw);

} // namespace handoff

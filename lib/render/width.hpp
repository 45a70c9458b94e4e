#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace handoff {

/// Text from an export made safe to show: control characters and line ends become spaces, what steers the
/// direction of writing is left out, bytes that are no UTF-8 become U+FFFD.
std::string shown(std::string_view text);

/// How many columns of a terminal a text takes: combining marks none, East Asian wide characters and most
/// emoji two. The text is as `shown` returns it.
std::size_t display_width(std::string_view text) noexcept;

/// How many bytes of a text fit into `width` columns: whole characters.
std::size_t bytes_within(std::string_view text, std::size_t width) noexcept;

/// The text itself if it fits into `width` columns, else its beginning and "…".
std::string cut(std::string_view text, std::size_t width);

} // namespace handoff

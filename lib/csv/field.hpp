#pragma once

#include "csv/scan.hpp"

#include <string_view>

namespace handoff::csv {

/// What may help where a quote opens a field and none closes it.
inline constexpr std::string_view unclosed_quote_hint = "where quotes are only text, say quote = \"none\"";

/// Whether there is text behind the quote that closes a quoted field, so that it cannot be read. Spaces and
/// tabs there are harmless.
bool has_junk(std::string_view field, const Marks& marks) noexcept;

/// Whether a field holds nothing: no byte, or only the two quotes (and spaces or tabs behind
/// them).
bool is_blank(std::string_view field, const Marks& marks) noexcept;

/// The cell that a field's bytes stand for. `room` is where text goes that is not in the file as it is,
/// because of doubled quotes or backslashes; it must have room for the whole field, and moves on behind what
/// was written.
std::string_view unquoted(std::string_view field, const Marks& marks, char*& room) noexcept;

} // namespace handoff::csv

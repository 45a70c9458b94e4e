#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace handoff {

// What the TOML library leaves to its callers.

/// Offset of the first byte above ASCII outside texts and remarks; npos when there is none. TOML allows none
/// there, and the library's test for white space is undefined for them.
inline constexpr std::string_view foreign_byte_is = "a letter or sign beyond ASCII stands outside quotes";
inline constexpr std::string_view foreign_byte_hint = "write names that have one in \"double quotes\"";
std::size_t first_foreign_byte(std::string_view toml) noexcept;

/// Where a character of a line starts, both counted from 1: the library counts characters, we count bytes.
std::uint32_t byte_column(std::string_view line, std::uint32_t character) noexcept;

} // namespace handoff

#pragma once

#include <cstddef>
#include <string_view>

namespace handoff::csv {

/// The position of the first byte that belongs to no UTF-8 character; npos when all do.
std::size_t first_not_utf8(std::string_view text) noexcept;

/// The position of the first characters that look like UTF-8 bytes which were read as Windows-1252 or Latin-1
/// and written as UTF-8 again ("Ã©", "â€™"); npos when there are none. For valid UTF-8.
std::size_t find_garbled(std::string_view text) noexcept;

} // namespace handoff::csv

#pragma once

#include "csv/head.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace handoff::csv {

/// Where the rows of a file end, and what stands below them.
struct Tail {
    std::uint64_t end = 0;        ///< offset in the text
    std::size_t footer_lines = 0; ///< that are not empty
    std::string footer;           ///< the first of them
    std::string second_table;     ///< the first line of another table; then it is what stands there
};

/// Looks at the last bytes of a text, which stand at that offset and must be readable up to `padding` bytes
/// behind their end. Lines below the rows are a footer when each
/// says so by its words, or when they stand alone on their lines below an empty one.
Tail find_tail(std::string_view last_bytes, std::uint64_t offset, const Head& head);

} // namespace handoff::csv

#pragma once

#include "csv/scan.hpp"

#include <handoff/csv.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace handoff::csv {

/// A guess that may be wrong.
struct Doubt {
    std::uint32_t line = 0;
    std::string what, hint;
};

/// How a text is written.
struct Sniffed {
    Marks marks;
    std::size_t header = 0;    ///< where its first line starts; of the first row when there is none
    std::uint32_t skipped = 0; ///< lines above it; 0 when they are all empty
    std::uint32_t header_rows = 1;
    bool units = false;
    std::vector<Doubt> doubts;
};

/// Finds what `given` leaves open, from the first bytes of a text. Every way of reading them that is
/// thinkable is tried; the one that cuts the most lines into as many fields as the header has wins. `whole`:
/// the text ends there. It must be readable up to `padding` bytes behind its end.
Sniffed sniff(std::string_view text, bool whole, const Dialect& given);

} // namespace handoff::csv

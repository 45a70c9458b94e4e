#pragma once

#include "csv/scan.hpp"
#include "csv/sniff.hpp"
#include "csv/source.hpp"

#include <handoff/csv.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace handoff::csv {

/// What the first bytes of a file say about the rest.
struct Head {
    Dialect dialect;
    Marks marks;
    std::vector<std::string> header;
    std::string header_line;     ///< as it stood, without its line end
    bool plain = false;          ///< see Reader::plain
    std::uint64_t body = 0;      ///< where the first row starts
    std::uint64_t line = 1;      ///< the number of its line
    std::uint64_t header_at = 1; ///< the number of the header's line
    std::string above;           ///< the first line above it
    std::string units;           ///< the row of units as it stood
    std::string_view line_end = "LF";
    std::vector<Doubt> doubts;
};

/// Reads the header and finds what the options leave open. Throws Error (data) when there is no header.
Head read_head(Source&, const Options&);

} // namespace handoff::csv

#pragma once

#include "csv/records.hpp"

#include <cstddef>
#include <cstdint>

namespace handoff::csv {

/// How well a way of reading explains the first records of a text.
struct Shape {
    std::size_t header = 0; ///< the record that names the columns, if any does
    std::size_t fields = 0; ///< of it
    std::size_t same = 0;   ///< records from the header on that have as many
    std::size_t records = 0;
    bool clean = false, sound = false; ///< see Records

    bool explains_all() const { return same == records; }
    /// Explains a larger share of the records.
    bool explains_more_than(const Shape& other) const { return same * other.records > other.same * records; }
    bool better_than(const Shape& other) const;
};

/// The shape of the first records. `titles`: lines that are none of the table may stand above it.
Shape shape_of(const Records& records, bool titles);

/// How many rows name the columns: none where the first looks like those below it, two where names of groups
/// stand over names.
std::uint32_t count_header_rows(const Records& records, std::size_t header);
/// Whether the row holds units, over cells that are something else.
bool holds_units(const Records& records, std::size_t row);

} // namespace handoff::csv

// The dialect finder on any bytes: it ends with a dialect that lies within the text; told what it found, it
// finds the same again; and the end of the rows that it finds lies behind their start. The first byte chooses
// what is given.
#include "csv/scan.hpp"
#include "csv/sniff.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace handoff;

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

csv::Dialect given_by(unsigned bits) {
    csv::Dialect dialect;
    if ((bits & 1U) != 0) dialect.delimiter = (bits & 2U) != 0 ? ", " : ";";
    if ((bits & 4U) != 0) dialect.quote = (bits & 8U) != 0 ? "" : "'";
    if ((bits & 16U) != 0) dialect.escape = csv::Dialect::Escape::backslash;
    if ((bits & 32U) != 0) dialect.header_rows = bits >> 6U;
    return dialect;
}

csv::Dialect told(const csv::Sniffed& found) {
    return {.delimiter = std::string(1, found.marks.delimiter) + (found.marks.blanks ? " " : ""),
            .quote = found.marks.quotes ? std::string(1, found.marks.quote) : std::string(),
            .escape = found.marks.backslash ? csv::Dialect::Escape::backslash : csv::Dialect::Escape::doubled,
            .skip = found.skipped,
            .header_rows = found.header_rows,
            .units = found.units};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t length = bytes.size();
    bytes.resize(length + csv::padding);
    const std::string_view text(bytes.data(), length);

    for (const bool whole : {true, false}) {
        const csv::Sniffed found = csv::sniff(text, whole, given_by(data[0]));
        must(found.header <= length && found.header_rows <= 3);
        const csv::Sniffed again = csv::sniff(text, whole, told(found));
        must(again.header_rows == found.header_rows && again.units == found.units);
        must(again.marks.delimiter == found.marks.delimiter && again.marks.quotes == found.marks.quotes);
        must(again.marks.blanks == found.marks.blanks && again.marks.backslash == found.marks.backslash);
        must(again.header == found.header);
    }
    return 0;
}

#include "csv/formats.hpp"

#include <array>

namespace handoff::csv {

std::string_view other_format(std::string_view bytes) noexcept {
    struct Format {
        std::string_view magic, name;
    };
    static constexpr std::array<Format, 7> formats = {
        {{"\xFF\xFE", "UTF-16 text"},
         {"\xFE\xFF", "UTF-16 text"},
         {"PK\x03\x04", "a ZIP archive, perhaps an Excel workbook"},
         {"\xD0\xCF\x11\xE0", "an old Excel workbook"},
         {"\x1F\x8B", "compressed with gzip"},
         {"\x28\xB5\x2F\xFD", "compressed with Zstandard"},
         {"%PDF-", "a PDF document"}}};
    for (const Format& format : formats)
        if (bytes.starts_with(format.magic)) return format.name;
    return {};
}

} // namespace handoff::csv

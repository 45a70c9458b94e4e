#include "csv/shape.hpp"

#include "csv/look.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>

namespace handoff::csv {

namespace {

constexpr std::size_t records_to_compare = 100;
constexpr std::size_t most_titles = 30;

/// A field without quotes around it; what is doubled inside does not matter for its look.
std::string_view bare(const Records& records, std::size_t record, std::size_t position) {
    std::string_view field = trim(records.field(record, position));
    for (const char quote : {'"', '\''})
        if (field.size() >= 2 && field.front() == quote && field.back() == quote)
            return trim(field.substr(1, field.size() - 2));
    return field;
}

Look look_at(const Records& records, std::size_t record, std::size_t position) {
    return position < records.size(record) ? look_of(bare(records, record, position)) : Look::blank;
}

/// Whether a record is a line of its own that reports have below their rows.
bool is_footer(const Records& records, std::size_t record) {
    std::size_t position = 0;
    while (position < records.size(record) && records.is_blank(record, position)) ++position;
    for (std::size_t c = position + 1; c < records.size(record); ++c)
        if (!records.is_blank(record, c)) return false; // soon, in a row of very many columns
    if (position == records.size(record)) return false;
    return could_be_footer(bare(records, record, position), records.size(record) == 1);
}

/// How many of the first records are compared; footers would only blur the picture.
std::size_t compared(const Records& records) {
    std::size_t count = std::min(records.count(), records_to_compare);
    while (count > 1 && is_footer(records, count - 1)) --count;
    return count;
}

/// What most cells of a column below a record look like; blank where nothing stands, text where they differ.
Look look_below(const Records& records, std::size_t record, std::size_t position) {
    std::array<std::size_t, 5> counts{};
    std::size_t filled = 0;
    for (std::size_t r = record + 1, count = compared(records); r < count; ++r) {
        const Look look = look_at(records, r, position);
        if (look == Look::blank) continue;
        ++counts[static_cast<std::size_t>(look)];
        ++filled;
    }
    if (filled == 0) return Look::blank;
    const auto most = std::max_element(counts.begin(), counts.end());
    return *most * 5 >= filled * 4 ? static_cast<Look>(most - counts.begin()) : Look::text;
}

bool is_typed(Look look) { return look != Look::blank && look != Look::text; }

/// Whether a record names columns whose cells look different from a name.
bool differs_from_below(const Records& records, std::size_t record) {
    for (std::size_t c = 0; c < records.size(record); ++c)
        if (look_at(records, record, c) == Look::text && is_typed(look_below(records, record, c)))
            return true;
    return false;
}

/// Nearly every cell could be a name, none is anything else, and none comes twice.
bool could_be_header(const Records& records, std::size_t record) {
    const std::size_t fields = records.used(record);
    std::unordered_set<std::string_view> names;
    for (std::size_t c = 0; c < fields; ++c) {
        const std::string_view cell = bare(records, record, c);
        if (cell.empty()) continue;
        if (!could_be_name(cell) || !names.insert(cell).second) return false;
    }
    return fields >= 2 && names.size() * 5 >= fields * 4;
}

/// Whether a record has so many fields, or blank ones too many.
bool fits(const Records& records, std::size_t record, std::size_t used, std::size_t fields) {
    return records.size(record) >= used && records.used(record) <= fields;
}

std::size_t count_same(const Records& records, std::size_t header) {
    const std::size_t used = records.used(header), fields = records.size(header);
    std::size_t same = 1;
    for (std::size_t r = header + 1, count = compared(records); r < count; ++r)
        same += fits(records, r, used, fields) ? 1 : 0;
    return same;
}

/// Whether a record could be a line above a table of so many columns.
bool could_be_title(const Records& records, std::size_t record, std::size_t columns) {
    const std::size_t filled = records.filled(record);
    if (filled <= std::clamp<std::size_t>(columns / 2, 1, 2)) return true;
    if (records.size(record) >= columns) return false;
    for (std::size_t c = 1; c < records.size(record); ++c)
        if (records.field(record, c).starts_with(' ')) return true; // prose with commas
    return false;
}

/// Whether the text of a title could not name a column just as well.
bool is_no_name(std::string_view text) {
    const std::string small = lower(trim(text));
    return small.find_first_of(":#0123456789") != std::string::npos || small.ends_with('.') ||
           small.starts_with("report") || small.starts_with("export") ||
           std::count(small.begin(), small.end(), ' ') >= 2;
}

/// Whether a record names groups of the columns below: names with blanks between them, as wide as those.
bool names_groups(const Records& records, std::size_t record) {
    if (records.size(record) != records.size(record + 1) || is_no_name(records.text(record))) return false;
    std::size_t names = 0;
    bool gap = false;
    for (std::size_t c = 0; c < records.size(record); ++c) {
        const Look look = look_at(records, record, c);
        if (is_typed(look)) return false;
        if (look == Look::blank) continue;
        gap = gap || (c > 0 && records.is_blank(record, c - 1));
        ++names;
    }
    return names >= 2 && gap;
}

/// Whether the records above one are titles of the table that it names the columns of.
bool is_below_titles(const Records& records, std::size_t header) {
    const std::size_t columns = records.used(header);
    if (columns < 2 || !could_be_header(records, header)) return false;
    const std::size_t rows = compared(records) - header;
    if (count_same(records, header) * 5 < rows * 4 || (rows == 1 && columns < 3)) return false;
    bool padded = false, no_name = false;
    for (std::size_t r = 0; r < header; ++r) {
        if (!could_be_title(records, r, columns)) return false;
        if (r + 1 == header && names_groups(records, r)) return false;
        padded = padded || records.size(r) >= columns;
        no_name = no_name || is_no_name(records.text(r));
    }
    return no_name || differs_from_below(records, header) || (columns >= 3 && !padded);
}

std::size_t find_header(const Records& records) {
    const std::size_t count = compared(records);
    const bool good = count_same(records, 0) * 5 >= count * 4 && records.used(0) > 1;
    const bool may_be_title = records.filled(0) <= 2 && records.size(0) > records.filled(0);
    if (good && !may_be_title) return 0;
    for (std::size_t header = 1; header < std::min(count, most_titles); ++header)
        if (is_below_titles(records, header)) return header;
    return 0;
}

/// Numbers that stand in a header: years, and the positions that some programs write for names.
bool is_number_name(const Records& records, std::size_t header, std::size_t position) {
    const std::string_view cell = bare(records, header, position);
    if (cell.size() == 4 && (cell.starts_with("19") || cell.starts_with("20"))) return true;
    const std::size_t first = bare(records, header, 0).empty() ? 1 : 0;
    return bare(records, header, first) == "0" && cell == std::to_string(position - first);
}

} // namespace

bool Shape::better_than(const Shape& other) const {
    const std::size_t mine = same * other.records, theirs = other.same * records;
    return std::tuple(fields > 1, mine, clean, fields) >
           std::tuple(other.fields > 1, theirs, other.clean, other.fields);
}

Shape shape_of(const Records& records, bool titles) {
    Shape shape;
    shape.clean = records.clean();
    shape.sound = records.sound();
    if (records.count() == 0) return shape;
    shape.header = titles ? find_header(records) : 0;
    shape.fields = records.size(shape.header);
    shape.records = compared(records) - shape.header;
    shape.same = count_same(records, shape.header);
    return shape;
}

std::uint32_t count_header_rows(const Records& records, std::size_t header) {
    const std::size_t fields = records.size(header), below = compared(records) - header - 1;
    if (below == 0) return 1;
    std::size_t like_rows = 0;
    for (std::size_t c = 0; c < fields; ++c) {
        const Look mine = look_at(records, header, c), theirs = look_below(records, header, c);
        if (mine == Look::text && is_typed(theirs)) like_rows = fields + 1;
        if (is_typed(mine) && (mine != theirs || is_number_name(records, header, c))) like_rows = fields + 1;
        if (is_typed(mine)) ++like_rows;
    }
    if (like_rows > 0 && like_rows <= fields) return 0;

    // Names of groups have blanks beside them, the names below have none.
    bool gap = false, group = false;
    for (std::size_t c = 0; c < fields; ++c) {
        const bool blank = records.is_blank(header, c);
        gap = gap || (group && blank);
        group = group || !blank;
    }
    const std::size_t names = header + 1;
    const bool two = gap && below >= 2 && records.used(names) >= 3 &&
                     records.filled(names) == records.used(names) &&
                     records.used(names) >= records.used(header) && could_be_header(records, names) &&
                     differs_from_below(records, names);
    return two ? 2 : 1;
}

bool holds_units(const Records& records, std::size_t row) {
    if (row + 1 >= compared(records)) return false;
    std::size_t units = 0;
    bool differs = false;
    for (std::size_t c = 0; c < records.size(row); ++c) {
        const std::string_view cell = bare(records, row, c);
        if (cell.empty()) continue;
        if (!could_be_unit(cell)) return false;
        ++units;
        differs = differs || is_typed(look_below(records, row, c));
    }
    return units > 0 && differs;
}

} // namespace handoff::csv

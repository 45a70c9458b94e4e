#include <handoff/values.hpp>

#include <algorithm>
#include <ingest/decimal_comma.hpp>
#include <mutex>

namespace handoff {

namespace {

/// What the numbers of a column show.
struct Shown {
    bool comma = false, point = false;
    bool both = false; ///< a number that reads either way, as two different ones

    void add(std::string_view cell) {
        if (comma || cell.find_first_of(",.") == std::string_view::npos) return;
        const auto with_point = clean_number(cell), with_comma = clean_number(cell, true);
        comma = !with_point && with_comma;
        point = point || (with_point && !with_comma);
        both = both || (with_point && with_comma && *with_point != *with_comma);
    }
    void add(const std::vector<std::string_view>& cells) {
        for (const std::string_view cell : cells) add(cell);
    }
};

} // namespace

std::vector<bool> find_decimal_commas(Rows& rows, const Table& first_rows,
                                      std::span<const std::size_t> columns) {
    std::vector<bool> commas(columns.size());
    std::vector<std::size_t> open, asked; // positions in the file, and in `columns`
    for (std::size_t i = 0; i < columns.size(); ++i) {
        Shown shown;
        shown.add(first_rows[columns[i]].cells);
        commas[i] = shown.comma;
        if (shown.comma || shown.point || !shown.both) continue;
        open.push_back(columns[i]);
        asked.push_back(i);
    }
    if (open.empty()) return commas;
    rows.keep_for_again();
    std::mutex mutex;
    rows.for_each(open, csv::Reader::Keep::cells, [&](csv::Reader::Batch& batch) {
        for (std::size_t i = 0; i < open.size(); ++i) {
            Shown shown;
            shown.add(batch.table[i].cells);
            if (!shown.comma) continue;
            const std::lock_guard lock(mutex);
            commas[asked[i]] = true;
        }
    });
    return commas;
}

} // namespace handoff

#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <ingest/date_order.hpp>
#include <mutex>
#include <table/cell_place.hpp>
#include <table/clean_instant.hpp>

namespace handoff {

namespace {

/// A cell that shows something, and where it stands.
struct Witness {
    std::uint64_t chunk = ~std::uint64_t{0};
    std::size_t row = 0;
    Place place;
    std::string cell;
    bool found() const noexcept { return !cell.empty(); }
};

/// What the cells of a column show.
struct Shown {
    std::array<Witness, 3> first; ///< by DayMonth; `undecided`: a cell that could be both

    void add(DayMonth what, const csv::Reader::Batch& batch, std::size_t row, std::string_view cell) {
        Witness& witness = first[static_cast<std::size_t>(what)];
        if (std::pair(witness.chunk, witness.row) <= std::pair(batch.chunk, row)) return;
        witness = {batch.chunk, row, place_of_cell(batch.table, row, cell), std::string(cell)};
    }
    void add(const Shown& other) {
        for (std::size_t i = 0; i < first.size(); ++i)
            if (std::pair(other.first[i].chunk, other.first[i].row) < std::pair(first[i].chunk, first[i].row))
                first[i] = other.first[i];
    }
    const Witness& of(DayMonth what) const noexcept { return first[static_cast<std::size_t>(what)]; }
};

/// What one cell shows; none when it is no date with day and month in numbers.
std::optional<DayMonth> shown_by(std::string_view cell) {
    if (cell.empty()) return std::nullopt;
    bool ambiguous = false;
    const std::array<std::string_view, 1> cells = {cell};
    const DayMonth order = decide_day_month(cells, ambiguous);
    if (order != DayMonth::undecided) return order;
    read_moment(cell, DayMonth::undecided, Zone::utc(), ambiguous);
    return ambiguous ? std::optional(DayMonth::undecided) : std::nullopt;
}

std::vector<Shown> look_at_all(Rows& rows, std::span<const std::size_t> columns) {
    rows.keep_for_again();
    std::vector<Shown> shown(columns.size());
    std::mutex mutex;
    rows.for_each(columns, csv::Reader::Keep::cells_and_originals, [&](csv::Reader::Batch& batch) {
        std::vector<Shown> here(columns.size());
        for (std::size_t i = 0; i < columns.size(); ++i)
            for (std::size_t row = 0; row < batch.table.rows(); ++row)
                if (const auto what = shown_by(batch.table[i].cells[row]))
                    here[i].add(*what, batch, row, batch.table[i].cells[row]);
        const std::lock_guard lock(mutex);
        for (std::size_t i = 0; i < columns.size(); ++i) shown[i].add(here[i]);
    });
    return shown;
}

std::string hint_to_decide(Kind kind) {
    return "say which it is with dates = \"dmy\" or dates = \"mdy\" in [exports." +
           std::string(to_text(kind)) + "]";
}

} // namespace

Error undecided_date(Kind kind, const std::string& column, Place place, std::string_view cell) {
    return Error(Fault::data, {Diagnostic{.place = std::move(place),
                                          .what = "'" + std::string(cell) + "' in column '" + column +
                                                  "' can be read day first or month first",
                                          .hint = hint_to_decide(kind)}});
}

std::vector<DayMonth> decide_date_orders(Kind kind, Rows& rows, const Table& first_rows,
                                         std::span<const std::size_t> columns) {
    std::vector<DayMonth> orders(columns.size(), DayMonth::undecided);
    std::vector<std::size_t> unsure, asked; // positions in the file, and in `columns`
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& cells = first_rows[columns[i]].cells;
        if (std::none_of(cells.begin(), cells.end(), [](std::string_view cell) { return shown_by(cell); }))
            continue;
        unsure.push_back(columns[i]);
        asked.push_back(i);
    }
    if (unsure.empty()) return orders;
    const std::vector<Shown> shown = look_at_all(rows, unsure);
    bool day_first = false, month_first = false;
    for (std::size_t i = 0; i < unsure.size(); ++i) {
        const Witness& day = shown[i].of(DayMonth::day_first);
        const Witness& month = shown[i].of(DayMonth::month_first);
        if (day.found() && month.found())
            throw Error(Fault::data, {Diagnostic{.place = month.place,
                                                 .what = "column '" + rows.header()[unsure[i]] +
                                                         "' writes the month first here ('" + month.cell +
                                                         "') and the day first at " + to_string(day.place) +
                                                         " ('" + day.cell + "')",
                                                 .hint = hint_to_decide(kind)}});
        orders[asked[i]] = day.found()     ? DayMonth::day_first
                           : month.found() ? DayMonth::month_first
                                           : DayMonth::undecided;
        day_first = day_first || day.found();
        month_first = month_first || month.found();
    }
    for (std::size_t i = 0; i < unsure.size(); ++i) {
        const Witness& both = shown[i].of(DayMonth::undecided);
        if (orders[asked[i]] != DayMonth::undecided || !both.found()) continue;
        if (day_first == month_first)
            throw undecided_date(kind, rows.header()[unsure[i]], both.place, both.cell);
        orders[asked[i]] = day_first ? DayMonth::day_first : DayMonth::month_first;
    }
    return orders;
}

} // namespace handoff

#include <algorithm>
#include <ingest/date_order.hpp>
#include <ingest/export.hpp>

namespace handoff {

void Export::Impl::know_orders(File& file, std::span<const std::size_t> canonical) {
    std::vector<std::size_t> asked, columns_of_file;
    for (const std::size_t position : canonical) {
        if (file.order_known[position] || file.mapping.canonical[position].from.empty()) continue;
        file.order_known[position] = true;
        const Type type = columns[position].type;
        if (file.mapping.clean || (type != Type::instant && type != Type::number && type != Type::money))
            continue;
        if (!file.first_rows) file.first_rows = std::make_unique<Table>(file.rows.first_rows());
        if (type == Type::instant) {
            for (const std::size_t column : file.mapping.canonical[position].from) {
                asked.push_back(position);
                columns_of_file.push_back(column);
            }
            continue;
        }
        // One number that only reads with a decimal comma decides for its column.
        const auto& cells = (*file.first_rows)[file.mapping.canonical[position].from.front()].cells;
        file.forms[position].decimal_comma =
            std::any_of(cells.begin(), cells.end(), [](std::string_view cell) {
                return cell.find(',') != std::string_view::npos && !clean_number(cell) &&
                       clean_number(cell, true);
            });
    }
    if (asked.empty()) return;
    const std::vector<DayMonth> orders =
        decide_date_orders(kind, file.rows, *file.first_rows, columns_of_file);
    for (std::size_t i = 0; i < asked.size(); ++i)
        if (orders[i] != DayMonth::undecided) file.forms[asked[i]].order = orders[i];
}

void Export::Impl::fill_canonical(std::size_t file_number, std::size_t canonical, const Plan& plan,
                                  csv::Reader::Batch& in, Worker& worker) const {
    const File& file = *files[file_number];
    const Mapping::Canonical& source = file.mapping.canonical[canonical];
    Table& out = worker.out.table;
    std::vector<std::string_view>& cells = out[canonical].cells;
    if (source.from.empty()) {
        if (!source.constant.empty()) std::fill(cells.begin(), cells.end(), source.constant);
        return;
    }
    const CellForm& form = file.forms[canonical];
    const auto lose = [&](std::string_view as_read, CellResult result) {
        if (result == CellResult::ambiguous)
            throw undecided_date(kind, file.rows.header()[source.from.front()], {file.rows.path(), 0, 0},
                                 as_read);
        Unreadable& counted = worker.unreadable[canonical];
        if (counted.count++ == 0) {
            counted.file = file_number;
            counted.chunk = in.chunk;
            counted.example = as_read;
        }
    };
    plan.take(source.from.front(), in.table, cells);
    clean_cells(cells, form, blank, out, lose);
    for (std::size_t next = 1; next < source.from.size(); ++next) {
        const std::vector<std::string_view>& other = in.table[plan.at[source.from[next]]].cells;
        for (std::size_t row = 0; row < cells.size(); ++row) {
            if (!cells[row].empty()) continue;
            cells[row] = other[row];
            clean_cells({&cells[row], 1}, form, blank, out, lose);
        }
    }
    if (canonical != type_position) return;
    for (std::string_view& cell : cells) {
        if (cell.empty()) continue;
        const Memory::Type& type = worker.memory.types.of(
            cell, [&](std::string_view theirs) { return Memory::Type{words->type_of(theirs)}; });
        if (!type.ours.empty() && type.ours != cell) cell = type.ours;
    }
}

void Export::Impl::Plan::take(std::size_t column, Table& from, std::vector<std::string_view>& cells) const {
    std::vector<std::string_view>& read_cells = from[at[column]].cells;
    if (uses[at[column]] == 1)
        cells.swap(read_cells);
    else
        cells = read_cells;
}

void Export::Impl::convert(std::size_t file_number, const Plan& plan, csv::Reader::Batch& in,
                           csv::Reader::Keep keep, Worker& worker) const {
    const File& file = *files[file_number];
    Table& out = worker.out.table;
    if (out.columns().empty())
        for (const Scope::Name& name : names) out.add(name.name);
    out.start_batch(in.table.rows(), plan.filled);
    out.file = in.table.file;
    for (const std::size_t canonical : plan.canonical)
        fill_canonical(file_number, canonical, plan, in, worker);
    for (const std::size_t derived : plan.derived)
        derivation.fill(derived, out, 0, out.rows(), *words, worker.memory);
    for (const std::size_t position : plan.own)
        if (const std::size_t column = file.own[position]; column != nowhere)
            plan.take(column, in.table, out[position].cells);
    if (keep == csv::Reader::Keep::cells) return;
    out.lines = in.table.lines;
    out.originals = in.table.originals;
    if (keep != csv::Reader::Keep::forever) return;
    out.share(in.table);
    out.share(words);
}

} // namespace handoff

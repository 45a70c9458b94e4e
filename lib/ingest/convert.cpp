#include <handoff/words.hpp>

#include <algorithm>
#include <ingest/date_order.hpp>
#include <ingest/decimal_comma.hpp>
#include <ingest/export.hpp>
#include <table/country.hpp>

namespace handoff {

void Export::Impl::know_orders(File& file, std::span<const std::size_t> canonical) {
    std::vector<std::size_t> asked, columns_of_file, numbers, columns_of_numbers;
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
        numbers.push_back(position);
        columns_of_numbers.push_back(file.mapping.canonical[position].from.front());
    }
    if (!numbers.empty()) {
        const std::vector<bool> commas = find_decimal_commas(file.rows, *file.first_rows, columns_of_numbers);
        for (std::size_t i = 0; i < numbers.size(); ++i) file.forms[numbers[i]].decimal_comma = commas[i];
    }
    if (asked.empty()) return;
    const std::vector<DayMonth> orders =
        decide_date_orders(kind, file.rows, *file.first_rows, columns_of_file);
    for (std::size_t i = 0; i < asked.size(); ++i)
        if (orders[i] != DayMonth::undecided) file.forms[asked[i]].order = orders[i];
}

namespace {

/// As clean_cells(); the same few countries stand in all rows.
template <class Note>
void clean_countries(std::span<std::string_view> cells, const CellForm& form, Memory& memory, Note& note) {
    for (std::string_view& cell : cells) {
        if (cell.empty()) continue;
        const std::string_view as_read = cell;
        cell = trim(cell);
        if (form.blank.has(cell)) cell = {};
        const bool blank = cell.empty();
        if (!blank) cell = memory.countries.of(cell, country_code);
        if (cell != as_read)
            note(as_read, cell, cell.empty() && !blank ? CellResult::unreadable : CellResult::fine);
    }
}

} // namespace

void Export::Impl::fill_canonical(std::size_t file_number, std::size_t canonical, const Plan& plan,
                                  csv::Reader::Batch& in, Worker& worker) const {
    const File& file = *files[file_number];
    const Mapping::Canonical& source = file.mapping.canonical[canonical];
    Table& out = worker.out.table;
    std::vector<std::string_view>& cells = out[canonical].cells;
    if (source.from.empty()) return std::fill(cells.begin(), cells.end(), source.constant);
    const CellForm& form = file.forms[canonical];
    Cleaned& cleaning = worker.cleaned[canonical];
    const auto note = [&](std::string_view as_read, std::string_view cell, CellResult result) {
        cleaning.changed = cleaning.changed || !same_text(cell, trim(as_read));
        if (result == CellResult::fine) return;
        if (result == CellResult::ambiguous)
            throw undecided_date(kind, file.rows.header()[source.from.front()], {file.rows.path(), 0, 0},
                                 as_read);
        if (cleaning.unreadable++ == 0) {
            cleaning.file = file_number;
            cleaning.chunk = in.chunk;
            cleaning.example = as_read;
        }
    };
    plan.take(source.from.front(), in.table, cells);
    std::vector<std::int64_t>& instants = out[canonical].instants;
    if (form.type == Type::instant && source.from.size() == 1) instants.resize(cells.size());
    const auto clean = [&](std::span<std::string_view> some) {
        if (form.type == Type::country)
            clean_countries(some, form, worker.memory, note);
        else
            clean_cells(some, form, out, note, instants);
    };
    clean(cells);
    for (std::size_t next = 1; next < source.from.size(); ++next) {
        const std::vector<std::string_view>& other = in.table[plan.at[source.from[next]]].cells;
        for (std::size_t row = 0; row < cells.size(); ++row) {
            if (!cells[row].empty()) continue;
            cells[row] = other[row];
            clean({&cells[row], 1});
        }
    }
    if (canonical == type_position) fill_types(out[canonical], worker.memory.types);
}

void Export::Impl::fill_types(Column& column, WordMemo<Memory::Type>& types) const {
    const auto ours_of = [&](std::string_view theirs) {
        const std::string_view ours = words->type_of(theirs);
        return Memory::Type{ours, !ours.empty() && ours != theirs};
    };
    column.numbers.resize(column.cells.size());
    bool numbered = true;
    for (std::size_t row = 0; row < column.cells.size(); ++row) {
        std::string_view& cell = column.cells[row];
        column.numbers[row] = 0;
        if (cell.empty()) continue;
        const auto& type = types.entry(cell, ours_of);
        column.numbers[row] = type.number;
        numbered = numbered && type.number != types.no_number;
        if (type.value.renamed) cell = type.value.ours;
    }
    column.numbering = numbered ? types.numbering() : 0;
}

void Export::Impl::Plan::take(std::size_t column, Table& from, std::vector<std::string_view>& cells) const {
    std::vector<std::string_view>& read_cells = from[at[column]].cells;
    if (uses[at[column]] == 1)
        cells.swap(read_cells);
    else
        cells = read_cells;
}

std::string_view Export::Impl::country_of(const Table& out, std::size_t row) const {
    const std::vector<std::string_view>& countries = out[country_position].cells;
    const std::string_view country = countries.empty() ? std::string_view() : countries[row];
    return country.empty() ? std::string_view(home) : country;
}

void Export::Impl::fill_states(Table& out, std::size_t canonical, Worker& worker) const {
    std::vector<std::string_view>& cells = out[canonical].cells;
    std::string where;
    for (std::size_t row = 0; row < cells.size(); ++row) {
        if (cells[row].empty()) continue;
        const std::string_view country = country_of(out, row);
        where.assign(country).append(1, '/').append(cells[row]);
        const std::string_view code =
            worker.memory.states.of(where, [&](std::string_view) { return state_code(cells[row], country); });
        if (code.empty() || code == cells[row]) continue;
        cells[row] = code;
        worker.cleaned[canonical].changed = true;
    }
}

const KnownPhone* Export::Impl::known_phone(std::uint64_t written, const Worker& worker) const noexcept {
    for (const PhoneBook* const book : {&phones, &new_phones, &worker.new_phones})
        if (const KnownPhone* const known = book->find(written)) return known;
    return nullptr;
}

/// All new ones of a batch together, since threads wait for each other while numbers are judged.
void Export::Impl::read_new_phones(const Table& out, std::span<const std::string_view> cells, bool clean,
                                   Worker& worker) const {
    std::vector<WrittenPhone> unknown;
    std::vector<std::uint64_t> fingerprints;
    for (std::size_t row = 0; row < cells.size(); ++row) {
        if (cells[row].empty() || (clean && is_canonical_phone(cells[row]))) continue;
        const WrittenPhone phone{cells[row], country_of(out, row)};
        const std::uint64_t written = PhoneBook::fingerprint(phone.text, phone.country);
        if (known_phone(written, worker) != nullptr) continue;
        unknown.push_back(phone);
        fingerprints.push_back(written);
        worker.new_phones.add({written, 0}); // asked for once; what it is follows
    }
    if (unknown.empty()) return;
    const std::vector<std::uint64_t> numbers = phone_numbers(unknown);
    for (std::size_t i = 0; i < numbers.size(); ++i) worker.new_phones.add({fingerprints[i], numbers[i]});
}

void Export::Impl::fill_phones(std::size_t file_number, std::size_t canonical, std::uint64_t chunk,
                               Worker& worker) const {
    Table& out = worker.out.table;
    std::vector<std::string_view>& cells = out[canonical].cells;
    const bool clean = files[file_number]->mapping.clean;
    Cleaned& cleaning = worker.cleaned[canonical];
    read_new_phones(out, cells, clean, worker);
    for (std::size_t row = 0; row < cells.size(); ++row) {
        std::string_view& cell = cells[row];
        if (cell.empty() || (clean && is_canonical_phone(cell))) continue;
        const KnownPhone* const known =
            known_phone(PhoneBook::fingerprint(cell, country_of(out, row)), worker);
        if (known->number == 0 && cleaning.unreadable++ == 0) {
            cleaning.file = file_number;
            cleaning.chunk = chunk;
            cleaning.example = cell;
        }
        const std::string text = known->number == 0 ? std::string() : phone_text(known->number);
        if (text == cell) continue;
        cell = out.keep(text);
        cleaning.changed = true;
    }
}

void Export::Impl::convert(std::size_t file_number, const Plan& plan, csv::Reader::Batch& in,
                           csv::Reader::Keep keep, Worker& worker) const {
    const File& file = *files[file_number];
    Table& out = worker.out.table;
    if (out.columns().empty())
        for (const Scope::Name& name : names) out.add(name.name);
    out.start_batch(in.table.rows(), plan.blank, plan.filled);
    out.file = in.table.file;
    for (const std::size_t canonical : plan.canonical)
        fill_canonical(file_number, canonical, plan, in, worker);
    for (const std::size_t canonical : plan.canonical) {
        if (columns[canonical].type == Type::state) fill_states(out, canonical, worker);
        if (file.forms[canonical].text == TextForm::phone && !leave_phones)
            fill_phones(file_number, canonical, in.chunk, worker);
    }
    derivation.fill(plan.derived, out, 0, out.rows(), *words, worker.memory);
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

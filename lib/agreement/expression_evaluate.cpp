#include "expression_bound.hpp"
#include "expression_dictionary.hpp"

#include <algorithm>
#include <limits>

namespace handoff {

namespace {

/// Beyond this a dictionary costs more than it saves: it leaves the cache, and texts hardly repeat.
constexpr std::size_t most_distinct = 1U << 17U;
/// A column of which more than half the cells are new after this many is not worth a dictionary.
constexpr std::size_t trial = 4096;

template <class Holds>
void test_each(const std::vector<double>& numbers, std::vector<std::uint8_t>& mask, Holds&& holds) {
    for (std::size_t row = 0; row < mask.size(); ++row) mask[row] = holds(numbers[row]) ? 1 : 0;
}

/// NaN stands for blank: no comparison holds but !=, which is exactly not =.
void test_numbers(const Term& term, const std::vector<double>& numbers, std::vector<std::uint8_t>& mask) {
    const double than = term.parts[1].value.number;
    if (term.kind == Term::Kind::between) {
        const double high = term.parts[2].value.number;
        return test_each(numbers, mask, [=](double number) { return number >= than && number <= high; });
    }
    switch (term.comparison) {
    case Term::Comparison::equal:
        return test_each(numbers, mask, [=](double number) { return number == than; });
    case Term::Comparison::not_equal:
        return test_each(numbers, mask, [=](double number) { return number != than; });
    case Term::Comparison::less:
        return test_each(numbers, mask, [=](double number) { return number < than; });
    case Term::Comparison::less_equal:
        return test_each(numbers, mask, [=](double number) { return number <= than; });
    case Term::Comparison::greater:
        return test_each(numbers, mask, [=](double number) { return number > than; });
    case Term::Comparison::greater_equal:
        return test_each(numbers, mask, [=](double number) { return number >= than; });
    }
}

} // namespace

struct Bound::Evaluator::Impl {
    /// What is remembered of one column.
    struct Memory {
        const Bound::Impl::ColumnUse* use = nullptr;
        TextDictionary dictionary;
        std::vector<std::uint8_t> unreadable; ///< by code
        bool any_unreadable = false;
        bool given_up = false; ///< too many distinct values
        bool coded = false;    ///< `codes` stand for the last run
        std::uint64_t seen = 0;
        std::vector<std::uint32_t> codes;
        std::uint64_t unread = 0;
        std::uint64_t numbering = 0;               ///< of the column, see Column::numbers
        std::vector<std::uint32_t> code_of_number; ///< or `no_code`
    };
    static constexpr std::uint32_t no_code = 0xffffffff;

    const Bound::Impl& bound;
    TermEvaluator terms;
    std::vector<Memory> memories;
    std::vector<std::size_t> memory_of;           ///< position -> index in memories
    std::vector<std::vector<std::uint8_t>> truth; ///< atom -> code -> holds
    mutable std::vector<std::vector<std::uint8_t>>
        masks; ///< expression -> row; those by code are made when asked for
    mutable std::vector<std::uint8_t> made;
    std::vector<std::vector<std::uint8_t>> spare;
    /// What the cells of a column that hardly repeat are as numbers, read once for all rules.
    struct Numbers {
        std::size_t column = 0;
        bool lenient = false;
        bool read = false;          ///< of the last run
        std::vector<double> values; ///< NaN: blank
    };
    std::vector<Numbers> numbers;
    const Table* table = nullptr;
    std::size_t rows = 0;

    explicit Impl(const Bound::Impl& of)
        : bound(of), terms(of.surroundings), memory_of(of.width, Term::none_), truth(of.atoms.size()),
          masks(of.all.size()), made(of.all.size()) {
        memories.resize(of.uses.size());
        for (std::size_t i = 0; i < memories.size(); ++i) {
            memories[i].use = &of.uses[i];
            memory_of[of.uses[i].position] = i;
            learn(memories[i], 0); // the blank cell
        }
        for (std::size_t atom = 0; atom < truth.size(); ++atom)
            if (of.atoms[atom].column == Term::none_)
                truth[atom].assign(1,
                                   terms.holds(*of.atoms[atom].term, RowCells(std::string_view())) ? 1 : 0);
    }

    /// Evaluates everything that depends on a new distinct cell alone.
    void learn(Memory& memory, std::uint32_t code) {
        const std::string_view cell = memory.dictionary.text(code);
        const RowCells cells(cell);
        for (std::size_t atom : memory.use->atoms)
            truth[atom].push_back(terms.holds(*bound.atoms[atom].term, cells) ? 1 : 0);
        const bool unreadable = !reads(*memory.use, cell);
        memory.unreadable.push_back(unreadable ? 1 : 0);
        memory.any_unreadable = memory.any_unreadable || unreadable;
    }

    bool reads(const Bound::Impl::ColumnUse& use, std::string_view cell) {
        return std::all_of(use.readings.begin(), use.readings.end(),
                           [&](const CellReading& reading) { return terms.readable(cell, reading); });
    }

    /// As encode(), of a column whose cells are numbered: their text is looked at once for each number.
    bool translate(Memory& memory, const Column& column) {
        if (memory.numbering != column.numbering) {
            memory.numbering = column.numbering;
            memory.code_of_number.clear();
        }
        memory.codes.resize(rows);
        for (std::size_t row = 0; row < rows; ++row) {
            const std::uint32_t number = column.numbers[row];
            if (number >= memory.code_of_number.size()) memory.code_of_number.resize(number + 1, no_code);
            std::uint32_t& code = memory.code_of_number[number];
            if (code == no_code) {
                code = memory.dictionary.code(column.cells[row]);
                if (code == memory.unreadable.size()) learn(memory, code);
            }
            memory.codes[row] = code;
        }
        memory.seen += rows;
        return memory.dictionary.size() <= most_distinct;
    }

    /// False when the column turned out to have too many distinct values.
    bool encode(Memory& memory, const std::vector<std::string_view>& cells) {
        memory.codes.resize(rows);
        std::size_t known = memory.dictionary.size();
        for (std::size_t row = 0; row < rows; ++row) {
            const std::uint32_t code = memory.dictionary.code(cells[row]);
            memory.codes[row] = code;
            if (code < known) continue;
            learn(memory, code);
            ++known;
            const std::uint64_t seen = memory.seen + row + 1;
            if (known > most_distinct || (known > trial && known * 2 > seen)) return false;
        }
        memory.seen += rows;
        return true;
    }

    void take_column(Memory& memory) {
        const Column& column = (*table)[memory.use->position];
        memory.coded = false;
        if (!column.points.empty()) return;
        if (column.cells.size() < rows) {
            memory.codes.assign(rows, 0);
            memory.coded = true;
            return;
        }
        if (!memory.given_up && !memory.use->atoms.empty()) {
            memory.coded = column.numbering != 0 ? translate(memory, column) : encode(memory, column.cells);
            if (!memory.coded) {
                memory.given_up = true;
                memory.dictionary = {};
                memory.codes = {};
                memory.code_of_number = {};
            }
        }
        if (memory.use->readings.empty()) return;
        if (memory.coded && memory.any_unreadable)
            for (std::uint32_t code : memory.codes) memory.unread += memory.unreadable[code];
        if (!memory.coded)
            for (std::size_t row = 0; row < rows; ++row)
                memory.unread += reads(*memory.use, column.cells[row]) ? 0 : 1;
    }

    std::vector<std::uint8_t> borrow() {
        if (spare.empty()) return std::vector<std::uint8_t>(rows);
        std::vector<std::uint8_t> buffer = std::move(spare.back());
        spare.pop_back();
        buffer.resize(rows);
        return buffer;
    }

    const Memory* coded_memory(const Term& term) const {
        if (term.atom == Term::none_ || bound.atoms[term.atom].column == Term::none_) return nullptr;
        const Memory& memory = memories[memory_of[bound.atoms[term.atom].column]];
        return memory.coded ? &memory : nullptr;
    }

    void fill_by_code(const Term& term, const Memory& memory, std::vector<std::uint8_t>& mask) const {
        mask.resize(rows);
        const std::uint8_t* by_code = truth[term.atom].data();
        for (std::size_t row = 0; row < rows; ++row) mask[row] = by_code[memory.codes[row]];
    }

    void fill(const Term& term, std::vector<std::uint8_t>& mask) {
        mask.resize(rows);
        if (const Memory* memory = coded_memory(term)) {
            fill_by_code(term, *memory, mask);
            return;
        }
        if (term.atom != Term::none_ && bound.atoms[term.atom].column == Term::none_) {
            std::fill(mask.begin(), mask.end(), truth[term.atom].front());
            return;
        }
        const bool combined =
            term.atom == Term::none_ &&
            (term.kind == Term::Kind::all || term.kind == Term::Kind::any || term.kind == Term::Kind::none);
        if (combined) {
            combine(term, mask);
            return;
        }
        if (!term.is_condition() && term.type != ValueType::boolean) { // a value is not true
            std::fill(mask.begin(), mask.end(), std::uint8_t{0});
            return;
        }
        if (term.is_number_test()) {
            test_numbers(term, numbers_of(term.parts[0]), mask);
            return;
        }
        RowCells cells(*table, 0);
        for (std::size_t row = 0; row < rows; ++row) {
            cells.move_to(row);
            mask[row] = terms.holds(term, cells) ? 1 : 0;
        }
    }

    const std::vector<double>& numbers_of(const Term& cell) {
        auto found = std::find_if(numbers.begin(), numbers.end(), [&](const Numbers& some) {
            return some.column == cell.column && some.lenient == cell.reading.lenient;
        });
        if (found == numbers.end())
            found = numbers.insert(numbers.end(), {.column = cell.column, .lenient = cell.reading.lenient});
        if (found->read) return found->values;
        found->read = true;
        found->values.resize(rows);
        RowCells cells(*table, 0);
        for (std::size_t row = 0; row < rows; ++row) {
            cells.move_to(row);
            const Value value = terms.value(cell, cells);
            found->values[row] = value.is_blank() ? std::numeric_limits<double>::quiet_NaN() : value.number;
        }
        return found->values;
    }

    void combine(const Term& term, std::vector<std::uint8_t>& mask) {
        fill(term.parts[0], mask);
        if (term.kind == Term::Kind::none) {
            for (std::uint8_t& one : mask) one ^= 1U;
            return;
        }
        std::vector<std::uint8_t> other = borrow();
        for (std::size_t i = 1; i < term.parts.size(); ++i) {
            fill(term.parts[i], other);
            if (term.kind == Term::Kind::all)
                for (std::size_t row = 0; row < rows; ++row) mask[row] &= other[row];
            else
                for (std::size_t row = 0; row < rows; ++row) mask[row] |= other[row];
        }
        spare.push_back(std::move(other));
    }
};

Bound::Evaluator::Evaluator(const Bound& bound) : impl_(std::make_unique<Impl>(*bound.impl_)) {}
Bound::Evaluator::~Evaluator() = default;
Bound::Evaluator::Evaluator(Evaluator&&) noexcept = default;

void Bound::Evaluator::run(const Table& table) {
    impl_->table = &table;
    impl_->rows = table.rows();
    for (Impl::Numbers& numbers : impl_->numbers) numbers.read = false;
    for (Impl::Memory& memory : impl_->memories) impl_->take_column(memory);
    for (std::size_t i = 0; i < impl_->masks.size(); ++i) {
        const Bound::Impl::One& one = impl_->bound.all[i];
        impl_->made[i] = 0;
        if (!one.expression.empty() && impl_->coded_memory(one.root)) continue;
        impl_->made[i] = 1;
        if (one.expression.empty())
            impl_->masks[i].assign(impl_->rows, 1);
        else
            impl_->fill(one.root, impl_->masks[i]);
    }
}

std::span<const std::uint8_t> Bound::Evaluator::mask(std::size_t expression) const {
    if (impl_->made[expression] == 0) {
        const Term& root = impl_->bound.all[expression].root;
        impl_->fill_by_code(root, *impl_->coded_memory(root), impl_->masks[expression]);
        impl_->made[expression] = 1;
    }
    return impl_->masks[expression];
}

std::span<const std::uint32_t> Bound::Evaluator::codes(std::size_t column) const {
    const std::size_t at = column < impl_->memory_of.size() ? impl_->memory_of[column] : Term::none_;
    if (at == Term::none_ || !impl_->memories[at].coded) return {};
    return impl_->memories[at].codes;
}

std::span<const std::uint8_t> Bound::Evaluator::truth(std::size_t expression) const {
    const Bound::Impl::One& one = impl_->bound.all[expression];
    if (one.expression.empty() || !impl_->coded_memory(one.root)) return {};
    return impl_->truth[one.root.atom];
}

std::string Bound::Evaluator::value(std::size_t expression, std::size_t row) const {
    const Bound::Impl::One& one = impl_->bound.all[expression];
    if (one.expression.empty()) return "true";
    return impl_->terms.text(one.root, RowCells(*impl_->table, row));
}

std::vector<std::uint64_t> Bound::Evaluator::unreadable() const {
    std::vector<std::uint64_t> counts(impl_->bound.width);
    for (const Impl::Memory& memory : impl_->memories) counts[memory.use->position] = memory.unread;
    return counts;
}

} // namespace handoff

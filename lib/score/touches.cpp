#include "score/score_state.hpp"

#include <algorithm>
#include <bit>

namespace handoff {

namespace {

constexpr std::size_t rows_at_once = 256; // so many look-ups of leads are under way at a time

/// Which touch rules hold for each row of a batch, as bits.
class Matches {
  public:
    explicit Matches(std::size_t rules) : rules_(rules), words_((rules + 63) / 64) {}

    void find(const Bound::Evaluator& evaluator, std::size_t rows) {
        bits_.assign(rows * words_, 0);
        for (std::size_t rule = 0; rule < rules_; ++rule) {
            const std::span<const std::uint8_t> mask = evaluator.mask(rule);
            std::uint64_t* word = bits_.data() + rule / 64;
            for (std::size_t row = 0; row < rows; ++row, word += words_)
                *word |= static_cast<std::uint64_t>(mask[row]) << (rule % 64);
        }
    }

    template <class Work>
    void for_each(std::size_t row, Work&& work) const {
        for (std::size_t word = 0; word < words_; ++word)
            for (std::uint64_t bits = bits_[row * words_ + word]; bits != 0; bits &= bits - 1)
                work(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
    }

  private:
    std::size_t rules_, words_;
    std::vector<std::uint64_t> bits_; // [row][word]
};

/// Adds to a sum that other threads add to as well. Stops at the ends of the range: points that could get
/// there are rare, so that the test is made only for touches worth more than `ordinary`.
constexpr std::int64_t ordinary = 100'000'000'000; // 100 points: 92 million such touches of one lead fit

void add_to(std::int64_t& sum, Points points) noexcept {
    const std::atomic_ref<std::int64_t> shared(sum);
    if (points.nano <= ordinary && points.nano >= -ordinary) {
        shared.fetch_add(points.nano, std::memory_order_relaxed);
        return;
    }
    std::int64_t before = shared.load(std::memory_order_relaxed);
    while (!shared.compare_exchange_weak(before, (Points{before} + points).nano, std::memory_order_relaxed)) {
    }
}

/// One thread's part of reading touches.
class TouchReader {
  public:
    TouchReader(ScoreState& state, const Bound& bound, const TouchColumns& columns)
        : state_(state), columns_(columns), evaluator_(bound), matches_(state.touch_rules.size()) {}

    void read(const Table& table) {
        touches += table.rows();
        evaluator_.run(table);
        matches_.find(evaluator_, table.rows());
        for (std::size_t row = 0; row < table.rows(); ++row) read_row(table, row);
    }

    std::vector<ScoreState::Waiting> waiting;
    std::uint64_t touches = 0, orphans = 0, undated = 0, future = 0;

  private:
    std::uint32_t count_orphan(const Table& table, std::size_t row) {
        const std::uint32_t lead = state_.keys.find(table, columns_.keys, row);
        if (lead == LeadKeys::none) ++orphans;
        return lead;
    }

    void read_row(const Table& table, std::size_t row) {
        const std::optional<Instant> at = columns_.time(table, row, state_.agreement.timezone);
        const std::uint32_t found = count_orphan(table, row);
        const std::int64_t age = at ? (state_.as_of - *at).count() : 0;
        if (!at) ++undated;
        if (age < 0) ++future;
        if (found == LeadKeys::none) return;
        const std::size_t lead = state_.holder(found);
        matches_.for_each(row, [&](std::size_t number) {
            const TouchRule& rule = state_.touch_rules[number];
            if (at ? !rule.in_window(age) : !rule.timeless) return;
            if (!rule.direct)
                waiting.push_back({static_cast<std::uint32_t>(lead), static_cast<std::uint32_t>(number),
                                   at.value_or(state_.as_of)});
            else
                add_to(state_.sums[lead * state_.slots.size() + state_.slot_of_rule[number]],
                       rule.curve.at(Duration(age)));
        });
    }

    ScoreState& state_;
    const TouchColumns& columns_;
    Bound::Evaluator evaluator_;
    Matches matches_;
};

} // namespace

TouchColumns::TouchColumns(const Export& touches)
    : keys{column_of(touches, "lead_id"), column_of(touches, "contact_id"), column_of(touches, "email")},
      at(column_of(touches, "at")) {}

std::vector<std::size_t> TouchColumns::wanted(const Bound& bound) const {
    std::set<std::size_t> wanted = bound.columns();
    for (const auto& column : {keys.id, keys.contact, keys.email, at})
        if (column) wanted.insert(*column);
    return {wanted.begin(), wanted.end()};
}

std::optional<Instant> TouchColumns::time(const Table& table, std::size_t row, const Zone& zone) const {
    if (!at) return std::nullopt;
    const std::string_view cell = table[*at].cells[row];
    constexpr std::size_t bare_date = 10;
    if (cell.size() > bare_date) return read_instant(cell);
    const std::optional<Date> date = read_date(cell);
    return date ? std::optional(zone.start_of(*date)) : std::nullopt;
}

Bound ScoreState::bind_touches(const Export& from) const {
    std::vector<Expression> conditions;
    for (const TouchRule& rule : touch_rules) conditions.push_back(rule.rule->touch);
    return Bound(conditions, scope_of(from));
}

void Scorer::add_touches(Export& touches) {
    ScoreState& state = *impl_;
    if (!state.has_leads || state.finished)
        throw Error(Fault::ours, "touches are read after leads, before finish");
    const Bound bound = state.bind_touches(touches);
    const TouchColumns columns(touches);
    std::vector<std::unique_ptr<TouchReader>> readers(touches.threads());
    touches.for_each(columns.wanted(bound), csv::Reader::Keep::cells, [&](csv::Reader::Batch& batch) {
        auto& reader = readers[batch.thread];
        if (!reader) reader = std::make_unique<TouchReader>(state, bound, columns);
        reader->read(batch.table);
    });
    for (const auto& reader : readers) {
        if (!reader) continue;
        state.touches += reader->touches;
        state.orphans += reader->orphans;
        state.undated += reader->undated;
        state.future += reader->future;
        state.waiting.insert(state.waiting.end(), reader->waiting.begin(), reader->waiting.end());
    }
}

} // namespace handoff

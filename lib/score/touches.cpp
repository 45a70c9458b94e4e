#include "score/score_state.hpp"

#include <algorithm>
#include <bit>

namespace handoff {

namespace {

constexpr std::size_t rows_at_once = 256; // so many look-ups of leads are under way at a time

/// Which touch rules hold for each row of a batch, as bits. Rules that read one column are looked up together
/// by the code of its cell.
class Matches {
  public:
    explicit Matches(const Bound& bound) : rules_(bound.size()), words_((rules_ + 63) / 64) {
        for (std::size_t rule = 0; rule < rules_; ++rule) {
            const std::optional<std::size_t> column = bound.only_column(rule);
            if (!column) {
                by_mask_.push_back(rule);
                continue;
            }
            const auto known = std::find_if(by_code_.begin(), by_code_.end(),
                                            [&](const ByCode& one) { return one.column == *column; });
            if (known == by_code_.end())
                by_code_.push_back({.column = *column, .rules = {rule}});
            else
                known->rules.push_back(rule);
        }
    }

    void find(const Bound::Evaluator& evaluator, std::size_t rows) {
        bits_.assign(rows * words_, 0);
        for (ByCode& one : by_code_) {
            const std::span<const std::uint32_t> codes = evaluator.codes(one.column);
            if (codes.empty()) {
                for (const std::size_t rule : one.rules) add_mask(rule, evaluator.mask(rule));
                continue;
            }
            one.learn(evaluator, words_);
            for (std::size_t row = 0; row < rows; ++row)
                for (std::size_t word = 0; word < words_; ++word)
                    bits_[row * words_ + word] |= one.bits[codes[row] * words_ + word];
        }
        for (const std::size_t rule : by_mask_) add_mask(rule, evaluator.mask(rule));
    }

    template <class Work>
    void for_each(std::size_t row, Work&& work) const {
        for (std::size_t word = 0; word < words_; ++word)
            for (std::uint64_t bits = bits_[row * words_ + word]; bits != 0; bits &= bits - 1)
                work(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
    }

  private:
    struct ByCode {
        std::size_t column;
        std::vector<std::size_t> rules;
        std::vector<std::uint64_t> bits = {}; // [code][word]
        std::size_t known = 0;                // codes

        void learn(const Bound::Evaluator& evaluator, std::size_t words) {
            const std::size_t codes = evaluator.truth(rules.front()).size();
            bits.resize(codes * words);
            for (const std::size_t rule : rules) {
                const std::span<const std::uint8_t> truth = evaluator.truth(rule);
                for (std::size_t code = known; code < codes; ++code)
                    bits[code * words + rule / 64] |= static_cast<std::uint64_t>(truth[code]) << (rule % 64);
            }
            known = codes;
        }
    };

    void add_mask(std::size_t rule, std::span<const std::uint8_t> mask) {
        std::uint64_t* word = bits_.data() + rule / 64;
        for (const std::uint8_t holds : mask) {
            *word |= static_cast<std::uint64_t>(holds) << (rule % 64);
            word += words_;
        }
    }

    std::size_t rules_, words_;
    std::vector<ByCode> by_code_;
    std::vector<std::size_t> by_mask_;
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
        : state_(state), columns_(columns), evaluator_(bound), matches_(bound) {}

    void read(const Table& table) {
        touches += table.rows();
        evaluator_.run(table);
        matches_.find(evaluator_, table.rows());
        for (std::size_t from = 0; from < table.rows(); from += rows_at_once)
            read_rows(table, from, std::min(from + rows_at_once, table.rows()));
    }

    std::vector<ScoreState::Waiting> waiting;
    std::uint64_t touches = 0, orphans = 0, undated = 0, future = 0;

  private:
    /// The rows' leads are looked up together, then what they get is worked out while the sums are fetched.
    void read_rows(const Table& table, std::size_t from, std::size_t to) {
        state_.keys.find(table, columns_.keys, from, to, leads_);
        additions_.clear();
        for (std::size_t row = from; row < to; ++row) read_row(table, row, leads_[row - from]);
        for (const Addition& one : additions_) add_to(*one.sum, one.points);
    }

    void read_row(const Table& table, std::size_t row, std::uint32_t found) {
        const std::optional<Instant> at = columns_.time(table, row, state_.agreement.timezone);
        const std::int64_t age = at ? (state_.as_of - *at).count() : 0;
        undated += at ? 0 : 1;
        future += age < 0 ? 1 : 0;
        if (found == LeadKeys::none) {
            ++orphans;
            return;
        }
        matches_.for_each(row, [&](std::size_t number) {
            const TouchRule& rule = state_.touch_rules[number];
            if (at ? !rule.in_window(age) : !rule.timeless) return;
            const std::size_t lead = state_.holder(found);
            if (!rule.direct) {
                waiting.push_back({static_cast<std::uint32_t>(lead), static_cast<std::uint32_t>(number),
                                   at.value_or(state_.as_of)});
                return;
            }
            std::int64_t* const sum = &state_.sums[lead * state_.slots.size() + state_.slot_of_rule[number]];
            __builtin_prefetch(sum, 1);
            additions_.push_back({sum, rule.curve.at(Duration(age))});
        });
    }

    struct Addition {
        std::int64_t* sum;
        Points points;
    };

    ScoreState& state_;
    const TouchColumns& columns_;
    Bound::Evaluator evaluator_;
    Matches matches_;
    std::uint32_t leads_[rows_at_once];
    std::vector<Addition> additions_;
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

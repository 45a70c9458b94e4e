#include "score/repeated_touches.hpp"
#include "score/score_state.hpp"
#include "score/touch_matches.hpp"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <limits>

namespace handoff {

namespace {

constexpr std::size_t rows_at_once = KeySearch::most;

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

/// What sums are to get: added a little later, when the memory of the sums has come.
class Additions {
  public:
    void add(std::int64_t& sum, Points points) noexcept {
        __builtin_prefetch(&sum, 1);
        waiting_[count_++] = {&sum, points};
        if (count_ == std::size(waiting_)) settle();
    }
    void settle() noexcept {
        for (std::size_t i = 0; i < count_; ++i) add_to(*waiting_[i].sum, waiting_[i].points);
        count_ = 0;
    }

  private:
    struct Addition {
        std::int64_t* sum;
        Points points;
    };
    Addition waiting_[rows_at_once];
    std::size_t count_ = 0;
};

/// One thread's part of reading touches.
class TouchReader {
  public:
    TouchReader(ScoreState& state, const Bound& bound, const TouchColumns& columns)
        : state_(state), columns_(columns), evaluator_(bound), matches_(bound, state.added_by_another),
          dues_(rows_at_once * bound.size() + 1) {
        for (std::size_t number = 0; number < state.touch_rules.size(); ++number) {
            const TouchRule& rule = state.touch_rules[number];
            conditions_.push_back({.window = static_cast<std::uint64_t>(rule.window),
                                   .curve = rule.direct ? &first_like(rule.curve) : nullptr,
                                   .sum = state.slots[state.slot_of_rule[number]].sum,
                                   .timeless = rule.timeless});
        }
        conditions_.resize(bound.size());
    }

    void read(const Table& table) {
        touches += table.rows();
        evaluator_.run(table);
        matches_.find(evaluator_, table.rows());
        for (std::size_t from = 0; from < table.rows(); from += rows_at_once)
            read_rows(table, from, std::min(from + rows_at_once, table.rows()));
        additions_.settle();
    }

    std::vector<ScoreState::Waiting> waiting;
    std::vector<ResetEvent> resets;
    std::uint64_t touches = 0, repeated = 0, undated = 0, future = 0;
    Scorer::Orphans orphans;

  private:
    /// What a touch gives by one rule, to whichever lead it joins.
    struct Due {
        std::uint32_t row;
        std::uint32_t rule;
        Points points;
    };
    static constexpr std::int64_t no_age = std::numeric_limits<std::int64_t>::min();

    /// What the touches are worth is worked out while memory brings the leads that they join.
    void read_rows(const Table& table, std::size_t from, std::size_t to) {
        search_.start(state_.keys, table, columns_.keys, from, to);
        additions_.settle();
        find_ages(table, from, to);
        search_.look();
        find_dues(from, to);
        search_.finish({leads_, to - from});
        for (std::size_t row = from; row < to; ++row)
            if (leads_[row - from] == LeadKeys::none) add_orphan(table, row);
        for (const Due& due : std::span(dues_).first(due_count_))
            if (leads_[due.row] != LeadKeys::none) give(state_.holder(leads_[due.row]), due);
    }

    void add_orphan(const Table& table, std::size_t row) {
        switch (state_.keys.why_missing(table, columns_.keys, row)) {
        case LeadKeys::Missing::unnamed:
            ++orphans.unnamed;
            break;
        case LeadKeys::Missing::unknown:
            ++orphans.unknown;
            break;
        case LeadKeys::Missing::contact:
            ++orphans.contacts;
            break;
        case LeadKeys::Missing::shared:
            ++orphans.shared;
            break;
        }
    }

    void find_ages(const Table& table, std::size_t from, std::size_t to) {
        const std::size_t count = to - from;
        const std::int64_t* const known = columns_.at && !table[*columns_.at].instants.empty()
                                              ? &table[*columns_.at].instants[from]
                                              : nullptr;
        for (std::size_t i = 0; i < count; ++i) {
            // Nearly all times stand in one form, which was read when they were cleaned.
            const bool is_known = known != nullptr && known[i] != Column::no_instant;
            ages_[i] = is_known ? as_of_ - known[i] : age_of(table, from + i);
            undated += ages_[i] == no_age ? 1 : 0;
            future += ages_[i] != no_age && ages_[i] < 0 ? 1 : 0;
        }
    }

    std::int64_t age_of(const Table& table, std::size_t row) const {
        const std::optional<Instant> at = columns_.time(table, row, state_.agreement.timezone);
        return at ? (state_.as_of - *at).count() : no_age;
    }

    void find_dues(std::size_t from, std::size_t to) {
        Due* due = dues_.data();
        for (std::size_t row = from; row < to; ++row) {
            const std::int64_t age = ages_[row - from];
            matches_.for_each(row, [&](std::size_t number) {
                const Condition& condition = conditions_[number];
                // An age that is negative or unknown is beyond every window.
                const bool seen = static_cast<std::uint64_t>(age) < condition.window;
                *due = {static_cast<std::uint32_t>(row - from), static_cast<std::uint32_t>(number), Points()};
                due += seen || (age == no_age && condition.timeless) ? 1 : 0;
            });
        }
        due_count_ = static_cast<std::size_t>(due - dues_.data());
        // Rules of one condition often decay alike: what the last gave, the next gives too.
        Due last{.row = rows_at_once, .rule = 0, .points = {}};
        for (Due& one : std::span(dues_).first(due_count_)) {
            const DecayCurve* const curve = conditions_[one.rule].curve;
            const std::int64_t age = ages_[one.row];
            if (curve == nullptr) continue;
            const bool again = one.row == last.row && curve == conditions_[last.rule].curve;
            one.points = again ? last.points : curve->at(Duration(age == no_age ? 0 : age));
            last = one;
        }
    }

    /// Of the rules whose curves are the same, the first one's.
    const DecayCurve& first_like(const DecayCurve& curve) const {
        const auto same = [&](const TouchRule& rule) { return rule.curve == curve; };
        return std::find_if(state_.touch_rules.begin(), state_.touch_rules.end(), same)->curve;
    }

    void give(std::size_t lead, const Due& due) {
        const Condition& condition = conditions_[due.rule];
        if (condition.curve != nullptr)
            return additions_.add(sums_[lead * sums_of_lead_ + condition.sum], due.points);
        const std::size_t rules = state_.touch_rules.size();
        const std::int64_t age = ages_[due.row];
        const Instant at = age == no_age ? ScoreState::Waiting::undated : state_.as_of - Duration(age);
        const auto holder = static_cast<std::uint32_t>(lead);
        if (due.rule < rules)
            waiting.push_back({holder, due.rule, at});
        else
            resets.push_back({holder, static_cast<std::uint32_t>(due.rule - rules), at});
    }

    ScoreState& state_;
    const std::int64_t as_of_ = state_.as_of.time_since_epoch().count();
    const TouchColumns& columns_;
    Bound::Evaluator evaluator_;
    Matches matches_;
    LeadKeys::Search search_;
    std::int64_t* const sums_ = state_.sums.data();
    const std::size_t sums_of_lead_ = state_.sums_of_lead;
    /// What the touches of which a condition holds give.
    struct Condition {
        std::uint64_t window = std::numeric_limits<std::int64_t>::max();
        const DecayCurve* curve = nullptr; ///< where each adds up as it comes
        std::size_t sum = 0;
        bool timeless = false;
    };
    std::vector<Condition> conditions_; ///< those of the rules, then those of the resets
    std::vector<Due> dues_;             ///< of some rows: the first `due_count_`
    std::size_t due_count_ = 0;
    std::uint32_t leads_[rows_at_once];
    std::int64_t ages_[rows_at_once];
    Additions additions_;
};

} // namespace

TouchColumns::TouchColumns(const Export& touches, const LeadKeys& leads)
    : keys(LeadKeys::columns_of_rows([&](std::string_view name) { return column_of(touches, name); })),
      at(column_of(touches, "at")) {
    if (leads.has_deals()) return;
    keys.deal.reset();
    keys.account.reset();
}

std::vector<std::size_t> TouchColumns::wanted(const Bound& bound) const {
    std::set<std::size_t> wanted = bound.columns();
    keys.add_to(wanted);
    if (at) wanted.insert(*at);
    return {wanted.begin(), wanted.end()};
}

std::optional<Instant> TouchColumns::time(const Table& table, std::size_t row, const Zone& zone) const {
    return at ? time_of(table[*at].cells[row], zone) : std::nullopt;
}

std::optional<Instant> time_of(std::string_view cell, const Zone& zone) {
    constexpr std::size_t bare_date = 10;
    if (cell.size() > bare_date) return read_instant(cell);
    const std::optional<Date> date = read_date(cell);
    return date ? std::optional(zone.start_of(*date)) : std::nullopt;
}

Bound ScoreState::bind_touches(const Export& from) const {
    std::vector<Expression> conditions;
    for (const TouchRule& rule : touch_rules) conditions.push_back(rule.rule->touch);
    for (const ScoreReset& reset : agreement.score.resets)
        if (reset.column.empty()) conditions.push_back(reset.touch); // the others stand behind these
    return Bound(conditions, scope_of(from));
}

void Scorer::add_touches(Export& touches) {
    ScoreState& state = *impl_;
    if (!state.has_leads || state.finished)
        throw Error(Fault::ours, "touches are read after leads, before finish");
    const Bound bound = state.bind_touches(touches);
    const TouchColumns columns(touches, state.keys);
    RepeatedTouches repeated(touches);
    std::vector<std::unique_ptr<TouchReader>> readers(touches.threads());
    touches.for_each(repeated.wanted(columns.wanted(bound)), repeated.keep(), [&](csv::Reader::Batch& batch) {
        auto& reader = readers[batch.thread];
        if (!reader) reader = std::make_unique<TouchReader>(state, bound, columns);
        if (const auto once = repeated.leave_out(batch)) {
            reader->repeated += batch.table.rows() - once->rows();
            reader->touches += batch.table.rows() - once->rows();
            reader->read(*once);
        } else {
            reader->read(batch.table);
        }
    });
    for (const auto& reader : readers) {
        if (!reader) continue;
        state.touches += reader->touches;
        state.orphans.unnamed += reader->orphans.unnamed;
        state.orphans.unknown += reader->orphans.unknown;
        state.orphans.contacts += reader->orphans.contacts;
        state.orphans.shared += reader->orphans.shared;
        state.repeated += reader->repeated;
        state.undated += reader->undated;
        state.future += reader->future;
        state.waiting.insert(state.waiting.end(), reader->waiting.begin(), reader->waiting.end());
        state.resets.insert(state.resets.end(), reader->resets.begin(), reader->resets.end());
    }
}

} // namespace handoff

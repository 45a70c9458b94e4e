#include "score/repeated_touches.hpp"
#include "score/score_state.hpp"

#include <algorithm>

namespace handoff {

namespace {

/// A touch that matches a rule, by the lead that holds the touches of its id.
struct Match {
    std::uint32_t holder, rule;
    Instant at;
    friend auto operator<=>(const Match&, const Match&) = default;
};

/// Sorted, so that they are the same for any number of threads.
std::vector<Match> find_matches(const ScoreState& state, std::span<Export* const> touches) {
    std::vector<Match> matches;
    std::mutex finding;
    for (Export* const one : touches) {
        const Bound bound = state.bind_touches(*one);
        const TouchColumns columns(*one, state.keys);
        RepeatedTouches repeated(*one);
        one->for_each(
            repeated.wanted(columns.wanted(bound)), repeated.keep(), [&](csv::Reader::Batch& batch) {
                const auto once = repeated.leave_out(batch);
                const Table& rows = once ? *once : batch.table;
                Bound::Evaluator evaluator(bound);
                evaluator.run(rows);
                std::vector<Match> found;
                for (std::size_t row = 0; row < rows.rows(); ++row) {
                    const std::uint32_t lead = state.keys.find(rows, columns.keys, row);
                    const auto at = columns.time(rows, row, state.agreement.timezone);
                    if (lead == LeadKeys::none || !at) continue;
                    for (std::uint32_t rule = 0; rule < state.touch_rules.size(); ++rule)
                        if (evaluator.mask(rule)[row] != 0)
                            found.push_back({static_cast<std::uint32_t>(state.holder(lead)), rule, *at});
                }
                const std::lock_guard lock(finding);
                matches.insert(matches.end(), found.begin(), found.end());
            });
    }
    std::sort(matches.begin(), matches.end());
    return matches;
}

/// What the rules on leads' columns give, [rule of the agreement][lead]; those on touches stay 0.
std::vector<std::vector<Points>> points_of_columns(const ScoreState& state, Export& leads) {
    const std::vector<ScoreRule>& all = state.agreement.score.rules;
    std::vector<std::vector<Points>> points(all.size(), std::vector<Points>(state.leads()));
    std::vector<std::size_t> position;
    for (std::size_t rule = 0; rule < all.size(); ++rule)
        if (!all[rule].on_touches) position.push_back(rule);
    const LeadRules rules(state.agreement, state.scope_of(leads));
    leads.for_each(std::vector<std::size_t>(rules.columns().begin(), rules.columns().end()),
                   csv::Reader::Keep::cells, [&](csv::Reader::Batch& batch) {
                       const std::size_t first = state.first_of_chunk(batch.chunk, batch.table.rows());
                       LeadRules::Evaluator evaluator(rules);
                       evaluator.run(batch.table);
                       for (std::size_t rule = 0; rule < rules.rules().size(); ++rule) {
                           const std::span<const std::uint16_t> outcomes = evaluator.outcomes(rule);
                           for (std::size_t row = 0; row < outcomes.size(); ++row)
                               points[position[rule]][first + row] =
                                   rules.rules()[rule].points[outcomes[row]];
                       }
                   });
    return points;
}

} // namespace

Scorer::Then Scorer::then(std::span<const std::optional<Instant>> when, Export& leads,
                          std::span<Export* const> touches) const {
    const ScoreState& state = *impl_;
    if (!state.has_leads) throw Error(Fault::ours, "leads are read before their scores are asked for");
    Then then{.score = std::vector<Points>(state.leads()),
              .grade = std::vector<std::string>(state.leads()),
              .rules = points_of_columns(state, leads)};
    const std::vector<Match> matches = find_matches(state, touches);
    std::vector<std::size_t> group_of_rule, position_of_touch_rule;
    for (std::size_t rule = 0; rule < state.agreement.score.rules.size(); ++rule) {
        group_of_rule.push_back(group_of(state.agreement.score, state.agreement.score.rules[rule]));
        if (state.agreement.score.rules[rule].on_touches) position_of_touch_rule.push_back(rule);
    }

    std::vector<Instant> times;
    std::vector<Points> groups(state.group_names.size());
    for (std::size_t lead = 0; lead < state.leads(); ++lead) {
        if (!when[lead]) continue;
        const auto holder = static_cast<std::uint32_t>(state.holder(lead));
        auto match = std::lower_bound(matches.begin(), matches.end(), Match{holder, 0, Instant::min()});
        while (match != matches.end() && match->holder == holder) {
            const std::uint32_t number = match->rule;
            const TouchRule& rule = state.touch_rules[number];
            times.clear();
            for (; match != matches.end() && match->holder == holder && match->rule == number; ++match)
                if (rule.in_window((*when[lead] - match->at).count())) times.push_back(match->at);
            if (!times.empty())
                then.rules[position_of_touch_rule[number]][lead] =
                    rule.total(times, *when[lead], state.agreement.timezone);
        }
        std::fill(groups.begin(), groups.end(), Points());
        for (std::size_t rule = 0; rule < then.rules.size(); ++rule)
            groups[group_of_rule[rule]] += then.rules[rule][lead];
        for (std::size_t group = 0; group < groups.size(); ++group)
            then.score[lead] += groups[group] = state.group_bounds[group](groups[group]);
        if (state.grading.graded())
            then.grade[lead] = state.grading.label(state.grading.of(groups, then.score[lead]));
    }
    return then;
}

} // namespace handoff

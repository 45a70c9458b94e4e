#include "score/score_at.hpp"

#include <algorithm>

namespace handoff {

std::vector<LatestReset> latest_resets(const ScoreState& state, std::span<const MatchedTouches> events,
                                       Instant at) {
    std::vector<LatestReset> latest(state.group_names.size());
    for (std::size_t i = 0; i < events.size(); ++i) {
        const std::vector<Instant>& times = events[i].times;
        const auto later = std::upper_bound(times.begin(), times.end(), at);
        if (later == times.begin()) continue;
        const ScoreReset& reset = state.agreement.score.resets[i];
        for (std::size_t group = 0; group < latest.size(); ++group)
            if (*(later - 1) > latest[group].at && std::find(reset.groups.begin(), reset.groups.end(),
                                                             state.group_names[group]) != reset.groups.end())
                latest[group] = {&reset, *(later - 1)};
    }
    return latest;
}

ScoreAt::ScoreAt(const ScoreState& state, std::span<const Points> by_columns,
                 std::span<const MatchedTouches> touches, Instant at)
    : rules(by_columns.begin(), by_columns.end()), groups(state.group_names.size()) {
    const std::size_t touch_rules = state.touch_rules.size();
    const std::vector<LatestReset> resets = latest_resets(state, touches.subspan(touch_rules), at);
    std::size_t number = 0;
    for (std::size_t rule = 0; rule < rules.size(); ++rule) {
        if (state.agreement.score.rules[rule].on_touches) {
            const TouchRule& compiled = state.touch_rules[number];
            rules[rule] = CountedTouches(compiled, touches[number], resets[compiled.group], at,
                                         state.agreement.timezone)
                              .points(compiled, at);
            ++number;
        }
        if (!groups.empty()) groups[state.group_of_rule[rule]] += rules[rule];
    }
    for (std::size_t group = 0; group < groups.size(); ++group)
        groups[group] = state.group_bounds[group](groups[group]);
}

} // namespace handoff

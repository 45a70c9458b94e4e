#include "score/touch_rules.hpp"

#include "score/counting.hpp"
#include "score/lead_rules.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace handoff {

TouchRule::TouchRule(const ScoreRule& from, std::size_t its_group, bool resets)
    : rule(&from), group(its_group), curve(from.decay, from.points),
      window(from.window ? from.window->count() : std::numeric_limits<std::int64_t>::max()),
      bounds(Bounds::of(from.min, from.max)), timeless(!from.window && from.decay.form == Decay::Form::none &&
                                                       !from.decay.expires && !from.limit && !from.at_least),
      additive(!from.limit && !from.at_least && bounds.least <= 0 && bounds.most >= 0),
      direct(additive && !resets) {}

Points TouchRule::worth(std::span<const Instant> times, Instant as_of) const {
    if (rule->at_least) {
        const std::optional<std::size_t> last = newest_span(times, *rule->at_least);
        return last ? curve.at(as_of - times[*last]) : Points();
    }
    Points sum;
    for (const Instant& time : times) sum += curve.at(as_of - time);
    return sum;
}

Points TouchRule::total(std::span<const Instant> times, Instant as_of, const Zone& zone) const {
    if (!rule->limit) return fired(times) ? bounds(worth(times, as_of)) : Points();
    std::vector<Instant> counted;
    for (const std::size_t i : within_limit(times, *rule->limit, zone)) counted.push_back(times[i]);
    return fired(counted) ? bounds(worth(counted, as_of)) : Points();
}

bool TouchRule::fired(std::span<const Instant> counted) const {
    return rule->at_least ? newest_span(counted, *rule->at_least).has_value() : !counted.empty();
}

CountedTouches::CountedTouches(const TouchRule& rule, const MatchedTouches& touches, const LatestReset& reset,
                               Instant at, const Zone& zone) {
    for (const Instant& time : touches.times)
        if (rule.in_window((at - time).count())) seen.push_back(time);
    undated = rule.timeless ? touches.undated : 0;
    undated_counted = reset.reset ? 0 : undated;
    const auto first = std::lower_bound(seen.begin(), seen.end(), reset.at);
    before_reset = static_cast<std::size_t>(first - seen.begin());
    if (rule.rule->limit) {
        counted = within_limit(std::span(seen).subspan(before_reset), *rule.rule->limit, zone);
        for (std::size_t& position : counted) position += before_reset;
    } else {
        counted.resize(seen.size() - before_reset);
        std::iota(counted.begin(), counted.end(), before_reset);
    }
}

std::vector<Instant> CountedTouches::times_counted() const {
    std::vector<Instant> times;
    for (const std::size_t position : counted) times.push_back(seen[position]);
    return times;
}

Points CountedTouches::points(const TouchRule& rule, Instant at) const {
    const std::vector<Instant> times = times_counted();
    if (undated_counted == 0 && !rule.fired(times)) return {};
    Points points = rule.worth(times, at);
    for (std::size_t i = 0; i < undated_counted; ++i) points += rule.rule->points;
    return rule.bounds(points);
}

std::vector<TouchRule> touch_rules(const ScoreModel& model) {
    std::vector<TouchRule> rules;
    for (const ScoreRule& rule : model.rules)
        if (rule.on_touches) {
            const bool resets =
                std::any_of(model.resets.begin(), model.resets.end(), [&](const ScoreReset& reset) {
                    return std::find(reset.groups.begin(), reset.groups.end(), rule.group) !=
                           reset.groups.end();
                });
            rules.emplace_back(rule, group_of(model, rule), resets);
        }
    return rules;
}

} // namespace handoff

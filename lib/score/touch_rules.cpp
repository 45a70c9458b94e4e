#include "score/touch_rules.hpp"

#include "score/counting.hpp"
#include "score/lead_rules.hpp"

#include <limits>

namespace handoff {

TouchRule::TouchRule(const ScoreRule& from, std::size_t its_group)
    : rule(&from), group(its_group), curve(from.decay, from.points),
      window(from.window ? from.window->count() : std::numeric_limits<std::int64_t>::max()),
      bounds(Bounds::of(from.min, from.max)), timeless(!from.window && from.decay.form == Decay::Form::none &&
                                                       !from.decay.expires && !from.limit && !from.at_least),
      direct(!from.limit && !from.at_least && bounds.least <= 0 && bounds.most >= 0) {}

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

std::vector<TouchRule> touch_rules(const ScoreModel& model) {
    std::vector<TouchRule> rules;
    for (const ScoreRule& rule : model.rules)
        if (rule.on_touches) rules.emplace_back(rule, group_of(model, rule));
    return rules;
}

} // namespace handoff

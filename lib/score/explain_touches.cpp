#include "score/explain_touches.hpp"

#include "score/counting.hpp"

#include <handoff/words.hpp>

namespace handoff {

namespace {

/// "3 touches, last 2026-08-30".
std::string seen(const TouchRule& rule, const MatchedTouches& touches, const Zone& zone) {
    const auto day = [&](Instant at) { return to_text(zone.date_of(at)); };
    std::string text = counted(touches.times.size() + touches.undated, "touch", "touches");
    if (touches.undated > 0)
        text += ", " + with_thousands(static_cast<std::int64_t>(touches.undated)) + " without a time";
    if (rule.rule->at_least)
        text += ", " + std::to_string(rule.rule->at_least->count) + " within " +
                to_text(rule.rule->at_least->within) + " up to " +
                day(touches.times[*newest_span(touches.times, *rule.rule->at_least)]);
    else if (!touches.times.empty())
        text += ", last " + day(touches.times.back());
    return text;
}

} // namespace

Points explain_bounds(Effects& effects, const std::string& name, const Place& place, const Bounds& bounds,
                      Points points) {
    const Points bounded = bounds(points);
    if (bounded == points) return points;
    const bool above = bounded < points;
    Reason reason;
    reason.rule = (above ? "max of " : "min of ") + name;
    reason.place = place;
    reason.value = to_text(points) + (above ? " is above " : " is below ") + to_text(bounded);
    effects.emplace_back(std::move(reason), bounded - points);
    return bounded;
}

void explain_touches(Effects& effects, const TouchRule& rule, const MatchedTouches& touches, Instant as_of,
                     const Zone& zone) {
    const std::string& name = rule.rule->name;
    if (touches.undated == 0 && !rule.fired(touches.times)) return;
    Points points = rule.worth(touches.times, as_of);
    for (std::size_t i = 0; i < touches.undated; ++i) points += rule.rule->points;
    effects.emplace_back(Reason{.rule = name,
                                .place = rule.rule->place,
                                .value = seen(rule, touches, zone),
                                .why = rule.rule->why},
                         points);
    bool fired = true;
    if (rule.rule->limit) {
        std::vector<Instant> counting;
        for (const std::size_t i : within_limit(touches.times, *rule.rule->limit, zone))
            counting.push_back(touches.times[i]);
        const Points limited = rule.worth(counting, as_of);
        fired = rule.fired(counting);
        if (limited != points) {
            const std::size_t left_out = touches.times.size() - counting.size();
            effects.emplace_back(Reason{.rule = "limit of " + name,
                                        .place = rule.rule->place,
                                        .value = with_thousands(static_cast<std::int64_t>(left_out)) +
                                                 " of " + counted(touches.times.size(), "touch", "touches") +
                                                 (left_out == 1 ? " does not count" : " do not count")},
                                 limited - points);
            points = limited;
        }
    }
    if (fired) explain_bounds(effects, name, rule.rule->place, rule.bounds, points);
}

} // namespace handoff

#include "score/explain_touches.hpp"

#include "score/counting.hpp"

#include <handoff/words.hpp>

namespace handoff {

namespace {

/// "3 touches, last 2026-08-30".
std::string seen(const TouchRule& rule, const CountedTouches& touches, const Zone& zone) {
    const auto day = [&](Instant at) { return to_text(zone.date_of(at)); };
    std::string text = counted(touches.seen.size() + touches.undated, "touch", "touches");
    if (touches.undated > 0)
        text += ", " + with_thousands(static_cast<std::int64_t>(touches.undated)) + " without a time";
    if (rule.rule->at_least)
        text += ", " + std::to_string(rule.rule->at_least->count) + " within " +
                to_text(rule.rule->at_least->within) + " up to " +
                day(touches.seen[*newest_span(touches.seen, *rule.rule->at_least)]);
    else if (!touches.seen.empty())
        text += ", last " + day(touches.seen.back());
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

void explain_touches(Effects& effects, const TouchRule& rule, const CountedTouches& touches,
                     const LatestReset& reset, Instant as_of, const Zone& zone) {
    const std::string& name = rule.rule->name;
    if (touches.undated == 0 && !rule.fired(touches.seen)) return;
    const auto worth = [&](std::span<const Instant> times, std::size_t undated) {
        Points points = rule.worth(times, as_of);
        for (std::size_t i = 0; i < undated; ++i) points += rule.rule->points;
        return points;
    };
    const auto number = [](std::size_t n) { return with_thousands(static_cast<std::int64_t>(n)); };
    Points points = worth(touches.seen, touches.undated);
    effects.emplace_back(Reason{.rule = name,
                                .place = rule.rule->place,
                                .value = seen(rule, touches, zone),
                                .why = rule.rule->why},
                         points);
    const std::span<const Instant> after = std::span(touches.seen).subspan(touches.before_reset);
    const std::size_t gone = touches.before_reset + touches.undated - touches.undated_counted;
    if (gone > 0) {
        const Points left = worth(after, touches.undated_counted);
        effects.emplace_back(Reason{.rule = "reset of " + name,
                                    .place = reset.reset->place,
                                    .value = "on " + to_text(zone.date_of(reset.at)) + " by '" +
                                             reset.reset->name + "': " + counted(gone, "touch", "touches") +
                                             " before it no longer " + (gone == 1 ? "counts" : "count"),
                                    .why = reset.reset->why},
                             left - points);
        points = left;
    }
    const std::vector<Instant> counting = touches.times_counted();
    const Points limited = worth(counting, touches.undated_counted);
    if (limited != points) {
        const std::size_t left_out = after.size() - counting.size();
        effects.emplace_back(Reason{.rule = "limit of " + name,
                                    .place = rule.rule->place,
                                    .value = number(left_out) + " of " +
                                             counted(after.size(), "touch", "touches") +
                                             (left_out == 1 ? " does not count" : " do not count")},
                             limited - points);
        points = limited;
    }
    if (touches.undated_counted > 0 || rule.fired(counting))
        explain_bounds(effects, name, rule.rule->place, rule.bounds, points);
}

} // namespace handoff

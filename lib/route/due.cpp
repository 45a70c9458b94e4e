#include "route/due.hpp"

namespace handoff {

DueTimes::DueTimes(const Agreement& agreement) {
    for (const CalendarSettings& settings : agreement.calendars)
        calendars_.emplace(settings.name, Calendar(settings));
}

DueTimes::Due DueTimes::due(const Sla::Target& target, const Calendar& calendar, Instant start) {
    if (target.clock) return {.at = start + target.length, .work = std::nullopt};
    if (target.days != 0) return {.at = calendar.end_of_day(start, target.days), .work = std::nullopt};
    return {.at = calendar.add(start, target.length),
            .work = std::chrono::floor<std::chrono::minutes>(target.length).count()};
}

DueTimes::Due DueTimes::of(const Sla* sla, const Rep& rep, const Moments& moments, Reason* reason) {
    if (!sla || !sla->first_touch) return {};
    const Sla::Target& target = *sla->first_touch;
    const auto named = calendars_.find(rep.calendar);
    const Calendar& calendar = named == calendars_.end() ? always_ : named->second;

    Instant start = moments.assigned;
    std::string since = "assigned";
    if (moments.again) {
        since = "assigned again";
    } else if (sla->starts == Sla::Starts::created) {
        since = moments.created ? "created" : "assigned, since when it was created is not known";
        start = moments.created.value_or(start);
    } else if (sla->starts == Sla::Starts::qualified) {
        since = "qualified";
        start = moments.qualified.value_or(start);
    }

    auto& [last_start, last] = last_[{sla, &calendar}];
    if (!last.at || last_start != start) {
        last = due(target, calendar, start);
        last_start = start;
    }
    const char* const how = target.days != 0 ? "working days" : "working time";
    if (reason) {
        const std::string hours =
            named == calendars_.end() ? "around the clock" : "on calendar '" + rep.calendar + "'";
        reason->rule = sla->name;
        reason->place = sla->place;
        reason->effect = "due " + to_text(*last.at);
        reason->value = target.text + (target.clock ? "" : std::string(", ") + how + " " + hours) +
                        ", since " + to_text(start) + " when " + since;
    }
    return last;
}

} // namespace handoff

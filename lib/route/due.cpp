#include "route/due.hpp"

namespace handoff {

DueTimes::DueTimes(const Agreement& agreement) {
    for (const CalendarSettings& settings : agreement.calendars)
        calendars_.emplace(settings.name, Calendar(settings));
}

DueTimes::Due DueTimes::of(const Sla* sla, const Rep& rep, const Moments& moments, Reason* reason) const {
    if (!sla || !sla->first_touch) return {};
    const Sla::Target& target = *sla->first_touch;
    const auto named = calendars_.find(rep.calendar);
    const Calendar& calendar = named == calendars_.end() ? always_ : named->second;

    Instant start = moments.assigned;
    std::string since = "assigned";
    if (sla->starts == Sla::Starts::created) {
        since = moments.created ? "created" : "assigned, since when it was created is not known";
        start = moments.created.value_or(start);
    } else if (sla->starts == Sla::Starts::qualified) {
        since = "qualified";
        start = moments.qualified.value_or(start);
    }

    Due due;
    std::string how;
    if (target.clock) {
        due.at = start + target.length;
        how = "elapsed time";
    } else if (target.days != 0) {
        due.at = calendar.end_of_day(start, target.days);
        how = "working days";
    } else {
        due.at = calendar.add(start, target.length);
        due.work = std::chrono::floor<std::chrono::minutes>(target.length).count();
        how = "working time";
    }
    if (reason) {
        const std::string hours =
            named == calendars_.end() ? "around the clock" : "on calendar '" + rep.calendar + "'";
        reason->rule = sla->name;
        reason->place = sla->place;
        reason->effect = "due " + to_text(*due.at);
        reason->value = target.text + (target.clock ? "" : ", " + how + " " + hours) + ", since " +
                        to_text(start) + " when " + since;
    }
    return due;
}

} // namespace handoff

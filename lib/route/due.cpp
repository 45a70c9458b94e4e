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

const Calendar& DueTimes::calendar_of(const Rep& rep) const {
    const auto named = calendars_.find(rep.calendar);
    return named == calendars_.end() ? always_ : named->second;
}

std::string DueTimes::how(const Sla::Target& target, const Rep& rep) const {
    if (target.clock) return {};
    return std::string(target.days != 0 ? ", working days" : ", working time") +
           (calendars_.contains(rep.calendar) ? " on calendar '" + rep.calendar + "'" : " around the clock");
}

DueTimes::Due DueTimes::of(const Sla* sla, const Rep& rep, const Moments& moments, Reason* reason) {
    if (!sla || !sla->first_touch) return {};
    const Sla::Target& target = *sla->first_touch;
    const Calendar& calendar = calendar_of(rep);

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
    if (reason) {
        reason->rule = sla->name;
        reason->place = sla->place;
        reason->effect = "due " + to_text(*last.at);
        reason->value = target.text + how(target, rep) + ", since " + to_text(start) + " when " + since;
    }
    return last;
}

Instant DueTimes::of_attempt(const Sla::Target& target, const Rep& rep, Instant assigned) const {
    return *due(target, calendar_of(rep), assigned).at;
}

std::optional<Reason> DueTimes::attempts_reason(const Sla* sla, const Rep& rep, Instant assigned) const {
    if (!sla || !sla->attempts || sla->attempts->due.empty()) return std::nullopt;
    Reason reason{.rule = sla->name, .place = sla->place};
    for (const auto& [number, target] : sla->attempts->due) {
        reason.effect += (reason.effect.empty() ? "attempt " : ", attempt ") + std::to_string(number) +
                         " due " + to_text(of_attempt(target, rep, assigned));
        reason.value += (reason.value.empty() ? "" : "; ") + target.text + how(target, rep);
    }
    reason.value += ", since the handover";
    return reason;
}

} // namespace handoff

#include "report/working_days.hpp"

#include <algorithm>

namespace handoff {

WorkingDays::WorkingDays(const Agreement& agreement) {
    for (const CalendarSettings& settings : agreement.calendars)
        calendars_.emplace(settings.name, Calendar(settings));
}

bool WorkingDays::has_hours(const Rep& rep, Date day) const {
    const auto known = calendars_.find(rep.calendar);
    return known == calendars_.end() || known->second.works_on(day);
}

bool WorkingDays::works(const Rep& rep, Date day) const {
    if ((rep.starts && day < *rep.starts) || (rep.leaves && *rep.leaves < day)) return false;
    const bool away = std::any_of(rep.away.begin(), rep.away.end(),
                                  [&](const Rep::Away& each) { return each.from <= day && day <= each.to; });
    return !away && has_hours(rep, day);
}

std::vector<Date> WorkingDays::of(std::span<const Rep* const> reps, Date from, Date to) const {
    std::vector<Date> days;
    for (std::chrono::sys_days day = from; day <= std::chrono::sys_days(to); day += std::chrono::days(1))
        if (reps.empty() ||
            std::any_of(reps.begin(), reps.end(), [&](const Rep* rep) { return works(*rep, day); }))
            days.emplace_back(day);
    return days;
}

} // namespace handoff

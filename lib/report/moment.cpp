#include "report/moment.hpp"

#include <handoff/error.hpp>

namespace handoff {

Moment Moment::read(std::string_view cell) noexcept {
    constexpr std::size_t day_length = std::string_view("2026-09-01").size();
    if (cell.size() == day_length) {
        const auto day = read_date(cell);
        return day ? Moment(*day) : Moment();
    }
    const auto at = read_instant(cell);
    return at ? Moment(*at) : Moment();
}

Date Moment::day_in(const Zone& zone) const {
    return is_day() ? Date(std::chrono::floor<std::chrono::days>(at())) : zone.date_of(at());
}

Instant Moment::first(const Zone& zone) const { return is_day() ? zone.start_of(day_in(zone)) : at(); }

Instant Moment::last(const Zone& zone) const {
    if (!is_day()) return at();
    const Date next(std::chrono::sys_days(day_in(zone)) + std::chrono::days(1));
    return zone.start_of(next) - Duration(1);
}

double days_between(Moment from, Moment to, const Zone& zone) {
    if (from.is_day() || to.is_day()) {
        const auto days = std::chrono::sys_days(to.day_in(zone)) - std::chrono::sys_days(from.day_in(zone));
        return static_cast<double>(days.count());
    }
    constexpr double day = 86400e6;
    return static_cast<double>((to.at() - from.at()).count()) / day;
}

void Period::check() const {
    if (from && to && *to < *from)
        throw Error(Fault::request,
                    "the period ends on " + to_text(*to) + ", before it begins on " + to_text(*from));
}

bool Period::contains(Moment moment, const Zone& zone) const {
    if (whole()) return true;
    if (!moment.known()) return false;
    const Date day = moment.day_in(zone);
    return !(from && day < *from) && !(to && *to < day);
}

std::string Period::text() const {
    std::string text = from ? "from " + to_text(*from) : "";
    if (to) text += (text.empty() ? "until " : " to ") + to_text(*to);
    return text;
}

} // namespace handoff

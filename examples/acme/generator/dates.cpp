#include "dates.hpp"

#include <cstdio>

namespace acme {

namespace {

using namespace std::chrono;

struct Parts {
    int year, month, day, hour, minute, second;
};

Parts parts(Moment moment) {
    const auto day = floor<days>(moment);
    const year_month_day date{day};
    const hh_mm_ss time{moment - day};
    return {static_cast<int>(date.year()),
            static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day())),
            static_cast<int>(time.hours().count()),
            static_cast<int>(time.minutes().count()),
            static_cast<int>(time.seconds().count())};
}

/// New York goes back to standard time on 1 November 2026, at 06:00 UTC.
Moment in_new_york(Moment moment) {
    constexpr Moment change = sys_days{year{2026} / 11 / 1} + hours{6};
    return moment - (moment < change ? hours{4} : hours{5});
}

template <class... Values>
std::string formatted(const char* format, Values... values) {
    char buffer[64];
    const int length = std::snprintf(buffer, sizeof buffer, format, values...);
    return {buffer, static_cast<std::size_t>(length)};
}

} // namespace

std::string salesforce_time(Moment moment) {
    const Parts p = parts(moment);
    return formatted("%04d-%02d-%02dT%02d:%02d:%02d.000+0000", p.year, p.month, p.day, p.hour, p.minute,
                     p.second);
}

std::string plain_time(Moment moment) {
    const Parts p = parts(in_new_york(moment));
    return formatted("%04d-%02d-%02d %02d:%02d:%02d", p.year, p.month, p.day, p.hour, p.minute, p.second);
}

std::string day_first_time(Moment moment) {
    const Parts p = parts(in_new_york(moment));
    return formatted("%02d/%02d/%04d %02d:%02d", p.day, p.month, p.year, p.hour, p.minute);
}

std::string american_date(Moment moment) {
    const Parts p = parts(in_new_york(moment));
    return formatted("%d/%d/%04d", p.month, p.day, p.year);
}

std::string worded_date(Moment moment) {
    static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const Parts p = parts(in_new_york(moment));
    return formatted("%d %s, %04d", p.day, months[p.month - 1], p.year);
}

std::string plain_date(Moment moment) {
    const Parts p = parts(in_new_york(moment));
    return formatted("%04d-%02d-%02d", p.year, p.month, p.day);
}

Moment at_work(Moment moment, double share_of_day) {
    auto day = floor<days>(moment);
    const weekday of_week{day};
    if (of_week == Saturday) day += days{2};
    if (of_week == Sunday) day += days{1};
    return day + hours{14} + seconds{static_cast<long>(share_of_day * 8 * 3600)};
}

} // namespace acme

#include "report/periods.hpp"

#include <fmt/format.h>

namespace handoff {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// Days since the Monday before.
unsigned since_monday(sys_days day) noexcept { return std::chrono::weekday(day).iso_encoding() - 1; }

bool is_fiscal(PeriodLength length, std::chrono::month_day year_starts) noexcept {
    return (length == PeriodLength::quarter || length == PeriodLength::year) && year_starts != new_year;
}

/// "FY2027-Q3" or "FY2027".
std::string name_of_fiscal_period(Date day, PeriodLength length, std::chrono::month_day year_starts) {
    const Date year = start_of_fiscal_period(day, PeriodLength::year, year_starts);
    const std::string name = fmt::format("FY{:04}", static_cast<int>(year.year()) + 1);
    if (length == PeriodLength::year) return name;
    const Date quarter = start_of_fiscal_period(day, length, year_starts);
    int number = 1;
    for (Date start = year; start < quarter; start = start_of_next(start, length)) ++number;
    return fmt::format("{}-Q{}", name, number);
}

} // namespace

std::optional<PeriodLength> read_period_length(std::string_view name) noexcept {
    if (name == "week") return PeriodLength::week;
    if (name == "month") return PeriodLength::month;
    if (name == "quarter") return PeriodLength::quarter;
    if (name == "year") return PeriodLength::year;
    return std::nullopt;
}

Date start_of_period(Date day, PeriodLength length) noexcept {
    const unsigned month = static_cast<unsigned>(day.month());
    switch (length) {
    case PeriodLength::week:
        return sys_days(day) - days(since_monday(day));
    case PeriodLength::month:
        return day.year() / day.month() / 1;
    case PeriodLength::quarter:
        return day.year() / std::chrono::month((month - 1) / 3 * 3 + 1) / 1;
    case PeriodLength::year:
        break;
    }
    return day.year() / std::chrono::January / 1;
}

Date start_of_fiscal_period(Date day, PeriodLength length, std::chrono::month_day year_starts) noexcept {
    if (length == PeriodLength::week || length == PeriodLength::month) return start_of_period(day, length);
    Date start = day.year() / year_starts.month() / year_starts.day();
    if (day < start) start -= std::chrono::years(1);
    if (length == PeriodLength::quarter)
        while (start_of_next(start, length) <= day) start = start_of_next(start, length);
    return start;
}

Date start_of_next(Date start, PeriodLength length) noexcept {
    switch (length) {
    case PeriodLength::week:
        return sys_days(start) + days(7);
    case PeriodLength::month:
        return start + std::chrono::months(1);
    case PeriodLength::quarter:
        return start + std::chrono::months(3);
    case PeriodLength::year:
        break;
    }
    return start + std::chrono::years(1);
}

std::string name_of_period(Date day, PeriodLength length, std::chrono::month_day year_starts) {
    if (is_fiscal(length, year_starts)) return name_of_fiscal_period(day, length, year_starts);
    const int year = static_cast<int>(day.year());
    switch (length) {
    case PeriodLength::week: {
        // A week belongs to the year that its Thursday lies in.
        const Date thursday = sys_days(start_of_period(day, length)) + days(3);
        const auto of_year = sys_days(thursday) - sys_days(thursday.year() / 1 / 1);
        return fmt::format("{:04}-W{:02}", static_cast<int>(thursday.year()), of_year.count() / 7 + 1);
    }
    case PeriodLength::month:
        return fmt::format("{:04}-{:02}", year, static_cast<unsigned>(day.month()));
    case PeriodLength::quarter:
        return fmt::format("{:04}-Q{}", year, (static_cast<unsigned>(day.month()) + 2) / 3);
    case PeriodLength::year:
        break;
    }
    return fmt::format("{:04}", year);
}

std::vector<std::string> periods_between(Date from, Date to, PeriodLength length,
                                         std::chrono::month_day year_starts) {
    std::vector<std::string> names;
    for (Date start = start_of_fiscal_period(from, length, year_starts); start <= to;
         start = start_of_next(start, length))
        names.push_back(name_of_period(start, length, year_starts));
    return names;
}

std::string fiscal_note(PeriodLength length, std::chrono::month_day year_starts) {
    if (!is_fiscal(length, year_starts)) return {};
    return fmt::format(
        "fiscal, of years that begin on {:02}-{:02} and have the name of the year in which they end",
        static_cast<unsigned>(year_starts.month()), static_cast<unsigned>(year_starts.day()));
}

} // namespace handoff

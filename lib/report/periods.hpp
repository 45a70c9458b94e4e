#pragma once

#include <handoff/time.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// Lengths of the calendar that reports put days together by.
enum class PeriodLength { week, month, quarter, year };
std::optional<PeriodLength> read_period_length(std::string_view) noexcept; ///< "week", "month" …

/// The first day of the period that a day lies in; weeks begin on Monday.
Date start_of_period(Date, PeriodLength) noexcept;
/// The same, with quarters and years that begin with the fiscal year.
Date start_of_fiscal_period(Date, PeriodLength, std::chrono::month_day year_starts) noexcept;
/// The first day of the period after the one that begins on this day.
Date start_of_next(Date start, PeriodLength) noexcept;

/// Of a fiscal year that is the year of the calendar.
inline constexpr std::chrono::month_day new_year{std::chrono::January, std::chrono::day{1}};
/// "2026-W32" (ISO 8601), "2026-08", "2026-Q3", "2026"; in this form they sort as they follow each other.
/// Where the fiscal year is not that of the calendar, quarters and years are fiscal: "FY2027-Q3", "FY2027",
/// by the year in which the fiscal year ends.
std::string name_of_period(Date, PeriodLength, std::chrono::month_day year_starts = new_year);
/// The names of all periods from that of one day to that of another, those without anything too.
std::vector<std::string> periods_between(Date from, Date to, PeriodLength,
                                         std::chrono::month_day year_starts = new_year);
/// What more is to be said of such names: which fiscal year they mean; empty where they mean none.
std::string fiscal_note(PeriodLength, std::chrono::month_day year_starts);

} // namespace handoff

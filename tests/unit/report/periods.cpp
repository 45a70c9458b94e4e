#include "report/periods.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using std::chrono::sys_days;
using Names = std::vector<std::string>;

namespace {

Date day(int year, unsigned month, unsigned of_month) {
    return Date(std::chrono::year(year), std::chrono::month(month), std::chrono::day(of_month));
}

} // namespace

TEST_CASE("days stand in weeks, months, quarters and years", "[report]") {
    CHECK(name_of_period(day(2026, 8, 5), PeriodLength::month) == "2026-08");
    CHECK(name_of_period(day(2026, 8, 5), PeriodLength::quarter) == "2026-Q3");
    CHECK(name_of_period(day(2026, 8, 5), PeriodLength::year) == "2026");
    // ISO 8601: a week belongs to the year of its Thursday.
    CHECK(name_of_period(day(2026, 1, 1), PeriodLength::week) == "2026-W01");
    CHECK(name_of_period(day(2024, 12, 30), PeriodLength::week) == "2025-W01");
    CHECK(name_of_period(day(2027, 1, 3), PeriodLength::week) == "2026-W53");
    CHECK(start_of_period(day(2027, 1, 3), PeriodLength::week) == day(2026, 12, 28));
}

TEST_CASE("periods between two days leave none out", "[report]") {
    CHECK(periods_between(day(2025, 11, 30), day(2026, 2, 1), PeriodLength::month) ==
          Names{"2025-11", "2025-12", "2026-01", "2026-02"});
    CHECK(periods_between(day(2026, 3, 31), day(2026, 7, 1), PeriodLength::quarter) ==
          Names{"2026-Q1", "2026-Q2", "2026-Q3"});
    CHECK(periods_between(day(2026, 12, 31), day(2027, 1, 4), PeriodLength::week) ==
          Names{"2026-W53", "2027-W01"});
    CHECK(periods_between(day(2024, 2, 29), day(2024, 2, 29), PeriodLength::year) == Names{"2024"});
}

TEST_CASE("the days of a period follow each other, and so do periods", "[report]") {
    for (const PeriodLength length :
         {PeriodLength::week, PeriodLength::month, PeriodLength::quarter, PeriodLength::year}) {
        std::string before = name_of_period(day(2019, 12, 31), length);
        for (sys_days each = day(2020, 1, 1); each < sys_days(day(2030, 1, 1));
             each += std::chrono::days(1)) {
            const Date start = start_of_period(each, length);
            const std::string name = name_of_period(each, length);
            REQUIRE(sys_days(start) <= each);
            REQUIRE(name_of_period(start, length) == name);
            REQUIRE(before <= name);
            REQUIRE((before == name) == (sys_days(start) != each));
            before = name;
        }
    }
}

TEST_CASE("quarters and years are fiscal where the fiscal year is not that of the calendar", "[report]") {
    using std::chrono::February, std::chrono::April;
    const std::chrono::month_day february{February, std::chrono::day{1}}, april{April, std::chrono::day{6}};
    CHECK(name_of_period(day(2026, 1, 31), PeriodLength::quarter, february) == "FY2026-Q4");
    CHECK(name_of_period(day(2026, 2, 1), PeriodLength::quarter, february) == "FY2027-Q1");
    CHECK(name_of_period(day(2026, 4, 15), PeriodLength::quarter, february) == "FY2027-Q1");
    CHECK(name_of_period(day(2026, 12, 31), PeriodLength::year, february) == "FY2027");
    CHECK(name_of_period(day(2026, 4, 5), PeriodLength::quarter, april) == "FY2026-Q4");
    CHECK(name_of_period(day(2026, 4, 6), PeriodLength::quarter, april) == "FY2027-Q1");
    CHECK(name_of_period(day(2026, 8, 5), PeriodLength::quarter, new_year) == "2026-Q3");
    CHECK(name_of_period(day(2026, 8, 5), PeriodLength::month, february) == "2026-08");
    CHECK(periods_between(day(2026, 1, 15), day(2026, 5, 1), PeriodLength::quarter, february) ==
          Names{"FY2026-Q4", "FY2027-Q1", "FY2027-Q2"});
    CHECK(fiscal_note(PeriodLength::quarter, new_year).empty());
    CHECK(fiscal_note(PeriodLength::month, february).empty());
    CHECK(fiscal_note(PeriodLength::year, february) ==
          "fiscal, of years that begin on 02-01 and have the name of the year in which they end");
}

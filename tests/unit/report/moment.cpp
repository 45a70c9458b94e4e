#include "report/moment.hpp"

#include <handoff/error.hpp>

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("days between instants are exact, between days whole", "[report]") {
    const Zone utc = Zone::utc(), new_york = Zone::named("America/New_York");
    const auto days = [](const char* from, const char* to, const Zone& zone) {
        return days_between(Moment::read(from), Moment::read(to), zone);
    };
    CHECK(days("2026-01-01T00:00:00Z", "2026-01-02T12:00:00Z", utc) == 1.5);
    CHECK(days("2026-01-01T15:00:00Z", "2026-01-01", utc) == 0); // not -0.6
    CHECK(days("2026-01-01", "2026-01-11", utc) == 10);
    CHECK(days("2026-01-11", "2026-01-01", utc) == -10);
    CHECK(days("2026-01-02T03:00:00Z", "2026-01-02", new_york) == 1); // still the 1st over there
    CHECK(days("1969-12-31", "1969-12-30T23:59:59.999999Z", utc) == -1);
}

TEST_CASE("of two moments the earlier known one", "[report]") {
    const Moment none = Moment::read("soon"), first = Moment::read("2026-01-01"),
                 second = Moment::read("2026-01-02");
    CHECK_FALSE(none.known());
    CHECK(earlier(none, second).day_in(Zone::utc()) == second.day_in(Zone::utc()));
    CHECK(earlier(second, none).known());
    CHECK(earlier(second, first).day_in(Zone::utc()) == first.day_in(Zone::utc()));
}

TEST_CASE("a period is of days in a zone", "[report]") {
    const Zone new_york = Zone::named("America/New_York");
    const Period period{read_date("2026-01-01"), read_date("2026-01-31")};
    CHECK_FALSE(period.contains(Moment::read("2026-01-01T04:59:59Z"), new_york));
    CHECK(period.contains(Moment::read("2026-01-01T05:00:00Z"), new_york));
    CHECK(period.contains(Moment::read("2026-02-01T04:59:59Z"), new_york));
    CHECK(period.contains(Moment::read("2026-01-31"), new_york));
    CHECK_FALSE(period.contains(Moment(), new_york));
    CHECK(Period().contains(Moment(), new_york));
    CHECK(period.text() == "from 2026-01-01 to 2026-01-31");
    CHECK(Period{{}, read_date("2026-01-31")}.text() == "until 2026-01-31");
    const Period backwards{read_date("2026-02-01"), read_date("2026-01-31")};
    CHECK_THROWS_WITH(backwards.check(),
                      "error: the period ends on 2026-01-31, before it begins on 2026-02-01\n");
}

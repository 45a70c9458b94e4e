#include <handoff/calendar.hpp>

#include <catch2/catch.hpp>
#include <random>

using namespace handoff;
using namespace std::chrono_literals;

namespace {

using Block = CalendarSettings::Block;

CalendarSettings weekdays(std::string zone, std::vector<Block> blocks) {
    CalendarSettings settings{.name = "office", .timezone = std::move(zone)};
    for (int day = 0; day < 5; ++day) settings.hours[day] = blocks;
    return settings;
}

Calendar newyork() {
    auto settings = weekdays("America/New_York", {{9h, 12h + 30min}, {13h + 30min, 17h}});
    settings.holidays = {Date{std::chrono::year{2025} / 7 / 4}};
    return Calendar(settings);
}

Calendar round_the_clock(std::string zone) {
    CalendarSettings settings{.name = "always", .timezone = std::move(zone)};
    for (auto& blocks : settings.hours) blocks = {{0min, 24h}};
    return Calendar(settings);
}

Instant utc(std::string_view text) {
    const auto at = read_instant(text);
    REQUIRE(at);
    return *at;
}

// Summer time in New York is UTC-4.
Instant july(std::string_view day_and_time) {
    return utc("2025-07-" + std::string(day_and_time) + ":00-04:00");
}

} // namespace

TEST_CASE("working time runs over lunch, nights, weekends and holidays", "[calendar]") {
    const Calendar calendar = newyork();
    CHECK(calendar.add(july("03 16:45"), 60min) == july("07 09:45"));
    CHECK(calendar.add(july("03 12:15"), 30min) == july("03 13:45"));
    CHECK(calendar.add(july("05 13:00"), 120min) == july("07 11:00"));
    CHECK(calendar.add(july("02 08:00"), 480min) == july("03 10:00"));
    CHECK(calendar.add(july("03 17:00"), 1min) == july("07 09:01"));
}

TEST_CASE("work that fills a block is done at its end", "[calendar]") {
    const Calendar calendar = newyork();
    CHECK(calendar.add(july("03 12:15"), 15min) == july("03 12:30"));
    CHECK(calendar.add(july("03 16:45"), 15min) == july("03 17:00"));
    CHECK(calendar.add(july("03 16:45"), 15min + 1us) == july("07 09:00") + 1us);
    CHECK(calendar.add(july("03 17:00"), 0min) == july("07 09:00"));
    CHECK(calendar.add(july("03 10:00"), 0min) == july("03 10:00"));
}

TEST_CASE("a start outside working time counts from the next block, whatever its time of day", "[calendar]") {
    // Frappe CRM keeps the time of day over the weekend: Saturday 13:00 became Monday 15:00 and Saturday
    // 19:00 became Tuesday 12:00.
    const Calendar calendar(weekdays("America/New_York", {{10h, 18h}}));
    CHECK(calendar.add(july("11 17:30"), 2h) == july("14 11:30"));
    CHECK(calendar.add(july("11 20:00"), 2h) == july("14 12:00"));
    CHECK(calendar.add(july("12 09:00"), 2h) == july("14 12:00"));
    CHECK(calendar.add(july("12 13:00"), 2h) == july("14 12:00"));
    CHECK(calendar.add(july("12 19:00"), 2h) == july("14 12:00"));
}

TEST_CASE("clock changes neither add nor lose working time", "[calendar]") {
    const Calendar berlin = round_the_clock("Europe/Berlin");
    CHECK(berlin.add(utc("2025-03-29T22:00:00+01:00"), 8h) == utc("2025-03-30T07:00:00+02:00"));
    CHECK(berlin.add(utc("2025-10-25T22:00:00+02:00"), 8h) == utc("2025-10-26T05:00:00+01:00"));
    CHECK(berlin.elapsed(utc("2025-03-29T23:00:00Z"), utc("2025-03-30T22:00:00Z")) == 23h);
    CHECK(berlin.elapsed(utc("2025-10-25T22:00:00Z"), utc("2025-10-26T23:00:00Z")) == 25h);

    CalendarSettings night{.name = "night", .timezone = "Europe/Berlin"};
    for (auto& blocks : night.hours) blocks = {{1h, 4h}};
    const Calendar shift(night);
    CHECK(shift.elapsed(utc("2025-03-30T00:00:00+01:00"), utc("2025-03-30T12:00:00+02:00")) == 2h);
    CHECK(shift.elapsed(utc("2025-10-26T00:00:00+02:00"), utc("2025-10-26T12:00:00+01:00")) == 4h);
    CHECK(shift.works_at(utc("2025-10-26T02:30:00+02:00")));
    CHECK(shift.works_at(utc("2025-10-26T02:30:00+01:00")));

    CalendarSettings skipped{.name = "skipped", .timezone = "Europe/Berlin"};
    for (auto& blocks : skipped.hours) blocks = {{2h, 3h}};
    CHECK(Calendar(skipped).add(utc("2025-03-30T00:00:00+01:00"), 1h) == utc("2025-03-31T03:00:00+02:00"));
}

TEST_CASE("days are working days after the local day of the start, to their last block's end", "[calendar]") {
    const Calendar calendar = newyork();
    CHECK(calendar.end_of_day(july("12 13:00"), 1) == july("14 17:00"));
    CHECK(calendar.end_of_day(july("14 10:00"), 1) == july("15 17:00"));
    CHECK(calendar.end_of_day(july("14 22:00"), 1) == july("15 17:00"));
    CHECK(calendar.end_of_day(july("03 10:00"), 1) == july("07 17:00"));
    CHECK(calendar.end_of_day(july("02 10:00"), 2) == july("07 17:00"));
    CHECK(calendar.end_of_day(july("14 10:00"), 5) == july("21 17:00"));
    CHECK(Calendar::always().end_of_day(utc("2025-07-14T10:00:00Z"), 1) == utc("2025-07-16T00:00:00Z"));
}

TEST_CASE("a calendar knows when people work", "[calendar]") {
    const Calendar calendar = newyork();
    CHECK(calendar.works_on(std::chrono::year{2025} / 7 / 3));
    CHECK_FALSE(calendar.works_on(std::chrono::year{2025} / 7 / 4));
    CHECK_FALSE(calendar.works_on(std::chrono::year{2025} / 7 / 5));
    CHECK(calendar.works_at(july("03 09:00")));
    CHECK_FALSE(calendar.works_at(july("03 12:30")));
    CHECK_FALSE(calendar.works_at(july("03 08:59")));
    CHECK_FALSE(calendar.works_at(july("04 10:00")));
    CHECK(calendar.next_working(july("03 12:30")) == july("03 13:30"));
    CHECK(calendar.next_working(july("03 10:00")) == july("03 10:00"));
    CHECK(calendar.zone().name() == "America/New_York");
    CHECK(Calendar::always().works_at(july("05 03:00")));
}

TEST_CASE("elapsed counts working time only, and backwards as negative", "[calendar]") {
    const Calendar calendar = newyork();
    CHECK(calendar.elapsed(july("03 16:45"), july("07 09:45")) == 60min);
    CHECK(calendar.elapsed(july("07 09:45"), july("03 16:45")) == -60min);
    CHECK(calendar.elapsed(july("03 17:00"), july("07 09:00")) == 0min);
    CHECK(calendar.elapsed(july("03 12:30"), july("03 13:30")) == 0min);
}

TEST_CASE("a day may have hours of its own: half days, and work on a holiday or a Saturday", "[calendar]") {
    auto settings = weekdays("America/New_York", {{9h, 17h}});
    const std::chrono::year of{2025};
    settings.holidays = {of / 7 / 4, of / 7 / 7};
    settings.hours_on = {
        {of / 7 / 3, {{9h, 12h}}}, {of / 7 / 4, {{10h, 11h}}}, {of / 7 / 5, {{9h, 10h}}}, {of / 7 / 8, {}}};
    const Calendar calendar(settings);
    CHECK(calendar.add(july("03 11:00"), 2h) == july("04 11:00"));
    CHECK(calendar.add(july("03 11:00"), 3h) == july("05 10:00"));
    CHECK(calendar.add(july("03 11:00"), 4h) == july("09 10:00"));
    CHECK(calendar.elapsed(july("03 00:00"), july("09 00:00")) == 5h);
    CHECK(calendar.end_of_day(july("03 10:00"), 1) == july("04 11:00"));
    CHECK_FALSE(calendar.works_on(of / 7 / 8));
    CHECK(calendar.works_at(july("05 09:30")));
}

TEST_CASE("a hold takes away only what of it is working time", "[calendar]") {
    const Calendar calendar(weekdays("America/New_York", {{9h, 17h}}));
    const auto held = [&](std::vector<Pause> pauses) { return calendar.add(july("03 16:00"), 2h, pauses); };
    CHECK(held({}) == july("04 10:00"));
    CHECK(held({{july("03 17:00"), july("04 09:00")}}) == july("04 10:00")); // over night: nothing is moved
    CHECK(held({{july("03 16:30"), july("04 09:30")}}) == july("04 11:00"));
    CHECK(held({{july("03 15:00"), july("03 16:30")}}) == july("04 10:30"));
    CHECK(held({{july("04 09:30"), july("04 09:40")}, {july("03 16:50"), july("04 09:35")}}) ==
          july("04 10:50"));
    CHECK(held({{july("04 10:00"), july("04 12:00")}}) == july("04 10:00"));
    CHECK(calendar.elapsed(july("03 16:00"), july("04 10:00"),
                           std::vector<Pause>{{july("03 16:30"), july("03 20:00")}}) == 90min);
}

TEST_CASE("a calendar without work is refused", "[calendar]") {
    CalendarSettings none{.name = "none", .timezone = "UTC", .place = {"handoff.toml", 12, 1}};
    CHECK_THROWS_WITH(Calendar(none),
                      Catch::Contains("handoff.toml:12:1: error: calendar 'none' has no working hours"));

    auto closed = weekdays("UTC", {{9h, 17h}});
    for (auto day = std::chrono::sys_days{std::chrono::year{2025} / 1 / 1},
              last = day + std::chrono::days{1000};
         day < last; day += std::chrono::days{1})
        closed.holidays.push_back(day);
    const Calendar calendar(closed);
    CHECK_THROWS_WITH(
        calendar.next_working(july("03 09:00")) == Instant{},
        Catch::Contains("calendar 'office' has no working time to count on after 2025-07-03T13:00:00Z"));
    CHECK_THROWS_AS(calendar.end_of_day(july("03 09:00"), 1) == Instant{}, Error);
    CHECK(calendar.elapsed(july("03 09:00"), july("30 09:00")) == 0min);
    CHECK_THROWS_AS(newyork().add(july("03 09:00"), std::chrono::hours{10'000'000}) == Instant{}, Error);
}

TEST_CASE("adding what has elapsed comes back, elapsed adds up, both only grow", "[calendar]") {
    std::mt19937_64 random(20250703);
    const auto between = [&](std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random);
    };
    const std::vector<std::string> zones = {"America/New_York", "Europe/Berlin", "Asia/Kolkata",
                                            "Australia/Lord_Howe", "America/Sao_Paulo"};
    const Instant origin = utc("2016-01-01T00:00:00Z");
    std::size_t working = 0;
    for (int round = 0; round < 60; ++round) {
        CalendarSettings settings{.name = "any", .timezone = zones[static_cast<std::size_t>(between(0, 4))]};
        for (int day = 0; day < 7; ++day) {
            if (day != 2 && between(0, 3) == 0) continue;
            std::int64_t minute = between(0, 400);
            for (std::int64_t block = 0, blocks = between(1, 3); block < blocks; ++block) {
                const std::int64_t end = minute + between(1, 300);
                settings.hours[day].push_back({std::chrono::minutes{minute}, std::chrono::minutes{end}});
                minute = end + between(0, 100);
            }
        }
        for (int i = 0; i < 100; ++i)
            settings.holidays.push_back(std::chrono::floor<std::chrono::days>(origin) +
                                        std::chrono::days{between(0, 1000)});
        for (int i = 0; i < 20; ++i)
            settings.hours_on[std::chrono::floor<std::chrono::days>(origin) +
                              std::chrono::days{between(0, 1000)}] = settings.hours[2];
        const Calendar calendar(settings);
        for (int i = 0; i < 40; ++i) {
            const Instant a = origin + std::chrono::minutes{between(0, 1'300'000)};
            const Instant b = a + std::chrono::seconds{between(0, 3'000'000)};
            const Instant c = b + std::chrono::seconds{between(0, 3'000'000)};
            REQUIRE(calendar.elapsed(a, b) + calendar.elapsed(b, c) == calendar.elapsed(a, c));
            REQUIRE(calendar.elapsed(c, a) == -calendar.elapsed(a, c));

            const Duration work{between(0, 200'000'000'000)};
            REQUIRE(calendar.elapsed(a, calendar.add(a, work)) == work);
            REQUIRE(calendar.add(a, work) <= calendar.add(a, work + Duration{between(0, 1'000'000'000)}));
            REQUIRE(calendar.add(a, work) <= calendar.add(b, work));
            REQUIRE(calendar.works_at(calendar.next_working(a)));
            REQUIRE(calendar.elapsed(a, calendar.next_working(a)) == Duration::zero());

            std::vector<Pause> pauses;
            for (std::int64_t pause = between(0, 3); pause > 0; --pause) {
                const Instant from = a + std::chrono::seconds{between(-100'000, 3'000'000)};
                pauses.push_back({from, from + std::chrono::seconds{between(0, 300'000)}});
            }
            REQUIRE(calendar.elapsed(a, b, pauses) + calendar.elapsed(b, c, pauses) ==
                    calendar.elapsed(a, c, pauses));
            REQUIRE(calendar.elapsed(a, calendar.add(a, work, pauses), pauses) == work);
            if (pauses.size() == 1) {
                const Instant from = std::max(a, pauses[0].from), to = std::min(c, pauses[0].to);
                REQUIRE(calendar.elapsed(a, c) - calendar.elapsed(a, c, pauses) ==
                        (from < to ? calendar.elapsed(from, to) : Duration::zero()));
            }

            if (!calendar.works_at(b) || !calendar.works_at(b - 1us)) continue;
            ++working;
            REQUIRE(calendar.add(a, calendar.elapsed(a, b)) == b);
        }
    }
    CHECK(working > 100);
}

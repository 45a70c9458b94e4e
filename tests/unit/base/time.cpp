#include "base/iso_time.hpp"
#include "base/iso_times.hpp"

#include <handoff/error.hpp>
#include <handoff/time.hpp>

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace handoff;
using namespace std::chrono_literals;

namespace {

std::string again(std::string_view text) {
    const auto instant = read_instant(text);
    return instant ? to_text(*instant) : "nothing";
}

std::chrono::local_time<std::chrono::microseconds> local(int year, unsigned month, unsigned day,
                                                         std::chrono::minutes of_day) {
    return std::chrono::local_days{std::chrono::year{year} / month / day} + of_day;
}

} // namespace

TEST_CASE("instants read from canonical text", "[time]") {
    CHECK(again("2026-09-01T12:34:56Z") == "2026-09-01T12:34:56Z");
    CHECK(again("2026-09-01 12:34:56") == "2026-09-01T12:34:56Z");
    CHECK(again("2026-09-01") == "2026-09-01T00:00:00Z");
    CHECK(again("2026-09-01T12:34:56+02:00") == "2026-09-01T10:34:56Z");
    CHECK(again("2026-09-01T12:34:56.000+0000") == "2026-09-01T12:34:56Z");
    CHECK(again("2026-09-01T01:00:00+02") == "2026-08-31T23:00:00Z");
    CHECK(again("2026-09-01T12:34:56-0530") == "2026-09-01T18:04:56Z");
    CHECK(again("2024-02-29T00:00:00Z") == "2024-02-29T00:00:00Z");
    CHECK(again("1969-12-31T23:59:59.5Z") == "1969-12-31T23:59:59.500Z");
}

TEST_CASE("decimals of a second are kept to the microsecond and shown as 0, 3 or 6 digits", "[time]") {
    CHECK(again("2026-09-01T12:34:56.1Z") == "2026-09-01T12:34:56.100Z");
    CHECK(again("2026-09-01T12:34:56.123456Z") == "2026-09-01T12:34:56.123456Z");
    CHECK(again("2026-09-01T12:34:56.123456789Z") == "2026-09-01T12:34:56.123456Z");
}

TEST_CASE("what is no canonical instant is nothing", "[time]") {
    for (const char* text : {"", "2026", "2026-9-1", "2026-13-01", "2025-02-29", "2026-09-01T",
                             "2026-09-01T12:34", "2026/09/01", "2026-09-01T24:00:00Z", "2026-09-01T12:60:00Z",
                             "2026-09-01T12:34:60Z", "2026-09-01T12:34:56.Z", "2026-09-01T12:34:56X",
                             "2026-09-01T12:34:56+2", "2026-09-01T12:34:56Zx", "2O26-09-01", "2026-09-01x"}) {
        INFO(text);
        CHECK_FALSE(read_instant(text).has_value());
    }
    CHECK_FALSE(read_date("2026-09-01T00:00:00Z").has_value());
    CHECK(read_date("2026-09-01") == std::chrono::year{2026} / 9 / 1);
}

TEST_CASE("durations read and write", "[time]") {
    CHECK(read_duration("90s") == 90s);
    CHECK(read_duration("30m") == 30min);
    CHECK(read_duration("14d") == 14 * 24h);
    CHECK(read_duration("2w") == 14 * 24h);
    CHECK(read_duration("1h 30m") == 90min);
    CHECK(read_duration("1h30m") == 90min);
    for (const char* text : {"", "1", "h", "1 h", "30m 1h", "1h 1h", "-1h", "1.5h", "1h ", "12345678d"}) {
        INFO(text);
        CHECK_FALSE(read_duration(text).has_value());
    }
    CHECK(to_text(Duration{14 * 24h}) == "14d");
    CHECK(to_text(Duration{90min}) == "1h 30m");
    CHECK(to_text(Duration{0s}) == "0s");
    CHECK(to_text(Duration{-90s}) == "-1m 30s");
}

TEST_CASE("a zone turns local times into instants and back", "[time]") {
    const Zone zone = Zone::named("America/New_York");
    CHECK(zone.name() == "America/New_York");
    CHECK(to_text(zone.to_utc(local(2026, 1, 15, 9h))) == "2026-01-15T14:00:00Z");
    CHECK(to_text(zone.to_utc(local(2026, 7, 15, 9h))) == "2026-07-15T13:00:00Z");
    CHECK(zone.to_local(*read_instant("2026-07-15T13:00:00Z")) == local(2026, 7, 15, 9h));
    CHECK(zone.date_of(*read_instant("2026-07-15T03:59:59Z")) == std::chrono::year{2026} / 7 / 14);
    CHECK(to_text(zone.start_of(std::chrono::year{2026} / 7 / 15)) == "2026-07-15T04:00:00Z");
    CHECK(Zone::utc().name() == "UTC");
    CHECK(to_text(Zone::utc().to_utc(local(2026, 1, 15, 9h))) == "2026-01-15T09:00:00Z");
}

TEST_CASE("a local time that clocks skip moves to the change, one that happens twice is the earlier",
          "[time]") {
    const Zone zone = Zone::named("America/New_York");
    CHECK(to_text(zone.to_utc(local(2026, 3, 8, 150min))) == "2026-03-08T07:00:00Z");
    CHECK(to_text(zone.to_utc(local(2026, 11, 1, 90min))) == "2026-11-01T05:30:00Z");
    // The clocks of Santiago change at midnight: the day begins at one.
    CHECK(to_text(Zone::named("America/Santiago").start_of(std::chrono::year{2025} / 9 / 7)) ==
          "2025-09-07T04:00:00Z");
}

TEST_CASE("an unknown zone is refused with the nearest", "[time]") {
    CHECK_THROWS_WITH(Zone::named("America/New_Yrok"), "error: there is no time zone 'America/New_Yrok'\n"
                                                       "  hint: did you mean 'America/New_York'?\n");
    CHECK_THROWS_WITH(Zone::named("new york"), Catch::Contains("did you mean 'America/New_York'?"));
    CHECK_THROWS_WITH(Zone::named("@@@@@@@@"), Catch::Contains("names look like 'Europe/Berlin'"));
}

TEST_CASE("a time read eight bytes at a time is what any other reading gives", "[time]") {
    const std::string right = "2024-02-29T23:59:59Z";
    REQUIRE(IsoSecond(right).ok());
    CHECK(IsoSecond(right).instant() == *read_instant("2024-02-29T23:59:59"));
    CHECK(IsoSecond("0000-03-01T00:00:00Z").instant() == *read_instant("0000-03-01"));
    CHECK(IsoSecond("9999-12-31T00:00:01Z").instant() == *read_instant("9999-12-31T00:00:01+00:00"));
    for (const char* text : {"", "2024-02-29", "2024-02-29T23:59:59z", "2024-02-29T23:59:59.0Z"})
        CHECK_FALSE(IsoSecond(text).ok());
    // Every byte takes every value.
    std::size_t wrong = 0, times = 0;
    for (std::size_t at = 0; at < right.size(); ++at)
        for (int byte = 0; byte < 256; ++byte) {
            std::string text = right;
            text[at] = static_cast<char>(byte);
            const IsoSecond iso(text);
            const auto slowly = read_instant(text.substr(0, 19) + "+00:00");
            const bool is_time = slowly && text[10] == 'T' && text.back() == 'Z';
            times += is_time ? 1 : 0;
            wrong += iso.ok() != is_time || (is_time && iso.instant() != *slowly) ? 1 : 0;
        }
    CHECK(wrong == 0);
    CHECK(times > 40);
}

TEST_CASE("times read several at a time are those read one by one", "[time]") {
    std::vector<std::string> texts;
    const auto add_variants_of = [&](const std::string& right) {
        for (std::size_t at = 0; at < right.size(); ++at)
            for (int byte = 0; byte < 256; ++byte) {
                texts.push_back(right);
                texts.back()[at] = static_cast<char>(byte);
            }
    };
    add_variants_of("2024-02-29T23:59:59Z");
    add_variants_of("1900-12-31T00:00:00Z");
    for (const char* year : {"0000", "0004", "0100", "1600", "1900", "1970", "2000", "2023", "2024", "9999"})
        for (int month = 0; month < 14; ++month)
            for (int day = 0; day < 33; ++day)
                texts.push_back(fmt::format("{}-{:02}-{:02}T12:34:56Z", year, month, day));
    for (const char* text : {"", "2024-02-29", "2024-02-29T23:59:59.0Z", "2024-02-29T23:59:59z"})
        texts.push_back(text);
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    std::vector<std::int64_t> times(views.size());
    read_iso_seconds(views, times);
    std::size_t wrong = 0, read = 0;
    for (std::size_t i = 0; i < views.size(); ++i) {
        const IsoSecond one(views[i]);
        wrong += times[i] != (one.ok() ? one.instant().time_since_epoch().count() : not_iso) ? 1 : 0;
        read += one.ok() ? 1 : 0;
    }
    CHECK(wrong == 0);
    CHECK(read > 3650);
}

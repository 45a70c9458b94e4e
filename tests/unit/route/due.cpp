#include "route/due.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using namespace std::chrono_literals;

namespace {

Agreement agreement_with_calendar() {
    CalendarSettings office{.name = "newyork", .timezone = "America/New_York"};
    for (int day = 0; day < 5; ++day) office.hours[day] = {{9h, 17h}};
    Agreement agreement;
    agreement.calendars = {office};
    return agreement;
}

const Rep ana{.id = "ana", .calendar = "newyork"};
const Rep ben{.id = "ben"};

Instant at(std::string_view text) { return read_instant(text).value(); }

// A Friday, 16:30 in New York.
const Instant friday = at("2026-09-04T20:30:00Z");

Sla hot(Sla::Target target, Sla::Starts starts = Sla::Starts::assigned) {
    return {.name = "hot", .starts = starts, .first_touch = target, .place = {"handoff.toml", 40, 1}};
}

} // namespace

TEST_CASE("working time, working days and clock time make a due time", "[route]") {
    const Agreement agreement = agreement_with_calendar();
    DueTimes due_times(agreement);
    const DueTimes::Moments moments{.qualified = friday, .assigned = friday};
    Reason reason;

    const Sla hour = hot({.length = 1h, .text = "1h"});
    auto due = due_times.of(&hour, ana, moments, &reason);
    CHECK(due.at == at("2026-09-07T13:30:00Z"));
    CHECK(due.work == 60);
    CHECK(reason.rule == "hot");
    CHECK(reason.place.line == 40);
    CHECK(reason.effect == "due 2026-09-07T13:30:00Z");
    CHECK(reason.value == "1h, working time on calendar 'newyork', since 2026-09-04T20:30:00Z when assigned");
    due = due_times.of(&hour, ben, moments, nullptr);
    CHECK(due.at == at("2026-09-04T21:30:00Z"));

    const Sla days = hot({.days = 2, .text = "2d"});
    due = due_times.of(&days, ana, moments, &reason);
    CHECK(due.at == at("2026-09-08T21:00:00Z"));
    CHECK_FALSE(due.work);
    CHECK(reason.value == "2d, working days on calendar 'newyork', since 2026-09-04T20:30:00Z when assigned");

    const Sla clock = hot({.length = 1h, .clock = true, .text = "1h clock"});
    due = due_times.of(&clock, ana, moments, &reason);
    CHECK(due.at == at("2026-09-04T21:30:00Z"));
    CHECK_FALSE(due.work);
    CHECK(reason.value == "1h clock, since 2026-09-04T20:30:00Z when assigned");
}

TEST_CASE("the clock starts where the service level says", "[route]") {
    const Agreement agreement = agreement_with_calendar();
    DueTimes due_times(agreement);
    DueTimes::Moments moments{.created = friday - 24h, .qualified = friday - 2h, .assigned = friday};
    const Sla created = hot({.length = 30min, .text = "30m"}, Sla::Starts::created);
    const Sla qualified = hot({.length = 30min, .text = "30m"}, Sla::Starts::qualified);
    CHECK(due_times.of(&created, ana, moments, nullptr).at == friday - 24h + 30min);
    CHECK(due_times.of(&qualified, ana, moments, nullptr).at == friday - 2h + 30min);

    moments.created.reset();
    Reason reason;
    CHECK(due_times.of(&created, ana, moments, &reason).at == friday + 30min);
    CHECK(reason.value ==
          "30m, working time on calendar 'newyork', since 2026-09-04T20:30:00Z when assigned, since "
          "when it was created is not known");
}

TEST_CASE("without a target nothing is due", "[route]") {
    const Agreement agreement = agreement_with_calendar();
    DueTimes due_times(agreement);
    const Sla empty{.name = "slow"};
    CHECK_FALSE(due_times.of(nullptr, ana, {.assigned = friday}, nullptr).at);
    CHECK_FALSE(due_times.of(&empty, ana, {.assigned = friday}, nullptr).at);
}

TEST_CASE("attempts are due so long after the handover", "[route]") {
    const Agreement agreement = agreement_with_calendar();
    const DueTimes due_times(agreement);
    Sla tried{.name = "hot", .place = {"handoff.toml", 40, 1}};
    CHECK_FALSE(due_times.attempts_reason(nullptr, ana, friday));
    CHECK_FALSE(due_times.attempts_reason(&tried, ana, friday));
    tried.attempts = Sla::Attempts{.at_least = 3};
    CHECK_FALSE(due_times.attempts_reason(&tried, ana, friday));
    tried.attempts->due = {{2, {.length = 4h, .text = "4h"}},
                           {3, {.days = 2, .text = "2d"}},
                           {4, {.length = 9h, .clock = true, .text = "9h clock"}}};
    CHECK(due_times.of_attempt(tried.attempts->due.at(2), ana, friday) == at("2026-09-07T16:30:00Z"));
    CHECK(due_times.of_attempt(tried.attempts->due.at(2), ben, friday) == friday + 4h);
    const auto reason = due_times.attempts_reason(&tried, ana, friday);
    REQUIRE(reason);
    CHECK(reason->rule == "hot");
    CHECK(reason->effect == "attempt 2 due 2026-09-07T16:30:00Z, attempt 3 due 2026-09-08T21:00:00Z, "
                            "attempt 4 due 2026-09-05T05:30:00Z");
    CHECK(reason->value == "4h, working time on calendar 'newyork'; 2d, working days on calendar 'newyork'; "
                           "9h clock, since the handover");
}

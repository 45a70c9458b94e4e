#include "unit/route/routings.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::tests;

namespace {

/// Three reps share the leads; who lets a clock of level 'hot' break loses the lead.
Agreement with_breach(Sla::Breach breach, std::string escalate_to = "") {
    Agreement agreement = three_reps();
    Sla hot{.name = "hot", .breach = breach, .escalate_to = std::move(escalate_to)};
    hot.first_touch = Sla::Target{.length = std::chrono::hours(1), .text = "1h"};
    agreement.slas = {hot};
    agreement.routes[0].sla = "hot";
    agreement.reps.push_back(rep("boss", {}));
    return agreement;
}

/// The next night, on which nobody has touched these leads (their numbers).
Routing next_night(const Agreement& agreement, const Table& leads, Routing& last, int day,
                   std::initializer_list<int> untouched) {
    RoutePast past = last.past;
    past.known = true;
    past.broken.clear();
    for (const int lead : untouched)
        past.broken["L" + std::to_string(lead)] = {"the first touch", noon(day - 1)};
    return route(leads, agreement, past, noon(day), {.reasons = RouteOptions::Reasons::all});
}

Routing first_night(const Agreement& agreement, const Table& leads) {
    RoutePast past;
    past.known = true;
    return route(leads, agreement, past, noon(1));
}

} // namespace

TEST_CASE("a lead whose clock is broken goes to a rep who has not missed it", "[route]") {
    const Agreement agreement = with_breach(Sla::Breach::reroute);
    const Table leads = fresh_leads(3);
    Routing routing = first_night(agreement, leads);
    REQUIRE(reps(routing) == "ana ben cy");

    routing = next_night(agreement, leads, routing, 2, {1});
    CHECK(routing.rerouted == 1);
    CHECK(routing.assigned == 1);
    CHECK(routing.kept == 2);
    CHECK(routing.leads[0].rep == "ben");
    REQUIRE(routing.leads[0].breach);
    CHECK(routing.leads[0].breach->rep == "ana");
    CHECK(routing.leads[0].breach->told.empty());
    CHECK(routing.leads[0].due_at == noon(2) + std::chrono::hours(1)); // the clock of the new rep
    CHECK(reasons(routing, 0)
              .starts_with("hot: re-routed: ana missed the first touch, due "
                           "2026-09-01T12:00:00Z (1 of at most 2)\n"));
    CHECK(reasons(routing, 0).find("ana: skipped: had it already\n") != std::string::npos);

    routing = next_night(agreement, leads, routing, 3, {1});
    CHECK(routing.leads[0].rep == "cy"); // neither Ana nor Ben
    // Twice is the limit: it stays.
    routing = next_night(agreement, leads, routing, 4, {1});
    CHECK(routing.rerouted == 0);
    CHECK(routing.leads[0].rep == "cy");
    CHECK(reasons(routing, 0) == "who is routed: kept by cy (assigned 2026-09-03T12:00:00Z)\n"
                                 "hot: not re-routed: cy missed the first touch, due "
                                 "2026-09-03T12:00:00Z (it went to another rep 2 of 2 times already)\n");
}

TEST_CASE("where nobody else can take it, a lead stays with who missed it", "[route]") {
    Agreement agreement = with_breach(Sla::Breach::reroute);
    agreement.reps.resize(1);
    const Table leads = fresh_leads(1);
    Routing routing = first_night(agreement, leads);
    routing = next_night(agreement, leads, routing, 2, {1});
    CHECK(reps(routing) == "ana");
    CHECK(routing.kept == 1);
    CHECK(routing.unrouted == 0);
    CHECK_FALSE(routing.leads[0].breach);
    CHECK(reasons(routing, 0) == "who is routed: kept by ana (assigned 2026-09-01T12:00:00Z)\n"
                                 "hot: not re-routed: ana missed the first touch, due "
                                 "2026-09-01T12:00:00Z (nobody else can take it)\n");
}

TEST_CASE("a broken clock is escalated once, and the rep keeps the lead", "[route]") {
    const Agreement agreement = with_breach(Sla::Breach::escalate, "boss");
    const Table leads = fresh_leads(1);
    Routing routing = first_night(agreement, leads);
    routing = next_night(agreement, leads, routing, 2, {1});
    CHECK(reps(routing) == "ana");
    CHECK(routing.escalated == 1);
    REQUIRE(routing.leads[0].breach);
    CHECK(routing.leads[0].breach->told == "boss");
    const std::string said = "hot: escalated to boss: ana missed the first touch, due 2026-09-01T12:00:00Z\n";
    CHECK(reasons(routing, 0) == "who is routed: kept by ana (assigned 2026-09-01T12:00:00Z)\n" + said);
    routing = next_night(agreement, leads, routing, 3, {});
    CHECK(routing.escalated == 0);

    RoutePast past = routing.past;
    past.open.at("L1").escalated = true;
    past.broken["L1"] = {"the first touch", noon(1)};
    routing = route(leads, agreement, past, noon(3), {.reasons = RouteOptions::Reasons::all});
    CHECK(routing.escalated == 0);
    CHECK_FALSE(routing.leads[0].breach);
    CHECK(reasons(routing, 0).ends_with(said));
}

TEST_CASE("after the limit, a broken clock is escalated", "[route]") {
    Agreement agreement = with_breach(Sla::Breach::reroute, "boss");
    agreement.slas[0].reroutes = 1;
    const Table leads = fresh_leads(1);
    Routing routing = first_night(agreement, leads);
    routing = next_night(agreement, leads, routing, 2, {1});
    CHECK(routing.rerouted == 1);
    CHECK(routing.escalated == 0);
    routing = next_night(agreement, leads, routing, 3, {1});
    CHECK(routing.rerouted == 0);
    CHECK(routing.escalated == 1);
}

TEST_CASE("a level that only reports moves nothing, and an owner set by hand wins", "[route]") {
    const Table leads = fresh_leads(1);
    const Agreement reports = with_breach(Sla::Breach::report);
    Routing routing = first_night(reports, leads);
    routing = next_night(reports, leads, routing, 2, {1});
    CHECK(routing.rerouted == 0);
    CHECK(routing.escalated == 0);
    CHECK(reps(routing) == "ana");

    const Agreement moves = with_breach(Sla::Breach::reroute);
    const Table by_hand = tests::leads({"owner"}, {{"cy"}});
    routing = first_night(moves, leads);
    routing = next_night(moves, by_hand, routing, 2, {1});
    CHECK(routing.rerouted == 0);
    CHECK(routing.by_hand == 1);
    CHECK(reps(routing) == "cy");
}

TEST_CASE("who lost a lead has one open lead less, and no room it did not have before", "[route]") {
    Agreement agreement = with_breach(Sla::Breach::reroute);
    agreement.reps.resize(2);
    agreement.routes[0].by = By::least_loaded;
    const Table one = fresh_leads(1), two = fresh_leads(2);
    Routing routing = first_night(agreement, one);
    REQUIRE(reps(routing) == "ana");
    Routing next = next_night(agreement, two, routing, 2, {1});
    CHECK(reps(next) == "ben ana");
    agreement.reps[0].max_open = 1;
    next = next_night(agreement, two, routing, 2, {1});
    CHECK(reps(next) == "ben ben");
}

TEST_CASE("an answer that is not earned is told with the lead that stays", "[route]") {
    const Agreement agreement = with_breach(Sla::Breach::report);
    const Table leads = fresh_leads(1);
    RoutePast past = first_night(agreement, leads).past;
    past.unearned["L1"] = "2 of 6 attempts made, within 10d";
    const Routing routing = route(leads, agreement, past, noon(2), {.reasons = RouteOptions::Reasons::all});
    CHECK(reasons(routing, 0) ==
          "handed back: not accepted: it must be earned by attempts (2 of 6 attempts made, within 10d)\n"
          "who is routed: kept by ana (assigned 2026-09-01T12:00:00Z)\n");
}

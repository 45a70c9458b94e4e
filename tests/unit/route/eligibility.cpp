#include "unit/route/routings.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::tests;

namespace {

constexpr RouteOptions every_reason = {.reasons = RouteOptions::Reasons::all};

const std::vector<std::string> columns = {"owner", "stage", "disqualified", "email_opt_out", "phone_opt_out"};

} // namespace

TEST_CASE("without a ledger, leads without an owner or in a queue are routed, the others kept", "[route]") {
    const Table table = leads(columns, {{""},
                                        {"Inbound Queue"},
                                        {"00G5g000001abcDEFG"},
                                        {"Ben Name"},
                                        {"CY@acme.example"},
                                        {"Dora Former"}});
    const Routing routing = route(table, three_reps(), {}, noon(), every_reason);
    CHECK(reps(routing) == "ana ben cy ben cy Dora Former");
    CHECK(routing.assigned == 3);
    CHECK(routing.kept == 3);
    CHECK(routing.by_hand == 0);
    CHECK(reasons(routing, 3) == "who is routed: kept by ben (the owner in the CRM is 'Ben Name')\n");
}

TEST_CASE("only leads that are qualified, reachable and on their way are routed", "[route]") {
    Table table = leads(columns, {{"", "", "true"},
                                  {"", "", "", "true", "true"},
                                  {"", "", "", "true", "false"},
                                  {"", "nurture"},
                                  {"ben", "won"},
                                  {"", "sal"},
                                  {"ben"}});
    table[*table.find("qualified")].cells[5] = "false";
    table[*table.find("qualified")].cells[6] = "";
    const Routing routing = route(table, three_reps(), {}, noon(), every_reason);
    CHECK(reps(routing) == "- - ana - ben - ben");
    CHECK(routing.not_taken == 6);
    CHECK(reasons(routing, 0) == "who is routed: not taken (disqualified)\n");
    CHECK(reasons(routing, 1) == "who is routed: not taken (opted out of e-mail and phone)\n");
    CHECK(reasons(routing, 3) == "who is routed: not taken (its stage is 'nurture')\n");
    CHECK(reasons(routing, 4) == "who is routed: not taken (its stage is 'won')\n");
    CHECK(reasons(routing, 5) == "who is routed: not taken (not qualified)\n");
}

TEST_CASE("with a ledger, an open assignment is kept, and an owner set by hand wins", "[route]") {
    RoutePast past;
    past.known = true;
    for (const char* lead : {"L1", "L2", "L3", "L6"})
        past.open[lead] = {.rep = "ana",
                           .pool = "general",
                           .route = "everyone",
                           .sla = "hot",
                           .due_at = noon(2),
                           .due_work = 60,
                           .assigned_at = noon(0 + 1)};
    const Table table =
        leads(columns, {{""}, {"Ben Name"}, {"Some Queue"}, {"ben"}, {"Dora Former"}, {"ana", "lost"}});
    const Routing routing = route(table, three_reps(), past, noon(3), every_reason);
    CHECK(reps(routing) == "ana ben ana ben ana ana");
    CHECK(routing.kept == 4);
    CHECK(routing.by_hand == 2);
    CHECK(routing.assigned == 1);

    CHECK(routing.leads[0].assigned_at == noon(1));
    CHECK(routing.leads[0].due_at == noon(2));
    CHECK(routing.leads[0].pool == "general");
    CHECK(reasons(routing, 0) == "who is routed: kept by ana (assigned 2026-09-01T12:00:00Z)\n");

    CHECK(routing.leads[1].by_hand);
    CHECK(routing.leads[1].assigned_at == noon(3));
    CHECK(routing.leads[1].due_at == noon(2));
    CHECK(routing.leads[1].route.empty());
    CHECK(reasons(routing, 1) ==
          "who is routed: kept by ben (given by hand: the owner in the CRM is 'ben', not 'ana' "
          "to whom it was assigned 2026-09-01T12:00:00Z)\n");
    CHECK(reasons(routing, 3) ==
          "who is routed: kept by ben (given by hand: the owner in the CRM is 'ben')\n");
    CHECK(routing.past.open.at("L2").rep == "ben");
    CHECK(routing.past.open.at("L4").rep == "ben");
    CHECK(routing.past.open.at("L5").rep == "ana");
    CHECK(routing.past.open.count("L6") == 0);
}

TEST_CASE("a lead that came to its end tonight shows its rep, when the same night runs again too",
          "[route]") {
    RoutePast past;
    past.known = true;
    past.former["L1"] = {.rep = "ana", .assigned_at = noon(1), .ended_at = noon(3), .stage = "lost"};
    const Table table = leads(columns, {{"", "lost"}});
    CHECK(reps(route(table, three_reps(), past, noon(3))) == "ana");
    CHECK(reps(route(table, three_reps(), past, noon(4))) == "-");
}

TEST_CASE("with a ledger, a lead that cannot be remembered is not routed", "[route]") {
    Table table = leads({"email"}, {{""}, {"Some@X.example"}});
    table[0].cells[0] = table[0].cells[1] = "";
    RoutePast past;
    past.known = true;
    const Routing routing = route(table, three_reps(), past, noon(), every_reason);
    CHECK(reps(routing) == "- ana");
    CHECK(reasons(routing, 0) ==
          "who is routed: not taken (has neither lead_id nor email to remember it by)\n");
    CHECK(routing.past.open.begin()->first == "some@x.example");
}

TEST_CASE("the same lead on two rows is given once", "[route]") {
    Table table = leads({}, {{}, {}, {}});
    table[0].cells[2] = "L1";
    const Routing routing = route(table, three_reps(), {}, noon(), every_reason);
    CHECK(reps(routing) == "ana ben ana");
    CHECK(routing.assigned == 2);
    CHECK(routing.kept == 1);
    CHECK(reasons(routing, 2) == reasons(routing, 0)); // it goes with the first, for the same reasons
    CHECK_FALSE(reasons(routing, 2).empty());
}

TEST_CASE("leads that are not scored are refused", "[route]") {
    Table table = leads({}, {{}});
    table.remove(1);
    CHECK_THROWS_WITH(route(table, three_reps(), {}, noon()),
                      "error: the leads have no column 'qualified', so nobody knows which to route\n"
                      "  hint: score them first: handoff score | handoff route\n");
}

TEST_CASE("a queue is told by its name or Salesforce's id", "[route]") {
    Agreement agreement = three_reps();
    agreement.reps[0].name = "Queue Manager";
    const Table table = leads(columns, {{"Queue Manager"}, {"QUEUE 1"}, {"00Gshort"}});
    CHECK(reps(route(table, agreement, {}, noon())) == "ana ana 00Gshort");
}

#include "unit/route/routings.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::tests;

TEST_CASE("the first rule that holds decides", "[route]") {
    Agreement agreement = three_reps();
    agreement.reps.push_back(rep("dee", {"enterprise"}));
    agreement.routes = {to_pool("big", "enterprise", "employees >= 1000"), to_pool("everyone else")};
    agreement.routes[0].why = "they need a specialist";
    const Routing routing = route(leads({"employees"}, {{"5000"}, {"20"}, {""}}), agreement, {}, noon());
    CHECK(reps(routing) == "dee ana ben");
    CHECK(routing.leads[0].route == "big");
    CHECK(routing.leads[0].pool == "enterprise");
    CHECK(routing.leads[0].assigned_at == noon());
    CHECK(reasons(routing, 0) == "big: holds (employees = 5000)\n"
                                 "dee: chosen: owed 1 lead, the only one who can\n");
    CHECK(reasons(routing, 2) == "big: does not hold (employees is blank)\n"
                                 "everyone else: holds for every lead\n"
                                 "ben: chosen: owed 0.67 leads, the first of 2 that are level\n");
    CHECK(routing.leads[0].reasons[0].why == "they need a specialist");
    CHECK(routing.leads[0].reasons[0].place.line == 20);
    CHECK(routing.leads[0].reasons[1].place.line == 10);
}

TEST_CASE("a rule may name a rep, or a column that does", "[route]") {
    Agreement agreement = three_reps();
    agreement.routes = {to_named("stays with its owner", "account_owner", "account_owner is not blank"),
                        to_named("germany", "CY@acme.example", "country = 'DE'"),
                        to_named("nobody's", "account_owner"), to_pool("everyone else")};
    const Routing routing = route(leads({"account_owner", "country"},
                                        {{"Ben Name", ""}, {"", "DE"}, {"Zed", "DE"}, {"Zed", ""}, {"", ""}}),
                                  agreement, {}, noon());
    CHECK(reps(routing) == "ben cy cy ana ben");
    CHECK(routing.leads[0].pool.empty());
    CHECK(reasons(routing, 0) == "stays with its owner: holds (account_owner = 'Ben Name')\n"
                                 "ben: chosen: named by 'account_owner'\n");
    CHECK(reasons(routing, 3) == "stays with its owner: holds (account_owner = 'Zed')\n"
                                 "stays with its owner: passed on: 'Zed' is no rep of the agreement\n"
                                 "germany: does not hold (country is blank)\n"
                                 "nobody's: holds for every lead\n"
                                 "nobody's: passed on: 'Zed' is no rep of the agreement\n"
                                 "everyone else: holds for every lead\n"
                                 "ana: chosen: owed 0.33 leads, the first of 3 that are level\n");
    CHECK(reasons(routing, 4).find("nobody's: passed on: 'account_owner' is blank\n") != std::string::npos);
}

TEST_CASE("a canonical column that the leads lack is blank, any other is a mistake", "[route]") {
    Agreement agreement = three_reps();
    agreement.routes = {to_pool("big", "general", "employees >= 1000"), to_named("owner's", "campaign_id"),
                        to_pool("everyone else")};
    const Routing routing = route(leads({"country"}, {{"DE"}}), agreement, {}, noon());
    CHECK(reps(routing) == "ana");
    CHECK(reasons(routing, 0).substr(0, 44) == "big: does not hold (employees is blank)\nowne");

    agreement.routes = {to_pool("big", "general", "contry = 'DE'"), to_named("owner's", "bem")};
    try {
        route(leads({"country"}, {{"DE"}}), agreement, {}, noon());
        FAIL("not refused");
    } catch (const Error& error) {
        CHECK(error.fault() == Fault::request);
        REQUIRE(error.diagnostics().size() == 2);
        const std::string text = error.what();
        CHECK(text.find("contry") != std::string::npos);
        CHECK(text.find("handoff.toml:20:1: error: route 'owner's' goes to 'bem', which is no rep and no "
                        "column of the "
                        "leads\n  hint: did you mean 'ben'?") != std::string::npos);
    }
}

TEST_CASE("reps who are away, full or lack a skill are passed over", "[route]") {
    Agreement agreement = three_reps();
    agreement.reps.push_back(rep("dee", {"night"}));
    agreement.reps[0].away = {{.from = september(1), .to = september(3)}};
    agreement.reps[1].max_day = 1;
    agreement.reps[2].max_open = 2;
    agreement.reps[2].skills = {"PT"};
    agreement.routes[0].need = {{"pt", Expression::parse("language = 'pt'")}};
    agreement.routes.push_back(to_pool("the rest", "night"));
    RoutePast past;
    past.known = true;
    past.open["X"] = {.rep = "cy"};
    const Routing routing = route(leads({"language"}, {{"pt"}, {"de"}, {"de"}}), agreement, past, noon());
    CHECK(reps(routing) == "cy ben dee");
    CHECK(reasons(routing, 0) == "everyone: holds for every lead\n"
                                 "ana: skipped: away until 2026-09-03\n"
                                 "ben: skipped: has no 'pt'\n"
                                 "cy: chosen: owed 1 lead, the only one who can\n");
    CHECK(reasons(routing, 2) == "everyone: holds for every lead\n"
                                 "ana: skipped: away until 2026-09-03\n"
                                 "ben: skipped: 1 of 1 today\n"
                                 "cy: skipped: 2 of 2 open\n"
                                 "everyone: passed on: nobody in pool 'general' can take it\n"
                                 "the rest: holds for every lead\n"
                                 "dee: chosen: owed 1 lead, the only one who can\n");
    CHECK(reps(route(fresh_leads(2), agreement, {}, noon(4))) == "ana ben");
}

TEST_CASE("days away and leads of a day are counted in the agreement's zone", "[route]") {
    Agreement agreement = three_reps();
    agreement.timezone = Zone::named("America/New_York");
    agreement.reps[0].away = {{.from = september(1), .to = september(1)}};
    agreement.reps[1].max_day = 1;
    RoutePast past;
    past.by_day[{"ben", september(1)}] = 1;
    const Instant late = noon(1) + std::chrono::hours{14}; // 22:00 of the first in New York
    CHECK(reps(route(fresh_leads(1), agreement, past, late)) == "cy");
    CHECK(reps(route(fresh_leads(2), agreement, past, late + std::chrono::hours{3})) == "ana ben");
}

TEST_CASE("a cover stands in for a rep who is away", "[route]") {
    Agreement agreement = three_reps();
    agreement.reps.push_back(rep("tom", {}));
    agreement.reps[0].away = {{.from = september(1), .to = september(3), .cover = "tom"}};
    agreement.reps[0].weight = 2;
    agreement.routes = {to_named("ana's", "ana", "country = 'BR'"), to_pool("everyone")};
    const Table table = leads({"country"}, {{"BR"}, {""}, {""}, {""}, {""}});
    const Routing routing = route(table, agreement, {}, noon());
    CHECK(reps(routing) == "tom tom ben cy tom");
    CHECK(reasons(routing, 0) == "ana's: holds (country = 'BR')\n"
                                 "ana: skipped: away until 2026-09-03\n"
                                 "tom: chosen: covers ana, named by the rule\n");
    CHECK(reasons(routing, 1) == "ana's: does not hold (country is blank)\n"
                                 "everyone: holds for every lead\n"
                                 "ana: skipped: away until 2026-09-03\n"
                                 "tom: chosen: owed 0.5 leads, the most of 3 (covers ana)\n");
    CHECK(routing.past.turns.at({"general", "ana"}).owed == 0);

    // A cover of the same pool has a turn already; one who is away too covers nobody.
    agreement.reps[0].away[0].cover = "ben";
    CHECK(reps(route(table, agreement, {}, noon())) == "ben ben cy ben cy");
    agreement.reps[1].away = {{.from = september(1), .to = september(1)}};
    CHECK(reps(route(table, agreement, {}, noon())) == "cy cy cy cy cy");
}

TEST_CASE("leads that nobody can take are unrouted, with the reason of each rep", "[route]") {
    Agreement agreement = three_reps();
    for (Rep& each : agreement.reps) each.max_day = 1;
    const Routing routing = route(fresh_leads(4), agreement, {}, noon());
    CHECK(reps(routing) == "ana ben cy -");
    CHECK(routing.unrouted == 1);
    CHECK(routing.leads[3].outcome == Assignment::Outcome::unrouted);
    CHECK(reasons(routing, 3) == "everyone: holds for every lead\n"
                                 "ana: skipped: 1 of 1 today\n"
                                 "ben: skipped: 1 of 1 today\n"
                                 "cy: skipped: 1 of 1 today\n"
                                 "everyone: passed on: nobody in pool 'general' can take it\n"
                                 "who is routed: unrouted (no rule that holds has a rep who can take it)\n");
    agreement.routes.clear();
    CHECK(reasons(route(fresh_leads(1), agreement, {}, noon()), 0) ==
          "who is routed: unrouted (the agreement has no [[route]])\n");
}

TEST_CASE("a large pool does not fill the reasons", "[route]") {
    Agreement agreement;
    for (int i = 0; i < 40; ++i) {
        agreement.reps.push_back(rep("r" + std::to_string(i)));
        agreement.reps.back().max_open = 0;
    }
    agreement.routes = {to_pool("everyone")};
    const Routing routing = route(fresh_leads(1), agreement, {}, noon());
    CHECK(routing.leads[0].reasons.size() == 29);
    CHECK(reasons(routing, 0).find("everyone: skipped: 15 more of pool 'general'\n") != std::string::npos);
}

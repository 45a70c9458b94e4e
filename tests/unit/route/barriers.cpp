#include "unit/route/routings.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::tests;

namespace {

Exclusion exclusion(std::string name, const std::string& when, std::vector<std::string> reps = {}) {
    return {.name = std::move(name),
            .when = Expression::parse(when),
            .reps = std::move(reps),
            .why = "",
            .place = {.file = "handoff.toml", .line = 30, .column = 1}};
}

} // namespace

TEST_CASE("excluded leads go to nobody, or not to some", "[route]") {
    Agreement agreement = three_reps();
    agreement.exclusions = {exclusion("rivals", "domain = 'rival.example'"),
                            exclusion("kin", "domain = 'kin.example'", {"ana", "ben"}),
                            exclusion("friends", "country = 'IT'", {"cy"})};
    agreement.routes.push_back(to_named("last", "ben"));
    const Routing routing = route(leads({"domain", "country"}, {{"rival.example"},
                                                                {"kin.example"},
                                                                {"kin.example"},
                                                                {"x.example"},
                                                                {"x.example"},
                                                                {"x.example"},
                                                                {"x.example"},
                                                                {"kin.example", "IT"}}),
                                  agreement, {}, noon());
    CHECK(reps(routing) == "- cy cy ana ben cy ana -");
    CHECK(routing.not_taken == 1);
    CHECK(routing.unrouted == 1);
    CHECK(reasons(routing, 0) == "rivals: excluded: nobody gets it (domain = 'rival.example')\n");
    CHECK(reasons(routing, 1) == "everyone: holds for every lead\n"
                                 "ana: skipped: excluded by 'kin'\n"
                                 "ben: skipped: excluded by 'kin'\n"
                                 "cy: chosen: owed 1 lead, the only one who can\n");
    CHECK(reasons(routing, 7) == "everyone: holds for every lead\n"
                                 "ana: skipped: excluded by 'kin'\n"
                                 "ben: skipped: excluded by 'kin'\n"
                                 "cy: skipped: excluded by 'friends'\n"
                                 "everyone: passed on: nobody in pool 'general' can take it\n"
                                 "last: holds for every lead\n"
                                 "ben: skipped: excluded by 'kin'\n"
                                 "last: passed on: 'ben' cannot take it\n"
                                 "who is routed: unrouted (no rule that holds has a rep who can take it)\n");
}

TEST_CASE("nobody is sent to a channel they left", "[route]") {
    Agreement agreement = three_reps();
    agreement.routes = {to_named("call", "ana"), to_named("write", "ben"), to_pool("everyone")};
    agreement.routes[0].channel = "phone";
    agreement.routes[1].channel = "email";
    const Table table = leads({"phone_opt_out", "email_opt_out"}, {{"true"}, {"", "true"}, {"true", "true"}});
    const Routing routing = route(table, agreement, {}, noon());
    CHECK(reps(routing) == "ben ana -");
    CHECK(reasons(routing, 0).find("call: passed on: the person opted out of phone\n") != std::string::npos);
}

TEST_CASE("who has not started, has left, or has its leads of the week is passed over", "[route]") {
    Agreement agreement = three_reps();
    agreement.reps[0].starts = september(2);
    agreement.reps[1].leaves = september(2);
    agreement.reps[2].max_week = 3;
    RoutePast past;
    past.by_day[{"cy", std::chrono::year{2026} / 8 / 31}] = 2; // Monday of that week
    past.by_day[{"cy", std::chrono::year{2026} / 8 / 30}] = 9;
    Routing routing = route(fresh_leads(3), agreement, past, noon(1));
    CHECK(reps(routing) == "ben cy ben");
    CHECK(reasons(routing, 2) == "everyone: holds for every lead\n"
                                 "ana: skipped: starts on 2026-09-02\n"
                                 "cy: skipped: 3 of 3 this week\n"
                                 "ben: chosen: owed 1 lead, the only one who can\n");
    routing = route(fresh_leads(3), agreement, routing.past, noon(3));
    CHECK(reps(routing) == "ana ana ana");
    CHECK(reasons(routing, 0).find("ben: skipped: left on 2026-09-02\n") != std::string::npos);
}

TEST_CASE("a new rep's share grows week by week", "[route]") {
    Agreement agreement = three_reps();
    agreement.reps[2].starts = september(1);
    agreement.reps[2].ramp = {0.25, 0.5};
    const auto given_to_cy = [&](int day) {
        const Routing routing = route(fresh_leads(90), agreement, {}, noon(day));
        return std::count_if(routing.leads.begin(), routing.leads.end(),
                             [](const Assignment& lead) { return lead.rep == "cy"; });
    };
    CHECK(given_to_cy(1) == 10);
    CHECK(given_to_cy(7) == 10);
    CHECK(given_to_cy(8) == 18);
    CHECK(given_to_cy(15) == 30);
    const Routing routing = route(fresh_leads(9), agreement, {}, noon(8));
    CHECK(to_text(routing.leads[2].reasons).find("cy: chosen: ") != std::string::npos);
    CHECK(to_text(routing.leads[2].reasons).find("(week 2 of its ramp)") != std::string::npos);
}

TEST_CASE("a lead that came back through no fault of the rep is made up for, one a run", "[route]") {
    const Agreement agreement = three_reps();
    RoutePast past;
    past.made_up[{"general", "cy"}] = 2;
    Routing night = route(fresh_leads(4), agreement, past, noon(1));
    CHECK(reps(night) == "cy ana ben cy"); // the shares of four leads, and one more
    CHECK(night.past.turns.at({"general", "cy"}).made_up == 1);
    night = route(fresh_leads(3), agreement, night.past, noon(2));
    CHECK(night.past.turns.at({"general", "cy"}).made_up == 2);
    CHECK(reps(night) == "cy ana ben");
    night = route(fresh_leads(3), agreement, night.past, noon(3));
    CHECK(night.past.turns.at({"general", "cy"}).made_up == 2);
    double owed = 0;
    for (const char* rep : {"ana", "ben", "cy"}) owed += night.past.turns.at({"general", rep}).owed;
    CHECK(owed == Approx(0).margin(1e-9)); // all of the pool make up for it, by their weights
}

TEST_CASE("leads that nobody could take are remembered since when", "[route]") {
    Agreement agreement = three_reps();
    for (Rep& each : agreement.reps) each.max_day = 0;
    RoutePast past;
    past.known = true;
    Routing night = route(fresh_leads(1), agreement, past, noon(1));
    CHECK(night.leads[0].unrouted_since == noon(1));
    night = route(fresh_leads(2), agreement, night.past, noon(3));
    CHECK(night.leads[0].unrouted_since == noon(1));
    CHECK(night.leads[1].unrouted_since == noon(3));
    agreement.reps[0].max_day = 9;
    night = route(fresh_leads(2), agreement, night.past, noon(4));
    CHECK(reps(night) == "ana ana");
    CHECK(night.past.unrouted.empty());
}

TEST_CASE("the result is the same for any number of threads", "[route]") {
    Agreement agreement = three_reps();
    agreement.reps[0].skills = {"pt"};
    agreement.reps[1].weight = 3;
    agreement.routes[0].need = {{"pt", Expression::parse("country = 'BR'")}};
    std::vector<std::vector<std::string>> rows(20'000);
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] = {i % 5 == 1 ? "BR" : "FR", std::to_string(i * 7919 % 101)};
    const Table table = leads({"country", "score"}, rows);
    const std::string one = reps(route(table, agreement, {}, noon(), {.threads = 1}));
    for (const unsigned threads : {2U, 3U, 8U})
        REQUIRE(reps(route(table, agreement, {}, noon(), {.threads = threads})) == one);
}

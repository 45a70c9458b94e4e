#include "unit/route/routings.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace handoff;
using namespace handoff::tests;

TEST_CASE("the best score is served first, rows stay in input order", "[route]") {
    const Table table = leads({"score"}, {{"10"}, {"90.5"}, {""}, {"90.5"}, {"100"}});
    const Routing routing = route(table, three_reps(), {}, noon());
    CHECK(reps(routing) == "ana ben ben cy ana");
    CHECK(routing.leads[4].number == 1);
    CHECK(routing.leads[1].number == 2);
    CHECK(routing.leads[2].number == 5);
}

TEST_CASE("nights together are one long rotation", "[route]") {
    Agreement agreement = three_reps();
    agreement.reps[0].weight = 5;
    std::string together;
    RoutePast past;
    for (int day = 1; day <= 28; ++day) {
        Routing routing = route(fresh_leads(3), agreement, past, noon(day));
        together += (day == 1 ? "" : " ") + reps(routing);
        past = std::move(routing.past);
    }
    CHECK(together == reps(route(fresh_leads(84), agreement, {}, noon())));
    CHECK(together.substr(0, 26) == "ana ana ben ana cy ana ana");
    CHECK(past.turns.at({"general", "ana"}).given == 60);
    CHECK(past.by_day.at({"ana", september(28)}) == 2);
}

TEST_CASE("equal reps are never more than a lead from their due share, whatever the nights bring",
          "[route]") {
    std::mt19937 random(3);
    Agreement agreement = three_reps();
    RoutePast past;
    std::map<std::string, double> given;
    double total = 0;
    for (int night = 0; night < 300; ++night) {
        Routing routing = route(fresh_leads(random() % 8), agreement, past, noon(1 + night % 28));
        for (const Assignment& lead : routing.leads) ++given[lead.rep];
        total += static_cast<double>(routing.leads.size());
        past = std::move(routing.past);
        for (const Rep& each : agreement.reps) REQUIRE(std::abs(given[each.id] - total / 3) < 1);
    }
}

TEST_CASE("joining and coming back neither floods nor starves", "[route]") {
    Agreement agreement = three_reps();
    Routing night = route(fresh_leads(100), agreement, {}, noon(1));
    agreement.reps.push_back(rep("dee"));
    agreement.reps[0].away = {{.from = september(2), .to = september(20)}};
    night = route(fresh_leads(99), agreement, night.past, noon(2));
    const auto count = [&](const std::string& id) {
        return std::count_if(night.leads.begin(), night.leads.end(),
                             [&](const Assignment& lead) { return lead.rep == id; });
    };
    CHECK(count("ana") == 0);
    CHECK(count("ben") == 33);
    CHECK(count("cy") == 33);
    CHECK(count("dee") == 33);
    night = route(fresh_leads(40), agreement, night.past, noon(21));
    for (const char* id : {"ana", "ben", "cy", "dee"}) CHECK(std::abs(count(id) - 10) <= 1);
}

TEST_CASE("the least loaded rep has the fewest open leads for its weight", "[route]") {
    Agreement agreement = three_reps();
    agreement.routes = {to_pool("everyone", "general", "", By::least_loaded)};
    agreement.reps[0].weight = 2;
    RoutePast past;
    past.known = true;
    past.open["X"] = past.open["Y"] = past.open["Z"] = {.rep = "ana"};
    past.open["W"] = {.rep = "ben"};
    const Routing routing = route(fresh_leads(4), agreement, past, noon());
    CHECK(reps(routing) == "cy ben cy ana");
    CHECK(reasons(routing, 0) == "everyone: holds for every lead\n"
                                 "cy: chosen: 0 leads open, the fewest for its weight of 3\n");
    // Leads that reps already own in the CRM count as open.
    CHECK(reps(route(leads({"owner"}, {{"ana"}, {"ana"}, {"ben"}, {""}}), three_reps(), {}, noon())) ==
          "ana ana ben ana");
    agreement.reps[0].weight = 1;
    CHECK(reps(route(leads({"owner"}, {{"ana"}, {"ana"}, {"ben"}, {""}}), agreement, {}, noon())) ==
          "ana ana ben cy");
}

TEST_CASE("the least recent rep has waited longest", "[route]") {
    Agreement agreement = three_reps();
    agreement.routes = {to_pool("everyone", "general", "", By::least_recent)};
    RoutePast past;
    past.last = {{"ana", 7}, {"ben", 5}};
    const Routing routing = route(fresh_leads(4), agreement, past, noon());
    CHECK(reps(routing) == "cy ben ana cy");
    CHECK(reasons(routing, 0) == "everyone: holds for every lead\n"
                                 "cy: chosen: had no lead yet, the longest of 3\n");
    CHECK(routing.past.last.at("cy") == 11);
}

TEST_CASE("in order, the first who can takes all", "[route]") {
    Agreement agreement = three_reps();
    agreement.routes = {to_pool("everyone", "general", "", By::in_order)};
    agreement.reps[0].max_day = 2;
    const Routing routing = route(fresh_leads(4), agreement, {}, noon());
    CHECK(reps(routing) == "ana ana ben ben");
    CHECK(reasons(routing, 1) == "everyone: holds for every lead\nana: chosen: the first in order who can\n");
}

TEST_CASE("more leads than one batch are decided alike", "[route]") {
    Agreement agreement = three_reps();
    agreement.routes = {to_named("odd", "ben", "country = 'DE'"), to_pool("everyone")};
    std::vector<std::vector<std::string>> rows(150'001);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = {i % 2 == 1 ? "DE" : "FR", std::to_string(i % 7)};
    const Routing routing = route(leads({"country", "score"}, rows), agreement, {}, noon(),
                                  {.reasons = RouteOptions::Reasons::decided, .only = 150'000});
    CHECK(routing.assigned == rows.size());
    std::map<std::string, int> given;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i % 2 == 1) REQUIRE(routing.leads[i].rep == "ben");
        ++given[routing.leads[i].rep];
        REQUIRE(routing.leads[i].reasons.empty() == (i != 150'000));
    }
    CHECK(given["ana"] == 25'001);
    CHECK(given["ben"] == 100'000);
    CHECK(given["cy"] == 25'000);
}

TEST_CASE("columns are added once, and replaced by a second run", "[route]") {
    Agreement agreement = three_reps();
    agreement.slas = {
        {.name = "hot", .first_touch = Sla::Target{.length = std::chrono::hours{1}, .text = "1h"}}};
    agreement.routes[0].sla = "hot";
    Table table = leads({"owner", "rep"}, {{"", "old"}, {"Dora", "old"}});
    Routing routing = route(table, agreement, {}, noon());
    add_columns(table, routing, true);
    add_columns(table, routing, true);
    CHECK(table.names() == std::vector<std::string>{"lead_id", "qualified", "owner", "rep", "pool", "route",
                                                    "sla", "due_at", "due_work", "assigned_at",
                                                    "route_reasons"});
    std::vector<std::string> first, second;
    for (const Column& column : table.columns()) {
        first.emplace_back(column.cells[0]);
        second.emplace_back(column.cells[1]);
    }
    CHECK(first ==
          std::vector<std::string>{"L1", "true", "", "ana", "general", "everyone", "hot",
                                   "2026-09-01T13:00:00Z", "60", "2026-09-01T12:00:00Z",
                                   "everyone: holds for every lead; ana: chosen: owed 0.33 leads, the first "
                                   "of 3 that are level; hot: due 2026-09-01T13:00:00Z (1h, working time "
                                   "around the clock, since 2026-09-01T12:00:00Z when assigned)"});
    CHECK(second == std::vector<std::string>{"L2", "true", "Dora", "Dora", "", "", "", "", "", "", ""});
}

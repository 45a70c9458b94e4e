#include "unit/ledger/ledgers.hpp"
#include "unit/route/routings.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <random>

using namespace handoff;
using namespace handoff::tests;

namespace {

/// A night as `handoff route --ledger` makes it. False when the ledger already had it.
bool route_night(Ledger& ledger, const Agreement& agreement, const Table& leads, Instant as_of,
                 Routing& routing, bool die = false) {
    if (!ledger.begin(a_run("route", as_of, to_text(as_of)), as_of)) {
        routing = route(leads, agreement, ledger.past(agreement.timezone, as_of), as_of);
        return false;
    }
    routing = route(leads, agreement, ledger.past(agreement.timezone, as_of), as_of);
    ledger.record_leads(leads, agreement, as_of);
    ledger.record_scores(leads, Agreement{}, as_of);
    ledger.record_routing(leads, routing, as_of);
    if (!die) ledger.commit(as_of);
    return true;
}

/// Everybody who came in so far; a lead's owner is what the last nights' routing put into the CRM.
struct Crm {
    std::vector<std::vector<std::string>> rows;
    Table leads() const { return table({"lead_id", "qualified", "stage", "owner"}, rows); }
    void add(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            rows.push_back({"L" + std::to_string(rows.size() + 1), "true", "inquiry", "Inbound Queue"});
    }
    void take_in(const Routing& routing) {
        for (std::size_t row = 0; row < rows.size(); ++row) rows[row][3] = routing.leads[row].rep;
    }
};

} // namespace

TEST_CASE("forty nights: fair, stable, and the same when a night is run again or dies", "[ledger][route]") {
    std::mt19937 random(5);
    const Agreement agreement = three_reps();
    const LedgerFile file;
    Crm crm;
    std::map<std::string, std::string> holds;
    std::map<std::string, double> given;
    double total = 0;
    for (int night_number = 0; night_number < 40; ++night_number) {
        const Instant as_of = night(1) + std::chrono::days{night_number};
        crm.add(random() % 5);
        Routing routing;
        if (night_number % 5 == 3) {
            const std::string before = file.dump();
            {
                Ledger dying = Ledger::open(file.path());
                REQUIRE(route_night(dying, agreement, crm.leads(), as_of, routing, true));
            }
            REQUIRE(file.dump() == before);
        }
        Ledger ledger = Ledger::open(file.path());
        REQUIRE(route_night(ledger, agreement, crm.leads(), as_of, routing));
        for (std::size_t row = 0; row < crm.rows.size(); ++row) {
            const std::string& rep = routing.leads[row].rep;
            REQUIRE_FALSE(rep.empty());
            const auto [known, is_new] = holds.try_emplace(crm.rows[row][0], rep);
            REQUIRE(known->second == rep);
            REQUIRE(is_new == (routing.leads[row].outcome == Assignment::Outcome::assigned));
            if (is_new) ++given[rep], ++total;
        }
        for (const Rep& each : agreement.reps) REQUIRE(std::abs(given[each.id] - total / 3) < 1);

        const std::string after = file.dump();
        Routing again;
        REQUIRE_FALSE(route_night(ledger, agreement, crm.leads(), as_of, again));
        REQUIRE(reps(again) == reps(routing));
        REQUIRE(file.dump() == after);
        if (night_number % 2 == 0) crm.take_in(routing); // some nights the import into the CRM is forgotten
    }
    Ledger ledger = Ledger::open(file.path());
    CHECK(total > 40);
    CHECK(ledger.check().empty());
    CHECK(ledger.past(agreement.timezone, night(28)).open.size() == crm.rows.size());
}

TEST_CASE("a lead given by hand is recorded once, and stays where it was put", "[ledger][route]") {
    const Agreement agreement = three_reps();
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    Crm crm;
    crm.add(2);
    Routing routing;
    REQUIRE(route_night(ledger, agreement, crm.leads(), night(1), routing));
    CHECK(reps(routing) == "ana ben");
    crm.rows[0][3] = "Cy Name";
    crm.rows[1][3] = "ben";
    REQUIRE(route_night(ledger, agreement, crm.leads(), night(2), routing));
    CHECK(reps(routing) == "cy ben");
    CHECK(routing.by_hand == 1);
    REQUIRE(route_night(ledger, agreement, crm.leads(), night(3), routing));
    CHECK(reps(routing) == "cy ben");
    CHECK(routing.by_hand == 0);
    CHECK(routing.leads[0].assigned_at == night(2));

    crm.rows[0][2] = "nurture";
    crm.add(1);
    REQUIRE(route_night(ledger, agreement, crm.leads(), night(4), routing));
    CHECK(reps(routing) == "cy ben cy");
    CHECK(routing.leads[0].outcome == Assignment::Outcome::not_taken);
    CHECK(ledger.past(Zone::utc(), night(4)).open.count("L1") == 0);
    CHECK(ledger.check().empty());
}

TEST_CASE("a service level from qualification counts from the first night it held", "[ledger][route]") {
    Agreement agreement = three_reps();
    agreement.slas = {
        {.name = "hot",
         .starts = Sla::Starts::qualified,
         .first_touch = Sla::Target{.length = std::chrono::hours{30}, .clock = true, .text = "30h clock"}}};
    agreement.routes[0].sla = "hot";
    agreement.reps.resize(1);
    agreement.reps[0].max_day = 1;
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    Crm crm;
    crm.add(2);
    Routing routing;
    REQUIRE(route_night(ledger, agreement, crm.leads(), night(1), routing));
    CHECK(reps(routing) == "ana -");
    CHECK(routing.leads[0].due_at == night(1) + std::chrono::hours{30});
    REQUIRE(route_night(ledger, agreement, crm.leads(), night(2), routing));
    CHECK(reps(routing) == "ana ana");
    CHECK(routing.leads[1].due_at == night(1) + std::chrono::hours{30});
    CHECK(routing.leads[1].assigned_at == night(2));
}

TEST_CASE("leads that nobody could take stay in the ledger until somebody takes them", "[ledger][route]") {
    Agreement agreement = three_reps();
    for (Rep& each : agreement.reps) each.max_day = 0;
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    Crm crm;
    crm.add(1);
    Routing routing;
    REQUIRE(route_night(ledger, agreement, crm.leads(), night(1), routing));
    CHECK(ledger.past(Zone::utc(), night(1)).unrouted.at("L1") == night(1));
    REQUIRE(ledger.unrouted().size() == 1);
    CHECK(to_text(std::span<const Reason>(ledger.unrouted()[0].reasons)).find("ana: skipped: 0 of 0 today") !=
          std::string::npos);
    agreement.reps[0].max_day.reset();
    agreement.reps[0].max_open = 0;
    crm.add(1);
    REQUIRE(route_night(ledger, agreement, crm.leads(), night(2), routing));
    CHECK(routing.leads[0].unrouted_since == night(1));
    CHECK(routing.leads[1].unrouted_since == night(2));
    CHECK(ledger.check().empty());
    // The reasons are those of the last run.
    CHECK(ledger.unrouted()[0].since == night(1));
    CHECK(to_text(std::span<const Reason>(ledger.unrouted()[0].reasons)).find("ana: skipped: 0 of 0 open") !=
          std::string::npos);
    agreement.reps[0].max_open.reset();
    agreement.reps[0].max_day = 1;
    REQUIRE(route_night(ledger, agreement, crm.leads(), night(3), routing));
    CHECK(reps(routing) == "ana -");
    const RoutePast past = ledger.past(Zone::utc(), night(3));
    CHECK(past.unrouted.size() == 1);
    CHECK(past.unrouted.at("L2") == night(2));
    CHECK(ledger.check().empty());
}

TEST_CASE("what a rep has coming is given in later runs, and once", "[ledger][route]") {
    const Agreement agreement = three_reps();
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    Crm crm;
    crm.add(3);
    Routing routing;
    REQUIRE(route_night(ledger, agreement, crm.leads(), night(1), routing));
    CHECK(reps(routing) == "ana ben cy");
    file.run("INSERT INTO make_up (pool, rep, amount, reason, at, run) VALUES ('general', 'cy', 1, "
             "'bad-data', 0, 1)");
    crm.add(4);
    REQUIRE(route_night(ledger, agreement, crm.leads(), night(2), routing));
    CHECK(reps(routing) == "ana ben cy cy ana ben cy");
    crm.add(3);
    REQUIRE(route_night(ledger, agreement, crm.leads(), night(3), routing));
    CHECK(reps(routing) == "ana ben cy cy ana ben cy ana ben cy");
    CHECK(ledger.past(Zone::utc(), night(3)).turns.at({"general", "cy"}).made_up == 1);
    CHECK(ledger.check().empty());
}

TEST_CASE("who had a lead before is remembered, and when it ended", "[ledger][route]") {
    const Agreement agreement = three_reps();
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    Crm crm;
    crm.add(1);
    Routing routing;
    REQUIRE(route_night(ledger, agreement, crm.leads(), night(1), routing));
    crm.rows[0][2] = "nurture";
    REQUIRE(route_night(ledger, agreement, crm.leads(), night(8), routing));
    const RoutePast past = ledger.past(Zone::utc(), night(20));
    CHECK(past.open.empty());
    const RoutePast::Former& former = past.former.at("L1");
    CHECK(former.rep == "ana");
    CHECK(former.assigned_at == night(1));
    CHECK(former.ended_at == night(8));
    CHECK(former.stage == "nurture");
}

TEST_CASE("the turns after every run are kept, with leads and points", "[ledger][route]") {
    const Agreement agreement = three_reps();
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const Table leads =
        table({"lead_id", "qualified", "score"}, {{"L1", "true", "30"}, {"L2", "true", "60"}});
    Routing routing;
    REQUIRE(route_night(ledger, agreement, leads, night(1), routing));
    CHECK(reps(routing) == "ben ana"); // the better lead is served first
    REQUIRE(route_night(ledger, agreement, leads, night(2), routing));
    const auto turns = ledger.turns();
    REQUIRE(turns.size() == 3); // nothing changed on the second night
    for (const Ledger::TurnAfter& each : turns) {
        CHECK(each.as_of == night(1));
        CHECK(each.turn.entitled == Approx(2.0 / 3));
        CHECK(each.turn.entitled_points == Approx(30));
        CHECK(each.turn.given_points == (each.rep == "ana" ? 60 : each.rep == "ben" ? 30 : 0));
    }
    CHECK(ledger.check().empty());
}

TEST_CASE("a new rep of a pool that goes by load is not flooded", "[ledger][route]") {
    Agreement agreement = three_reps();
    agreement.routes[0].by = By::least_loaded;
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    Crm crm;
    crm.add(30);
    Routing routing;
    REQUIRE(route_night(ledger, agreement, crm.leads(), night(1), routing));
    agreement.reps.push_back(rep("dan"));
    std::map<std::string, std::size_t> given;
    const auto add_night = [&](int day, std::size_t leads) {
        crm.add(leads);
        REQUIRE(route_night(ledger, agreement, crm.leads(), night(day), routing));
        given.clear();
        for (const Assignment& each : routing.leads)
            if (each.assigned_at == night(day)) ++given[each.rep];
    };
    add_night(2, 10);
    CHECK(given == std::map<std::string, std::size_t>{{"ana", 2}, {"ben", 2}, {"cy", 2}, {"dan", 4}});
    add_night(3, 40); // level after 20 leads: everybody has 20 open
    CHECK(given == std::map<std::string, std::size_t>{{"ana", 8}, {"ben", 8}, {"cy", 8}, {"dan", 16}});
    add_night(4, 4);
    CHECK(given == std::map<std::string, std::size_t>{{"ana", 1}, {"ben", 1}, {"cy", 1}, {"dan", 1}});
    CHECK(ledger.check().empty());
}

#include "unit/ledger/ledgers.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::tests;

namespace {

const std::vector<std::string> columns = {"lead_id", "email",     "status", "stage",      "owner",
                                          "source",  "qualified", "grade",  "created_at", "disqualified"};

/// Records leads and scores of one night, in a run of its own.
void one_night(Ledger& ledger, Instant as_of, const Table& leads, const std::string& command = "score") {
    REQUIRE(ledger.begin(a_run(command, as_of, command + to_text(as_of)), as_of));
    ledger.record_leads(leads, Agreement{}, as_of);
    if (command != "ingest") ledger.record_scores(leads, Agreement{}, as_of);
    ledger.commit(as_of);
}

Routing assign(std::size_t rows, std::size_t row, std::string rep, Instant as_of, std::uint64_t number = 1) {
    Routing routing;
    routing.leads.resize(rows);
    routing.leads[row] = {.outcome = Assignment::Outcome::assigned,
                          .rep = rep,
                          .pool = "general",
                          .route = "everyone else",
                          .sla = "hot",
                          .due_at = as_of + std::chrono::hours{8},
                          .due_work = 60,
                          .assigned_at = as_of,
                          .number = number,
                          .reasons = {{.rule = rep, .effect = "chosen: the only one who can"}}};
    routing.past.turns[{"general", rep}] = {.owed = 0.5, .given = number};
    return routing;
}

void one_routing(Ledger& ledger, Instant as_of, const Table& leads, const Routing& routing) {
    REQUIRE(ledger.begin(a_run("route", as_of, "route" + to_text(as_of)), as_of));
    ledger.record_leads(leads, Agreement{}, as_of);
    ledger.record_routing(leads, routing, as_of);
    ledger.commit(as_of);
}

} // namespace

TEST_CASE("stages are found by comparing nights, within the time they can have been reached", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(1),
              table(columns, {{"L1", "", "New", "inquiry", "", "Web", "", "", "2026-08-30T10:00:00Z"},
                              {"L2", "", "New", "inquiry", "", "Web", "", "", ""},
                              {"", "No.Id@X.example", "New", "inquiry"}}));
    one_night(ledger, night(2), table(columns, {{"L2", "", "Working", "sal"}, {"L3", "", "New", "inquiry"}}));
    one_night(ledger, night(4),
              table(columns, {{"L1", "", "Working", "sal"},
                              {"L2", "", "Working", "sal"},
                              {"", "no.id@x.EXAMPLE", "", "won"}}));
    CHECK(text(ledger.stages()) ==
          "L1,inquiry,2026-08-30T10:00:00Z,2026-09-01T02:00:00Z,export\n"
          "L2,inquiry,,2026-09-01T02:00:00Z,export\n"
          "no.id@x.example,inquiry,,2026-09-01T02:00:00Z,export\n"
          "L2,sal,2026-09-01T02:00:00Z,2026-09-02T02:00:00Z,night-to-night\n"
          "L3,inquiry,,2026-09-02T02:00:00Z,export\n"
          "L1,sal,2026-09-01T02:00:00Z,2026-09-04T02:00:00Z,night-to-night\n"
          "no.id@x.example,won,2026-09-01T02:00:00Z,2026-09-04T02:00:00Z,night-to-night\n");
    CHECK(ledger.check().empty());
}

TEST_CASE("several commands of one night see the night before", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const auto lead = [](std::string stage, std::string qualified) {
        return table(columns, {{"L1", "", "New", std::move(stage), "", "", std::move(qualified)}});
    };
    one_night(ledger, night(1), lead("inquiry", "false"), "ingest");
    one_night(ledger, night(1), lead("inquiry", "false"));
    one_night(ledger, night(2), lead("inquiry", ""), "ingest");
    one_night(ledger, night(2), lead("inquiry", "true"));
    CHECK(text(ledger.stages()) == "L1,inquiry,,2026-09-01T02:00:00Z,export\n"
                                   "L1,mql,2026-09-01T02:00:00Z,2026-09-02T02:00:00Z,night-to-night\n");
    CHECK(ledger.check().empty());
}

TEST_CASE("the first qualification is latched, in the stage too", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const auto lead = [](std::string stage, std::string qualified, std::string grade) {
        return table(columns,
                     {{"L1", "", "", std::move(stage), "", "", std::move(qualified), std::move(grade)}});
    };
    one_night(ledger, night(1), lead("inquiry", "false", "C"));
    CHECK(ledger.qualified().empty());
    one_night(ledger, night(2), lead("inquiry", "true", "A"));
    one_night(ledger, night(3), lead("inquiry", "false", "B"));
    one_night(ledger, night(4), lead("sal", "true", "A"));
    one_night(ledger, night(5), lead("nurture", "true", "A"));
    const std::map<std::string, Instant> expected = {{"L1", night(2)}};
    CHECK(ledger.qualified() == expected);
    CHECK(text(ledger.stages()) == "L1,inquiry,,2026-09-01T02:00:00Z,export\n"
                                   "L1,mql,2026-09-01T02:00:00Z,2026-09-02T02:00:00Z,night-to-night\n"
                                   "L1,sal,2026-09-03T02:00:00Z,2026-09-04T02:00:00Z,night-to-night\n"
                                   "L1,nurture,2026-09-04T02:00:00Z,2026-09-05T02:00:00Z,night-to-night\n");
    CHECK(ledger.check().empty());
}

TEST_CASE("a night on which nothing changed adds a run and nothing else", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const Table leads = table(columns, {{"L1", "", "New", "inquiry", "ana", "Web", "true", "A"},
                                        {"L1", "", "Old", "won", "ben", "Fair", "false", "B"}});
    one_night(ledger, night(1), leads);
    const std::string before = file.dump();
    one_night(ledger, night(2), leads);
    const std::string after = file.dump();
    for (const char* name :
         {"\nstage\n", "\nfact\n", "\nscore\n", "\nkey\n", "\nperson\n", "\nnow_stage\n"}) {
        INFO(name);
        const auto part = [&](const std::string& dump) {
            const std::size_t from = dump.find(name);
            REQUIRE(from != std::string::npos);
            std::size_t end = from + std::string(name).size();
            while (end < dump.size() && (std::isdigit(static_cast<unsigned char>(dump[end])) != 0))
                end = dump.find('\n', end) + 1;
            return dump.substr(from, end - from);
        };
        CHECK(part(before) == part(after));
    }
}

TEST_CASE("a ledger of schema 7, which wrote who was seen in a row each, goes on as it is", "[ledger]") {
    const LedgerFile file;
    {
        Ledger ledger = Ledger::open(file.path());
        one_night(ledger, night(1),
                  table(columns, {{"L1", "", "New", "inquiry"}, {"L2", "", "New", "inquiry"}}));
    }
    file.back_to_schema(7);
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(2), table(columns, {{"L1", "", "New", "inquiry"}, {"L2", "", "New", "inquiry"}}));
    one_night(ledger, night(4), table(columns, {{"L1", "", "New", "sal"}}));
    CHECK(text(ledger.stages()) == "L1,inquiry,,2026-09-01T02:00:00Z,export\n"
                                   "L2,inquiry,,2026-09-01T02:00:00Z,export\n"
                                   "L1,sal,2026-09-02T02:00:00Z,2026-09-04T02:00:00Z,night-to-night\n");
    CHECK(file.rows("SELECT f.vanished, f.last_seen FROM now_fact f JOIN key k ON k.person = f.person WHERE "
                    "k.value = 'L2'") == std::to_string(night(4).time_since_epoch().count()) + "|" +
                                             std::to_string(night(2).time_since_epoch().count()) + "\n");
    CHECK(ledger.check().empty());
}

TEST_CASE("a column that an export lacks leaves its facts alone", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(1), table(columns, {{"L1", "", "New", "inquiry", "ana", "Web"}}));
    one_night(ledger, night(2), table({"lead_id", "owner"}, {{"L1", "ben"}}), "ingest");
    const std::string dump = file.dump();
    CHECK(dump.find("|owner|ben|") != std::string::npos);
    CHECK(dump.find("|New|ben|Web|") != std::string::npos);
}

TEST_CASE("assignments are open until the next, or until the lead is through", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const Table leads = table({"lead_id", "stage"}, {{"L1", "mql"}, {"L2", "mql"}});
    one_routing(ledger, night(1), leads, assign(2, 0, "ana", night(1)));

    RoutePast past = ledger.past(Zone::utc(), night(1, 20));
    REQUIRE(past.known);
    REQUIRE(past.open.size() == 1);
    const RoutePast::Open& open = past.open.at("L1");
    CHECK(open.rep == "ana");
    CHECK(open.pool == "general");
    CHECK(open.route == "everyone else");
    CHECK(open.sla == "hot");
    CHECK(open.due_at == night(1, 10));
    CHECK(open.due_work == 60);
    CHECK(open.assigned_at == night(1));
    CHECK(past.turns.at({"general", "ana"}).owed == 0.5);
    CHECK(past.turns.at({"general", "ana"}).given == 1);
    CHECK(past.last.at("ana") == 1);
    CHECK(past.by_day.at({"ana", std::chrono::year{2026} / 9 / 1}) == 1);

    Routing by_hand;
    by_hand.leads.resize(2);
    by_hand.leads[0] = {
        .outcome = Assignment::Outcome::kept, .rep = "ben", .assigned_at = night(2), .by_hand = true};
    one_routing(ledger, night(2), leads, by_hand);
    past = ledger.past(Zone::utc(), night(2));
    CHECK(past.open.at("L1").rep == "ben");
    CHECK(past.by_day.count({"ana", std::chrono::year{2026} / 9 / 2}) == 0);
    CHECK(past.last.size() == 1);

    one_routing(ledger, night(3), table({"lead_id", "stage"}, {{"L1", "nurture"}, {"L2", "mql"}}), Routing{});
    CHECK(ledger.past(Zone::utc(), night(3)).open.empty());
    one_routing(ledger, night(4), leads, Routing{});
    CHECK(ledger.past(Zone::utc(), night(4)).open.empty());
    one_routing(ledger, night(5), leads, assign(2, 0, "cy", night(5), 2));
    CHECK(ledger.past(Zone::utc(), night(5)).open.at("L1").rep == "cy");
    CHECK(ledger.check().empty());
}

TEST_CASE("leads of the day are counted by the agreement's zone", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const Table leads = table({"lead_id"}, {{"L1"}, {"L2"}});
    one_routing(ledger, night(1, 2), leads, assign(2, 0, "ana", night(1, 2), 1));
    one_routing(ledger, night(1, 6), leads, assign(2, 1, "ana", night(1, 6), 2));
    const Zone newyork = Zone::named("America/New_York");
    CHECK(ledger.past(Zone::utc(), night(1, 7)).by_day.at({"ana", std::chrono::year{2026} / 9 / 1}) == 2);
    CHECK(ledger.past(newyork, night(1, 7)).by_day.at({"ana", std::chrono::year{2026} / 9 / 1}) == 1);
}

TEST_CASE("a tampered ledger does not pass its check", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(1), table(columns, {{"L1", "", "New", "inquiry", "ana", "Web", "true", "A"}}));
    one_routing(ledger, night(2), table({"lead_id"}, {{"L1"}}), assign(1, 0, "ana", night(2)));
    REQUIRE(ledger.check().empty());
    file.run("UPDATE now_stage SET stage = 'won'; UPDATE now_fact SET owner = ''; UPDATE now_score SET grade "
             "= 'D';"
             "DELETE FROM now_assignment; UPDATE now_turn SET owed = 3");
    std::string said;
    for (const Diagnostic& each : ledger.check()) said += each.what + "\n";
    CHECK(said ==
          "now_stage says 'won' of lead 'L1', the history says 'mql'\n"
          "now_fact.owner says nothing of lead 'L1', the history says 'ana'\n"
          "now_score says 'grade D, qualified 1, disqualified 0, first 1788228000000000, run 1' of lead "
          "'L1', the "
          "history says 'grade A, qualified 1, disqualified 0, first 1788228000000000, run 1'\n"
          "now_assignment says nothing of lead 'L1', the history says 'assignment 1, closed never'\n"
          "now_turn says 'owed 3.000000, entitled 0.000000, given 1, made up 0.000000, points 0.000000 of "
          "0.000000, "
          "ahead 0' of ana of pool general, "
          "the history says 'owed 0.500000, entitled 0.000000, given 1, made up 0.000000, points 0.000000 of "
          "0.000000, ahead 0'\n");
}

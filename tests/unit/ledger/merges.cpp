#include "unit/ledger/ledgers.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::tests;

namespace {

const std::vector<std::string> columns = {"lead_id", "status", "stage", "updated_at", "qualified", "grade"};

struct Told {
    std::size_t merged = 0;
    Ledger::Night night;
};

Told one_night(Ledger& ledger, Instant as_of, std::vector<std::vector<std::string>> rows,
               std::vector<Merge> merged = {}, std::string bytes = {}) {
    REQUIRE(ledger.begin(a_run("score", as_of, bytes.empty() ? to_text(as_of) : bytes), as_of));
    const Table leads = table(columns, std::move(rows));
    Merges merges;
    merges.add(merged);
    Told told;
    told.merged = ledger.record_merges(merges, as_of);
    told.night = ledger.record_leads(leads, Agreement{}, as_of);
    ledger.record_scores(leads, Agreement{}, as_of);
    ledger.commit(as_of);
    CHECK(ledger.check().empty());
    return told;
}

void give(Ledger& ledger, Instant as_of, const std::string& lead, const std::string& rep) {
    REQUIRE(ledger.begin(a_run("route", as_of, "route " + to_text(as_of)), as_of));
    Routing routing;
    routing.leads.resize(1);
    routing.leads[0] = {
        .outcome = Assignment::Outcome::assigned, .rep = rep, .pool = "p", .assigned_at = as_of, .number = 1};
    ledger.record_routing(table({"lead_id"}, {{lead}}), routing, as_of);
    ledger.commit(as_of);
}

} // namespace

TEST_CASE("a merged lead's past follows to the survivor", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(1),
              {{"A", "New", "inquiry", "", "true", "B"}, {"B", "Working", "sal", "", "", "C"}});
    give(ledger, night(1), "A", "ana");
    const Told told = one_night(ledger, night(2), {{"B", "Working", "sal", "", "", "C"}}, {{"B", "A", {}}});
    CHECK(told.merged == 1);
    CHECK(told.night.vanished == 0); // a lead that was merged is not gone

    const RoutePast past = ledger.past(Zone::utc(), night(2));
    REQUIRE(past.open.size() == 1);
    CHECK(past.open.begin()->first == "B");
    CHECK(past.open.begin()->second.rep == "ana");
    CHECK(past.open.begin()->second.assigned_at == night(1));
    REQUIRE(past.by_day.size() == 1); // nothing was given twice
    CHECK(past.by_day.begin()->second == 1);
    CHECK(ledger.qualified() == std::map<std::string, Instant>{{"B", night(1)}});
    CHECK(text(ledger.stages()).find("\nA,") == std::string::npos);
    CHECK(text(ledger.stages()).find("B,mql") != std::string::npos);

    // The next night the list says the same, and a row with the old id is the survivor's.
    CHECK(one_night(ledger, night(3), {{"A", "Working", "sal", "", "", "C"}}, {{"B", "A", {}}}).merged == 0);
    CHECK(one_night(ledger, night(4), {{"C", "New", "inquiry", "", "", ""}}, {{"B", "A", {}}, {"C", "B", {}}})
              .merged == 0);
    CHECK(ledger.past(Zone::utc(), night(4)).open.begin()->first == "C");
}

TEST_CASE("a chain of merges over several nights ends at the last survivor", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(1), {{"A", "", "mql"}, {"B", "", "inquiry"}, {"C", "", "sal"}});
    CHECK(one_night(ledger, night(2), {{"B", "", "inquiry"}, {"C", "", "sal"}}, {{"B", "A", {}}}).merged ==
          1);
    CHECK(one_night(ledger, night(3), {{"C", "", "sal"}}, {{"B", "A", {}}, {"C", "B", {}}}).merged == 1);
    const std::string stages = text(ledger.stages());
    CHECK(std::count(stages.begin(), stages.end(), '\n') == 3);
    CHECK(stages.find("A,") == std::string::npos);
    CHECK(stages.find("C,mql") != std::string::npos);
}

TEST_CASE("the survivor keeps its own rep", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(1), {{"A", "", "mql"}, {"B", "", "mql"}});
    give(ledger, night(1), "A", "ana");
    REQUIRE(ledger.begin(a_run("route", night(1), "second"), night(1)));
    Routing routing;
    routing.leads.resize(1);
    routing.leads[0] = {.outcome = Assignment::Outcome::assigned, .rep = "ben", .number = 2};
    ledger.record_routing(table({"lead_id"}, {{"B"}}), routing, night(1));
    ledger.commit(night(1));
    one_night(ledger, night(2), {{"B", "", "mql"}}, {{"B", "A", {}}});
    const RoutePast past = ledger.past(Zone::utc(), night(2));
    REQUIRE(past.open.size() == 1);
    CHECK(past.open.at("B").rep == "ben");
}

TEST_CASE("leads that vanish and come back are known to be gone between", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(1), {{"A", "New", "inquiry"}, {"B", "New", "inquiry"}});
    give(ledger, night(1), "A", "ana");
    CHECK(one_night(ledger, night(2), {{"B", "New", "inquiry"}}).night.vanished == 1);
    CHECK(one_night(ledger, night(3), {{"B", "New", "inquiry"}}).night.vanished == 0); // said once
    CHECK(ledger.past(Zone::utc(), night(3)).open.at("A").vanished);
    const Told back = one_night(ledger, night(4), {{"A", "Working", "sal"}, {"B", "New", "inquiry"}});
    CHECK(back.night.returned == 1);
    CHECK_FALSE(ledger.past(Zone::utc(), night(4)).open.at("A").vanished);
    // What it did while it was away was done since it was last seen.
    CHECK(text(ledger.stages()).find("A,sal,2026-09-01T02:00:00Z,2026-09-04T02:00:00Z,night-to-night") !=
          std::string::npos);
}

TEST_CASE("a row from before what is known changes nothing", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(2), {{"A", "Working", "sal", "2026-09-02"}});
    const std::string before = text(ledger.stages());
    CHECK(one_night(ledger, night(3), {{"A", "New", "inquiry", "2026-09-01"}}).night.late == 1);
    CHECK(text(ledger.stages()) == before);
    CHECK(one_night(ledger, night(4), {{"A", "Won", "won", "2026-09-04"}}).night.late == 0);
    CHECK(text(ledger.stages()) != before);
}

TEST_CASE("the same file on another night says nothing new", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    one_night(ledger, night(1), {{"A", "New", "inquiry"}, {"B", "New", "inquiry"}}, {}, "monday");
    CHECK_FALSE(one_night(ledger, night(2), {{"A", "New", "inquiry"}}, {}, "tuesday").night.same_files);
    const Told again = one_night(ledger, night(3), {{"A", "New", "inquiry"}}, {}, "tuesday");
    CHECK(again.night.same_files);
    CHECK(again.night.vanished == 0);
    // So a change that is seen next can have been at any time since the file was new.
    one_night(ledger, night(4), {{"A", "Working", "sal"}}, {}, "thursday");
    CHECK(text(ledger.stages()).find("A,sal,2026-09-02T02:00:00Z,2026-09-04T02:00:00Z,night-to-night") !=
          std::string::npos);
}

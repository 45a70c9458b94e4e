#include "unit/ledger/ledgers.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::tests;

namespace {

const std::vector<std::string> columns = {"lead_id", "deal_id", "field", "stage", "at"};

Ledger::History one_export(Ledger& ledger, Instant as_of, const Table& changes) {
    REQUIRE(ledger.begin(a_run("ingest", as_of, text(changes)), as_of));
    const Ledger::History history = ledger.record_history(changes, Agreement{}, as_of);
    ledger.commit(as_of);
    return history;
}

void one_night(Ledger& ledger, Instant as_of, const Table& leads) {
    REQUIRE(ledger.begin(a_run("score", as_of, to_text(as_of)), as_of));
    ledger.record_leads(leads, Agreement{}, as_of);
    ledger.record_scores(leads, Agreement{}, as_of);
    ledger.commit(as_of);
}

} // namespace

TEST_CASE("an export of stage changes stands in the ledger once", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const Table changes = table(columns, {{"L1", "", "Status", "sal", "2026-08-20T10:00:00Z"},
                                          {"L1", "", "Status", "inquiry", "2026-08-25T10:00:00Z"},
                                          {"L1", "", "Status", "sal", "2026-08-26T10:00:00Z"},
                                          {"L2", "", "", "Odd Stage", "2026-08-21"},
                                          {"", "D1", "", "Closed Won", "2026-08-22T10:00:00Z"},
                                          {"", "", "", "won", "2026-08-22T10:00:00Z"},
                                          {"L1", "", "Owner", "", "2026-08-22T10:00:00Z"},
                                          {"L1", "", "Status", "sql", "soon"}});
    const Ledger::History first = one_export(ledger, night(1), changes);
    CHECK(first.added == 5);
    CHECK(first.known == 0);
    CHECK(first.deals == 1);
    CHECK(first.nobody == 1);
    CHECK(first.other == 2);
    CHECK(first.unmapped == 1);
    const std::string stages = text(ledger.stages());
    CHECK(stages == "L1,sal,2026-08-20T10:00:00Z,2026-08-20T10:00:00Z,history\n"
                    "L2,Odd Stage,2026-08-21T00:00:00Z,2026-08-21T23:59:59.999999Z,history\n"
                    "L1,inquiry,2026-08-25T10:00:00Z,2026-08-25T10:00:00Z,history\n"
                    "L1,sal,2026-08-26T10:00:00Z,2026-08-26T10:00:00Z,history\n");
    const Ledger::History second = one_export(ledger, night(2), changes);
    CHECK(second.added == 0);
    CHECK(second.known == 5);
    CHECK(text(ledger.stages()) == stages);
    CHECK(text(ledger.deal_stages(*read_instant("2026-08-22"))) ==
          "D1,Closed Won,2026-08-22T10:00:00Z,2026-08-22T10:00:00Z,history\n");
    CHECK(ledger.deal_stages(*read_instant("2026-08-23")).rows() == 0);
    CHECK(ledger.check().empty());
}

TEST_CASE("stage changes night by night or in one export end in the same stages", "[ledger]") {
    const std::vector<std::vector<std::string>> rows = {
        {"L1", "", "", "mql", "2026-08-20T10:00:00Z"},     {"L2", "", "", "mql", "2026-08-20T11:00:00Z"},
        {"L1", "", "", "sal", "2026-09-01T10:00:00Z"},     {"L2", "", "", "nurture", "2026-09-02T10:00:00Z"},
        {"L1", "", "", "inquiry", "2026-09-02T12:00:00Z"}, {"L2", "", "", "mql", "2026-09-03T01:00:00Z"}};
    const Table leads = table(
        {"lead_id", "stage", "created_at", "qualified"},
        {{"L1", "inquiry", "2026-08-19T10:00:00Z", "true"}, {"L2", "mql", "2026-08-19T10:00:00Z", "true"}});
    const LedgerFile one, many;
    Ledger at_once = Ledger::open(one.path()), by_night = Ledger::open(many.path());
    one_export(at_once, night(4), table(columns, rows));
    one_night(at_once, night(4), leads);
    for (int day = 1; day <= 4; ++day) {
        const auto begin = rows.begin() + (day - 1) * 2;
        if (day < 4) one_export(by_night, night(day), table(columns, {begin, begin + 2}));
    }
    one_night(by_night, night(4), leads);
    CHECK(text(at_once.stages()) == text(by_night.stages()));
    CHECK(at_once.check().empty());
    CHECK(by_night.check().empty());
}

TEST_CASE("a lead that only the history knew is new on the night an export first shows it", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    one_export(ledger, night(1),
               table(columns, {{"L1", "", "", "mql", "2026-08-20T10:00:00Z"},
                               {"L2", "", "", "mql", "2026-08-20T10:00:00Z"}}));
    const auto record = [&](Instant as_of, const Table& leads) {
        REQUIRE(ledger.begin(a_run("score", as_of, to_text(as_of)), as_of));
        const Ledger::Night seen = ledger.record_leads(leads, Agreement{}, as_of);
        ledger.commit(as_of);
        return seen;
    };
    const auto first =
        record(night(2), table({"lead_id", "stage", "created_at"}, {{"L1", "mql", "2026-08-19T10:00:00Z"}}));
    CHECK(first.vanished == 0);
    CHECK(first.returned == 0);
    CHECK(text(ledger.stages()) == "L1,mql,2026-08-20T10:00:00Z,2026-08-20T10:00:00Z,history\n"
                                   "L2,mql,2026-08-20T10:00:00Z,2026-08-20T10:00:00Z,history\n"
                                   "L1,mql,2026-08-19T10:00:00Z,2026-09-02T02:00:00Z,export\n");
    CHECK(ledger.check().empty());
}

TEST_CASE("the history of a lead that was merged is not added to its survivor again", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const Table changes = table(columns, {{"L1", "", "", "mql", "2026-08-20T10:00:00Z"}});
    one_export(ledger, night(1), changes);
    one_night(ledger, night(2), table({"lead_id", "stage"}, {{"L1", "mql"}, {"L2", "mql"}}));
    REQUIRE(ledger.begin(a_run("score", night(3), "merged"), night(3)));
    Merges merges;
    const Merge merge{.survivor = "L2", .merged = "L1", .at = std::nullopt};
    merges.add(std::span(&merge, 1));
    ledger.record_merges(merges, night(3));
    ledger.commit(night(3));
    CHECK(one_export(ledger, night(4), changes).known == 1);
}

TEST_CASE("the ledger knows under which version each lead was judged", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const auto judge = [&](Instant as_of, std::string version,
                           const std::vector<std::vector<std::string>>& rows) {
        Ledger::Run run = a_run("score", as_of, to_text(as_of));
        run.agreement_version = std::move(version);
        run.agreement_sha256 = "0123456789abcdef" + to_text(as_of);
        const Table leads = table({"lead_id", "grade", "qualified", "disqualified"}, rows);
        REQUIRE(ledger.begin(run, as_of));
        ledger.record_leads(leads, Agreement{}, as_of);
        ledger.record_scores(leads, Agreement{}, as_of);
        ledger.commit(as_of);
    };
    judge(night(1), "1", {{"L1", "A", "true", "false"}, {"L2", "C", "false", "false"}});
    judge(night(2), "2",
          {{"L1", "A", "true", "false"}, {"L2", "C", "false", "false"}, {"L3", "A", "true", "false"}});
    CHECK(ledger.versions() == std::map<std::string, std::string>{{"L1", "1"}, {"L2", "2"}, {"L3", "2"}});
    // A file without a version is told by its bytes.
    judge(night(3), "2", {{"L1", "A", "true", "false"}, {"L2", "C", "false", "false"}});
    judge(night(4), "", {{"L1", "A", "true", "false"}, {"L2", "C", "true", "false"}});
    CHECK(ledger.versions() ==
          std::map<std::string, std::string>{{"L1", "1"}, {"L2", "0123456789ab"}, {"L3", "2"}});
    CHECK(ledger.check().empty());
}

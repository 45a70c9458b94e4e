#include "unit/ledger/ledgers.hpp"
#include "unit/route/routings.hpp"

#include <handoff/followup.hpp>

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::tests;

namespace {

Agreement with_clocks() {
    Agreement agreement = three_reps();
    Sla hot{.name = "hot", .breach = Sla::Breach::reroute, .reroutes = 1, .escalate_to = "cy"};
    hot.first_touch = Sla::Target{.length = std::chrono::hours(1), .text = "1h"};
    agreement.slas = {hot};
    agreement.routes[0].sla = "hot";
    agreement.pauses = {{.code = "on-hold", .when = Expression::parse("status = 'On hold'")}};
    agreement.dispositions = {
        {.code = "unreachable", .wake = std::chrono::hours(48), .earned_by_attempts = true}};
    return agreement;
}

/// One night of `handoff route --ledger`, on which these leads have broken clocks and these answers came.
struct OneNight {
    std::vector<std::string> broken = {};
    std::vector<Answer> answers = {};
    std::vector<Answer> earned = {};
};
Routing run_night(Ledger& ledger, const Agreement& agreement, const Table& leads, int day,
                  const OneNight& that = {}) {
    const Instant as_of = night(day);
    REQUIRE(ledger.begin(a_run("route", as_of, to_text(as_of)), as_of));
    ledger.record_answers(that.answers, agreement, as_of);
    ledger.settle_answers(that.earned, agreement, as_of);
    RoutePast past = ledger.past(agreement.timezone, as_of);
    for (const std::string& lead : that.broken) past.broken[lead] = {"the first touch", night(day - 1, 3)};
    Routing routing = route(leads, agreement, past, as_of);
    ledger.record_leads(leads, agreement, as_of);
    ledger.record_scores(leads, as_of);
    ledger.record_routing(leads, routing, as_of);
    ledger.record_holds(leads, agreement, as_of);
    ledger.commit(as_of);
    CHECK(ledger.check().empty());
    return routing;
}

Answer unreachable(const std::string& rep, Instant at) {
    return {
        .lead = "L1", .rep = rep, .verdict = Answer::Verdict::reject, .disposition = "unreachable", .at = at};
}

std::string told(const std::vector<Hold>& holds) {
    std::string text;
    for (const Hold& each : holds)
        text += each.lead + " " + each.code + " " + to_text(each.from) + " " +
                (each.to ? to_text(*each.to) : "still") + "\n";
    return text;
}

} // namespace

TEST_CASE("broken clocks are remembered: who missed a lead never gets it again", "[ledger][route]") {
    const LedgerFile file;
    const Agreement agreement = with_clocks();
    Ledger ledger = Ledger::open(file.path());
    const Table leads = fresh_leads(2);
    CHECK(reps(run_night(ledger, agreement, leads, 1)) == "ana ben");
    CHECK(reps(run_night(ledger, agreement, leads, 2, {.broken = {"L1"}})) == "cy ben");
    const RoutePast past = ledger.past(agreement.timezone, night(3));
    REQUIRE(past.missed.at("L1").size() == 1);
    CHECK(past.missed.at("L1")[0].rep == "ana");
    CHECK(past.missed.at("L1")[0].at == night(2));
    CHECK_FALSE(past.open.at("L2").escalated);

    // Ben may be told of by Cy; Cy, who has the lead now and would be told, is not told of itself.
    CHECK(run_night(ledger, agreement, leads, 3, {.broken = {"L1"}}).escalated == 0);
    Agreement told_now = agreement;
    told_now.slas[0].breach = Sla::Breach::escalate;
    CHECK(run_night(ledger, told_now, leads, 4, {.broken = {"L2"}}).escalated == 1);
    CHECK(ledger.past(agreement.timezone, night(5)).open.at("L2").escalated);
    CHECK(run_night(ledger, told_now, leads, 5, {.broken = {"L2"}}).escalated == 0);

    const auto breaches = ledger.breaches();
    REQUIRE(breaches.size() == 2);
    CHECK(breaches[0].lead == "L1");
    CHECK(breaches[0].rep == "ana");
    CHECK(breaches[0].missed == "the first touch");
    CHECK(breaches[0].due == night(1, 3));
    CHECK(breaches[0].told.empty());
    CHECK(breaches[1].lead == "L2");
    CHECK(breaches[1].told == "cy");
}

TEST_CASE("handovers say which of them came after another rep's", "[ledger]") {
    const LedgerFile file;
    const Agreement agreement = with_clocks();
    Ledger ledger = Ledger::open(file.path());
    const Table leads = fresh_leads(1);
    run_night(ledger, agreement, leads, 1);
    CHECK_FALSE(ledger.open_handovers().at(0).again);
    run_night(ledger, agreement, leads, 2, {.broken = {"L1"}});
    const auto all = ledger.handovers(), open = ledger.open_handovers();
    REQUIRE(all.size() == 2);
    CHECK(all[0].ended == night(2));
    CHECK_FALSE(all[0].again);
    CHECK(all[1].again);
    REQUIRE(open.size() == 1);
    CHECK(open[0].rep == "ben");
    CHECK(open[0].at == night(2));
    CHECK(open[0].due_at == night(2, 3));
    CHECK(open[0].again);
}

TEST_CASE("holds are remembered from night to night, of leads that somebody has", "[ledger]") {
    const LedgerFile file;
    const Agreement agreement = with_clocks();
    Ledger ledger = Ledger::open(file.path());
    const auto shown = [](const char* status, const char* updated) {
        return tests::leads({"status", "updated_at", "stage"},
                            {{status, updated, "mql"}, {"On hold", "", "lost"}});
    };
    run_night(ledger, agreement, shown("Open", ""), 1);
    CHECK(ledger.holds().empty());
    run_night(ledger, agreement, shown("On hold", "2026-09-01T10:00:00Z"), 2);
    CHECK(told(ledger.holds()) == "L1 on-hold 2026-09-01T10:00:00Z still\n");
    run_night(ledger, agreement, shown("On hold", "2026-09-02T10:00:00Z"), 3); // nothing new
    CHECK(told(ledger.holds()) == "L1 on-hold 2026-09-01T10:00:00Z still\n");
    run_night(ledger, agreement, shown("Open", ""), 4); // it ended some time before
    run_night(ledger, agreement, shown("On hold", ""), 5);
    CHECK(told(ledger.holds()) == "L1 on-hold 2026-09-01T10:00:00Z " + to_text(night(4)) + "\nL1 on-hold " +
                                      to_text(night(5)) + " still\n");
}

TEST_CASE("an answer that must be earned ends nothing until it is", "[ledger][route]") {
    const LedgerFile file;
    const Agreement agreement = with_clocks();
    Ledger ledger = Ledger::open(file.path());
    const Table leads = fresh_leads(1);
    run_night(ledger, agreement, leads, 1);
    const Answer answer = unreachable("ana", night(1, 10));
    CHECK(reps(run_night(ledger, agreement, leads, 2, {.answers = {answer}})) == "ana");
    CHECK(ledger.unsettled() == std::vector<Answer>{answer});
    CHECK(ledger.answers() == std::vector<Answer>{answer});
    // Touches that were missing then may come to light.
    CHECK(reps(run_night(ledger, agreement, leads, 3, {.earned = {answer}})) == "-");
    CHECK(ledger.unsettled().empty());
    const auto handovers = ledger.handovers();
    REQUIRE(handovers.size() == 1);
    CHECK(handovers[0].ended == answer.at);
    CHECK(reps(run_night(ledger, agreement, leads, 4)) == "ben"); // it woke 48 hours after the answer
}

TEST_CASE("a later acceptance takes back what was not earned", "[ledger]") {
    const LedgerFile file;
    const Agreement agreement = with_clocks();
    Ledger ledger = Ledger::open(file.path());
    const Table leads = fresh_leads(1);
    run_night(ledger, agreement, leads, 1);
    run_night(ledger, agreement, leads, 2, {.answers = {unreachable("ana", night(1, 10))}});
    CHECK(ledger.unsettled().size() == 1);
    run_night(ledger, agreement, leads, 3, {.answers = {{.lead = "L1", .rep = "ana", .at = night(2, 10)}}});
    CHECK(ledger.unsettled().empty());
    CHECK(ledger.open_handovers().size() == 1);
}

#include "unit/ledger/ledgers.hpp"
#include "unit/route/routings.hpp"

#include <handoff/followup.hpp>
#include <handoff/text_pool.hpp>

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
    ledger.record_scores(leads, Agreement{}, as_of);
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
    TextPool texts;
    CHECK_FALSE(ledger.open_handovers({}, texts).at(0).again);
    run_night(ledger, agreement, leads, 2, {.broken = {"L1"}});
    const auto all = ledger.handovers(texts), open = ledger.open_handovers({}, texts);
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
    TextPool texts;
    const auto handovers = ledger.handovers(texts);
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
    TextPool texts;
    CHECK(ledger.open_handovers({}, texts).size() == 1);
}

TEST_CASE("clocks that are over are not judged again, unless an answer waits", "[ledger]") {
    const LedgerFile file;
    const Agreement agreement = with_clocks();
    Ledger ledger = Ledger::open(file.path());
    const Table leads = fresh_leads(2);
    run_night(ledger, agreement, leads, 1);
    const auto open = [&](std::string_view sha256) {
        std::string text;
        TextPool texts;
        for (const Handover& each : ledger.open_handovers(sha256, texts)) (text += each.lead) += " ";
        return text;
    };
    CHECK(open("abc") == "L1 L2 ");
    REQUIRE(ledger.begin(a_run("route", night(2), "over"), night(2)));
    const std::vector<std::string> over = {"L1"};
    ledger.record_clocks_over(over);
    ledger.commit(night(2));
    CHECK(open("abc") == "L2 ");
    CHECK(open("of another agreement") == "L1 L2 ");
    CHECK(open("") == "L1 L2 ");
    CHECK(ledger.check().empty());

    run_night(ledger, agreement, leads, 3, {.answers = {unreachable("ana", night(2, 10))}});
    CHECK(open("abc") == "L1 L2 ");
    run_night(ledger, agreement, leads, 4, {.answers = {{.lead = "L1", .rep = "ana", .at = night(3, 10)}}});
    CHECK(open("abc") == "L2 ");
    run_night(ledger, agreement, leads, 5, {.broken = {"L1"}}); // another rep has it: its clock is new
    CHECK(open("abc") == "L2 L1 ");
}

TEST_CASE("an answer that must be earned is judged again after its lead was merged", "[ledger][route]") {
    const LedgerFile file;
    const Agreement agreement = with_clocks();
    Ledger ledger = Ledger::open(file.path());
    run_night(ledger, agreement, fresh_leads(1), 1);
    Answer answer = unreachable("ana", night(1, 10));
    run_night(ledger, agreement, fresh_leads(1), 2, {.answers = {answer}});

    const Table survivor = table({"lead_id", "stage", "qualified"}, {{"S", "mql", "true"}});
    REQUIRE(ledger.begin(a_run("score", night(3), "merged"), night(3)));
    ledger.record_leads(
        table({"lead_id", "stage", "qualified"}, {{"L1", "mql", "true"}, {"S", "mql", "true"}}), agreement,
        night(3));
    Merges merges;
    merges.add(std::vector<Merge>{{"S", "L1", {}}});
    CHECK(ledger.record_merges(merges, night(3)) == 1);
    ledger.commit(night(3));
    answer.lead = "S";
    CHECK(ledger.unsettled() == std::vector<Answer>{answer});
    const std::vector<std::string> lead = {"S"}, merged = {"L1"};
    CHECK(ledger.answers_of(lead) == std::vector<Answer>{answer});
    CHECK(ledger.answers_of(merged).empty());

    REQUIRE(ledger.begin(a_run("route", night(4), "settled"), night(4)));
    CHECK(ledger.settle_answers(std::vector<Answer>{answer}, agreement, night(4)).ended == 1);
    ledger.commit(night(4));
    CHECK(ledger.unsettled().empty());
    CHECK(ledger.check().empty());
    TextPool texts;
    REQUIRE(ledger.handovers_of("S", texts).size() == 1);
    CHECK(ledger.handovers_of("S", texts)[0].ended == answer.at);
    CHECK(ledger.past(agreement.timezone, night(5)).handed_back.at("S").disposition == "unreachable");
}

TEST_CASE("what is asked of one lead is what is known of all, for it", "[ledger]") {
    const LedgerFile file;
    const Agreement agreement = with_clocks();
    Ledger ledger = Ledger::open(file.path());
    const auto shown = [](const char* status) {
        return tests::leads({"status", "stage"}, {{status, "mql"}, {status, "mql"}});
    };
    run_night(ledger, agreement, shown("Open"), 1);
    run_night(ledger, agreement, shown("On hold"), 2, {.answers = {unreachable("ana", night(1, 10))}});
    run_night(ledger, agreement, shown("Open"), 3, {.broken = {"L1"}});
    const std::vector<std::string> one = {"L1"};
    const auto of_all = [](auto all) {
        std::erase_if(all, [](const auto& each) { return each.lead != "L1"; });
        return all;
    };
    CHECK(ledger.answers_of(one) == of_all(ledger.answers()));
    CHECK(told(ledger.holds_of(one)) == told(of_all(ledger.holds())));
    CHECK(ledger.breaches_of("L1").size() == of_all(ledger.breaches()).size());
    TextPool texts;
    const auto some = ledger.handovers_of("L1", texts), all = of_all(ledger.handovers(texts));
    REQUIRE(some.size() == 2);
    REQUIRE(all.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(some[i].rep == all[i].rep);
        CHECK(some[i].at == all[i].at);
        CHECK(some[i].ended == all[i].ended);
        CHECK(some[i].again == all[i].again);
    }
}

#include "unit/ledger/ledgers.hpp"
#include "unit/route/routings.hpp"

#include <handoff/followup.hpp>
#include <handoff/text_pool.hpp>

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::tests;

namespace {

Agreement with_dispositions() {
    Agreement agreement = three_reps();
    using Then = Disposition::Then;
    agreement.dispositions = {{.code = "no-budget", .then = Then::nurture, .wake = std::chrono::hours(48)},
                              {.code = "wrong-person", .then = Then::reroute, .no_fault = true},
                              {.code = "not-a-fit", .then = Then::disqualify}};
    return agreement;
}

Answer says(std::string lead, std::string rep, std::string disposition, Instant at) {
    const auto verdict = disposition.empty() ? Answer::Verdict::accept : Answer::Verdict::reject;
    return {.lead = std::move(lead),
            .rep = std::move(rep),
            .verdict = verdict,
            .disposition = std::move(disposition),
            .at = at};
}

/// One night of `handoff route --ledger`, with the answers known by then.
struct Night {
    Routing routing;
    Ledger::Answered answered;
};
Night run_night(Ledger& ledger, const Agreement& agreement, const Table& leads, int day,
                const std::vector<Answer>& answers) {
    Night done;
    const Instant as_of = night(day);
    if (ledger.begin(a_run("route", as_of, to_text(as_of)), as_of)) {
        done.answered = ledger.record_answers(answers, agreement, as_of);
        done.routing = route(leads, agreement, ledger.past(agreement.timezone, as_of), as_of);
        ledger.record_leads(leads, agreement, as_of);
        ledger.record_scores(leads, Agreement{}, as_of);
        ledger.record_routing(leads, done.routing, as_of);
        ledger.commit(as_of);
    } else {
        done.routing = route(leads, agreement, ledger.past(agreement.timezone, as_of), as_of);
    }
    CHECK(ledger.check().empty());
    return done;
}

} // namespace

TEST_CASE("a rejected lead is nurtured, wakes, and goes on to a rep", "[ledger][route]") {
    const LedgerFile file;
    const Agreement agreement = with_dispositions();
    Ledger ledger = Ledger::open(file.path());
    const Table leads = fresh_leads(1);
    const std::string lead(leads[*leads.find("lead_id")].cells[0]);
    CHECK(reps(run_night(ledger, agreement, leads, 1, {}).routing) == "ana");

    const std::vector<Answer> answers = {says(lead, "ana", "no-budget", night(1, 10))};
    const Night second = run_night(ledger, agreement, leads, 2, answers);
    CHECK(second.answered.added == 1);
    CHECK(second.answered.ended == 1);
    CHECK(reps(second.routing) == "-");
    CHECK(second.routing.not_taken == 1);
    TextPool texts;
    REQUIRE(ledger.handovers(texts).size() == 1);
    CHECK(ledger.handovers(texts)[0].ended == night(1, 10));

    const std::string before = file.dump();
    CHECK(reps(run_night(ledger, agreement, leads, 2, answers).routing) == "-");
    CHECK(file.dump() == before);

    const Night fourth = run_night(ledger, agreement, leads, 4, answers);
    CHECK(fourth.answered.known == 1);
    CHECK(fourth.routing.assigned == 1);
    CHECK(reasons(fourth.routing, 0).find("wakes from nurture since 2026-09-01, was 'no-budget' by ana") !=
          std::string::npos);
    CHECK(ledger.handovers(texts).size() == 2);
    CHECK(ledger.answers() == answers);
}

TEST_CASE("a lead that is routed again goes to nobody who had it, and no more than three times",
          "[ledger][route]") {
    const LedgerFile file;
    const Agreement agreement = with_dispositions();
    Ledger ledger = Ledger::open(file.path());
    const Table leads = fresh_leads(1);
    const std::string lead(leads[*leads.find("lead_id")].cells[0]);
    std::vector<Answer> answers;
    std::string had;
    for (int day = 1; day <= 3; ++day) {
        const Night done = run_night(ledger, agreement, leads, day, answers);
        REQUIRE(done.routing.assigned == 1);
        const std::string rep = reps(done.routing);
        CHECK(had.find(rep) == std::string::npos);
        had += rep + " ";
        CHECK(done.answered.made_up == (day == 1 ? 0 : 1));
        answers.push_back(says(lead, rep, "wrong-person", night(day, 10)));
    }
    const Night last = run_night(ledger, agreement, leads, 4, answers);
    CHECK(last.routing.not_taken == 1);
    CHECK(last.routing.worn_out == std::vector<std::uint32_t>{0});
    const RoutePast past = ledger.past(agreement.timezone, night(5));
    CHECK(past.made_up.at({"general", "ana"}) == 1);
}

TEST_CASE("a lead that is disqualified is not routed any more", "[ledger][route]") {
    const LedgerFile file;
    const Agreement agreement = with_dispositions();
    Ledger ledger = Ledger::open(file.path());
    const Table leads = fresh_leads(1);
    const std::string lead(leads[*leads.find("lead_id")].cells[0]);
    run_night(ledger, agreement, leads, 1, {});
    run_night(ledger, agreement, leads, 2, {says(lead, "ana", "not-a-fit", night(1, 10))});
    CHECK(run_night(ledger, agreement, leads, 20, {}).routing.not_taken == 1);
}

TEST_CASE("answers that end nothing are counted", "[ledger]") {
    const LedgerFile file;
    const Agreement agreement = with_dispositions();
    Ledger ledger = Ledger::open(file.path());
    const Table leads = fresh_leads(1);
    const std::string lead(leads[*leads.find("lead_id")].cells[0]);
    run_night(ledger, agreement, leads, 1, {});
    const Night done = run_night(
        ledger, agreement, leads, 2,
        {says("nobody", "ana", "no-budget", night(1, 10)), says(lead, "ben", "no-budget", night(1, 10)),
         says(lead, "ana", "no-budget", night(1, 1)), says(lead, "ana", "no-budget", night(2, 10)),
         says(lead, "ana", "not-a-fit", night(1, 11)), says(lead, "ana", "", night(1, 12))});
    CHECK(done.answered.unknown == std::vector<std::string>{"nobody"});
    CHECK(done.answered.added == 4);
    CHECK(done.answered.idle == 2);
    CHECK(done.answered.later == 1);
    CHECK(done.answered.ended == 0); // the last word was yes
    CHECK(reps(done.routing) == "ana");
}

namespace {

/// As run_night, after these leads were merged.
Routing merged_night(Ledger& ledger, const Agreement& agreement, const Table& leads, int day,
                     const std::vector<Merge>& list) {
    const Instant as_of = night(day);
    REQUIRE(ledger.begin(a_run("route", as_of, "merged " + to_text(as_of)), as_of));
    Merges merges;
    merges.add(list);
    ledger.record_merges(merges, as_of);
    Routing routing = route(leads, agreement, ledger.past(agreement.timezone, as_of), as_of);
    ledger.record_leads(leads, agreement, as_of);
    ledger.record_routing(leads, routing, as_of);
    ledger.commit(as_of);
    CHECK(ledger.check().empty());
    return routing;
}

Table named(const std::vector<std::string>& ids) {
    std::vector<std::vector<std::string>> rows;
    for (const std::string& id : ids) rows.push_back({id, "true"});
    return table({"lead_id", "qualified"}, rows);
}

} // namespace

TEST_CASE("a lead in nurture stays there when it is merged into one that nobody had", "[ledger][route]") {
    const LedgerFile file;
    const Agreement agreement = with_dispositions();
    Ledger ledger = Ledger::open(file.path());
    run_night(ledger, agreement, named({"L1"}), 1, {});
    run_night(ledger, agreement, named({"L1"}), 2, {says("L1", "ana", "no-budget", night(1, 10))});
    CHECK(reps(merged_night(ledger, agreement, named({"L9"}), 2, {{"L9", "L1", {}}})) == "-");

    const LedgerFile other; // and where the survivor was known before, over a chain
    Ledger second = Ledger::open(other.path());
    Table all = named({"L1", "L2", "L3"});
    all[1].cells[1] = all[1].cells[2] = "false";
    run_night(second, agreement, all, 1, {});
    run_night(second, agreement, all, 2, {says("L1", "ana", "no-budget", night(1, 10))});
    CHECK(reps(merged_night(second, agreement, named({"L2", "L3"}), 2, {{"L2", "L1", {}}})) == "- ben");
    const Routing routing =
        merged_night(second, agreement, named({"L3"}), 3, {{"L2", "L1", {}}, {"L3", "L2", {}}});
    CHECK(reps(routing) == "ben"); // whoever works on the survivor keeps it
}

TEST_CASE("of two merged leads in nurture, the later answer says what follows", "[ledger][route]") {
    const Agreement agreement = with_dispositions();
    for (const bool first_is_later : {true, false}) {
        const LedgerFile fresh;
        Ledger ledger = Ledger::open(fresh.path());
        run_night(ledger, agreement, named({"L1", "L2"}), 1, {});
        run_night(ledger, agreement, named({"L1", "L2"}), 2,
                  {says("L1", "ana", first_is_later ? "no-budget" : "not-a-fit",
                        night(1, first_is_later ? 12 : 10)),
                   says("L2", "ben", first_is_later ? "not-a-fit" : "no-budget", night(1, 11))});
        CHECK(reps(merged_night(ledger, agreement, named({"L2"}), 2, {{"L2", "L1", {}}})) == "-");
        const RoutePast past = ledger.past(agreement.timezone, night(3));
        CHECK(past.handed_back.at("L2").disposition == "no-budget");
        CHECK(past.handed_back.at("L2").rep == (first_is_later ? "ana" : "ben"));
        CHECK(past.handed_back.at("L2").reps == std::vector<std::string>{"ana", "ben"});
        // It wakes, and both reps know it.
        CHECK(reps(merged_night(ledger, agreement, named({"L2"}), 4, {{"L2", "L1", {}}})) == "cy");
    }
}

#include "unit/ledger/ledgers.hpp"
#include "unit/route/routings.hpp"

#include <handoff/followup.hpp>

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
        ledger.record_scores(leads, as_of);
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
    REQUIRE(ledger.handovers().size() == 1);
    CHECK(ledger.handovers()[0].ended == night(1, 10));

    const std::string before = file.dump();
    CHECK(reps(run_night(ledger, agreement, leads, 2, answers).routing) == "-");
    CHECK(file.dump() == before);

    const Night fourth = run_night(ledger, agreement, leads, 4, answers);
    CHECK(fourth.answered.known == 1);
    CHECK(fourth.routing.assigned == 1);
    CHECK(reasons(fourth.routing, 0).find("wakes from nurture since 2026-09-01, was 'no-budget' by ana") !=
          std::string::npos);
    CHECK(ledger.handovers().size() == 2);
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

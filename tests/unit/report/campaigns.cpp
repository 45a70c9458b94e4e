#include "report/campaigns.hpp"

#include "unit/report/tables.hpp"

#include <handoff/error.hpp>

using namespace handoff;

namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

Agreement agreement() {
    Agreement agreement;
    agreement.currency = "USD";
    agreement.rates = {{"EUR", 2}};
    agreement.lifecycle.stages = {"inquiry", "mql", "sal", "opportunity", "won"};
    return agreement;
}

/// Two campaigns with a cost, one of them without a why, and one that costs nothing known.
ReportInput input_of(const Agreement& agreement) {
    ReportInput input;
    input.agreement = &agreement;
    input.as_of = *read_instant("2026-07-15T12:00:00Z");
    input.campaigns = table_of({"campaign_id", "name", "channel", "starts_on", "cost", "currency", "why"},
                               {{"c1", "Fair", "Event", "2026-01-10", "1000", "", "meet them"},
                                {"c2", "Mailing", "Email", "2026-06-15", "600", "EUR", ""},
                                {"c3", "Word of mouth", "", "", "", "", ""}});
    input.leads = table_of({"lead_id", "campaign_id", "stage", "created_at"},
                           {{"1", "c1", "sal", "2026-01-05"},           // before the fair
                            {"2", "c1", "inquiry", "2026-02-09"},       // 30 days after it
                            {"3", "c1", "mql", "2026-02-10T00:00:00Z"}, // 31
                            {"4", "c2", "inquiry", "2026-06-20"},
                            {"5", "c9", "sal", "2026-06-20"},
                            {"6", "", "sal", "2026-06-20"},
                            {"7", "c3", "sal", "2026-06-20"}});
    input.deals = table_of(
        {"deal_id", "lead_id", "campaign_id", "amount", "currency", "status", "created_at", "closed_at"},
        {{"d1", "3", "", "3000", "", "won", "2026-02-01", "2026-05-01"},
         {"d2", "2", "", "500", "", "lost", "2026-04-01", "2026-05-01"},
         {"d3", "1", "c2", "100", "EUR", "open", "2026-06-16", ""}});
    return input;
}

} // namespace

TEST_CASE("campaigns cost, and what came of them by 30 and by 180 days", "[report]") {
    const Agreement agreed = agreement();
    const Report report = campaigns(input_of(agreed));
    CHECK(texts(report, "after_30", "campaign") ==
          Texts{"Mailing", "Fair", "Word of mouth"}); // the dearest first
    CHECK(numbers(report, "after_30", "cost") == Numbers{1200, 1000, -1});
    CHECK(numbers(report, "after_30", "leads") == Numbers{1, 2, 0});
    CHECK(numbers(report, "after_30", "accepted") == Numbers{0, 0, 0}); // as their deals show, later
    CHECK(numbers(report, "after_30", "cost_per_accepted") == Numbers{-1, -1, -1});
    CHECK(numbers(report, "after_30", "pipeline") == Numbers{200, 3000, 0});
    CHECK(numbers(report, "after_30", "revenue") == Numbers{0, 0, 0});
    CHECK(numbers(report, "after_180", "leads") == Numbers{1, 3, 0});
    CHECK(numbers(report, "after_180", "accepted") == Numbers{0, 3, 0});
    CHECK(numbers(report, "after_180", "pipeline") == Numbers{200, 3500, 0});
    CHECK(numbers(report, "after_180", "revenue") == Numbers{0, 3000, 0});
    CHECK(numbers(report, "after_180", "return") == Numbers{-1, 2, -1}); // Mailing lost all of it
    // All of those that are old enough: the mailing is not.
    CHECK(std::get<double>(report.tables[1].total[3].value) == 1000);
    CHECK(std::get<double>(report.tables[1].total.back().value) == Approx((3000.0 - 1000) / 1000));
    CHECK(std::get<double>(report.tables[2].total[3].value) == 2200);
}

TEST_CASE("a lead that sales accepted later than a look is not accepted in it", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.leads = table_of({"lead_id", "campaign_id", "stage", "created_at"},
                           {{"1", "c1", "sal", "2026-01-05"},   // accepted at once
                            {"2", "c1", "sal", "2026-01-05"},   // months later
                            {"3", "c1", "sal", "2026-01-05"},   // nobody knows when
                            {"4", "c1", "sal", "2026-01-05"}}); // as a rep answered
    input.deals = {};
    input.history =
        table_of({"lead_id", "stage", "at"}, {{"1", "sal", "2026-01-20"}, {"2", "sal", "2026-06-01"}});
    input.answers.push_back(
        {.lead = "4", .verdict = Answer::Verdict::accept, .at = *read_instant("2026-03-01")});
    const Report report = campaigns(input);
    CHECK(numbers(report, "after_30", "accepted")[1] == 2);
    CHECK(numbers(report, "after_180", "accepted")[1] == 4);
    CHECK(numbers(report, "to_date", "accepted")[1] == 4);
    CHECK(report.tables[0].notes.back() ==
          "1 accepted lead of which nothing says when: counted, whenever it was");
    CHECK(report.tables[2].notes.empty());
}

TEST_CASE("what is said about campaigns", "[report]") {
    const Agreement agreed = agreement();
    const Report report = campaigns(input_of(agreed));
    CHECK(report.tables[0].notes == Texts{"1 campaign began no more than 30 days ago and may still grow, so "
                                          "that 'all' is without it: 'Mailing'"});
    CHECK(report.tables[1].notes == Texts{"1 campaign began no more than 180 days ago and may still grow, so "
                                          "that 'all' is without it: 'Mailing'"});
    CHECK(
        report.notes ==
        Texts{
            "1,200 USD spent without a 'why': 'Mailing'",
            "1 campaign without a readable starts_on: nothing is known to have come in time, and 'all' by 30 "
            "and by 180 days is without it",
            "1 lead of campaigns that are not in the list: left out", "1 lead of no campaign",
            "amounts in EUR are counted as 2 USD each",
            "1 campaign without an amount: counted, worth nothing in the sums",
            "amounts in EUR are counted as 2 USD each"});
}

TEST_CASE("a look for which no campaign is old enough is one line", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.as_of = *read_instant("2026-07-09T12:00:00Z"); // the fair began 180 days before
    const Report report = campaigns(input);
    CHECK(table_named(report, "after_180").rows.empty());
    CHECK(table_named(report, "after_180").total.empty());
    CHECK(table_named(report, "after_180").columns.size() == 10); // programs find it as ever
    CHECK(table_named(report, "after_180").notes ==
          Texts{"no campaign is old enough: none began more than 180 days ago"});
    CHECK(table_named(report, "after_30").rows.size() == 3);
    CHECK(table_named(report, "to_date").rows.size() == 3);
    input.as_of = *read_instant("2026-07-10T12:00:00Z");
    CHECK(table_named(campaigns(input), "after_180").rows.size() == 3);
}

TEST_CASE("campaigns need campaigns", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.campaigns = {};
    try {
        (void)campaigns(input);
        FAIL("nothing was refused");
    } catch (const Error& error) {
        CHECK(
            std::string(error.what()) ==
            "error: the report 'campaigns' needs campaigns\n  hint: name their file with --campaigns, or in "
            "[exports.campaigns] of the agreement\n");
    }
}

TEST_CASE("members of a campaign are its leads", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.members = table_of({"campaign_id", "lead_id", "responded", "at"},
                             {{"c1", "6", "true", "2026-01-20"},  // named no campaign itself
                              {"c1", "6", "true", "2026-05-20"},  // again
                              {"c2", "1", "true", "2026-06-16"},  // of two campaigns
                              {"c2", "2", "false", "2026-06-16"}, // was only written to
                              {"c2", "99", "true", "2026-06-16"}, // nobody we know
                              {"c8", "3", "true", "2026-06-16"}});
    const Report report = campaigns(input);
    CHECK(texts(report, "after_30", "campaign") == Texts{"Mailing", "Fair", "Word of mouth"});
    CHECK(numbers(report, "after_30", "leads") == Numbers{2, 3, 0});
    CHECK(numbers(report, "to_date", "leads") == Numbers{2, 4, 1});
    CHECK(std::get<double>(table_named(report, "to_date").total[4].value) == 6); // lead 1 is one lead
    CHECK(std::count(report.notes.begin(), report.notes.end(),
                     "1 member of campaigns who did not respond: not counted") == 1);
    CHECK(std::count(report.notes.begin(), report.notes.end(),
                     "1 member of campaigns who are none of these leads") == 1);
}

TEST_CASE("what was spent is only told where some cost is known", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    CHECK(campaigns(input).facts.size() == 2);
    input.campaigns = table_of({"campaign_id", "name", "starts_on"}, {{"c1", "Fair", "2026-01-10"}});
    const Report report = campaigns(input);
    REQUIRE(report.facts.size() == 1);
    CHECK(report.facts.front().first == "campaign");
}

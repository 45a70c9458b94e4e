#include "report/cohorts.hpp"

#include "report/funnel.hpp"
#include "unit/report/tables.hpp"

using namespace handoff;

namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("cohorts estimate what open leads will do", "[report]") {
    Agreement agreement;
    agreement.lifecycle.stages = {"inquiry", "won"};
    ReportInput input;
    input.agreement = &agreement;
    input.as_of = *read_instant("2026-03-20T00:00:00Z");
    input.cohort = "month";
    // Three of each in January, six of each in March.
    std::vector<std::vector<std::string>> leads, deals;
    for (const char* each : {"a", "b", "c", "d", "e", "f"}) {
        const std::string id = each;
        if (id <= "c") {
            leads.push_back({"1" + id, "inquiry", "2026-01-01", ""});
            leads.push_back({"2" + id, "inquiry", "2026-01-01", ""});
            leads.push_back({"3" + id, "lost", "2026-01-01", "2026-01-21"});
            leads.push_back({"4" + id, "nurture", "2026-01-01", "2026-02-10"});
            deals.push_back({"d1" + id, "1" + id, "won", "2026-01-02", "2026-01-11"});
        }
        leads.push_back({"5" + id, "inquiry", "2026-03-10", ""});
        leads.push_back({"6" + id, "inquiry", "2026-03-10", ""});
        deals.push_back({"d5" + id, "5" + id, "won", "2026-03-11", "2026-03-15"});
    }
    input.leads = table_of({"lead_id", "stage", "created_at", "updated_at"}, leads);
    input.deals = table_of({"deal_id", "lead_id", "status", "created_at", "closed_at"}, deals);
    const Report report = funnel(input);
    CHECK(texts(report, "cohorts", "cohort") == Texts{"2026-01", "2026-03"});
    CHECK(numbers(report, "cohorts", "entered") == Numbers{12, 12});
    CHECK(numbers(report, "cohorts", "reached") == Numbers{3, 6});
    CHECK(numbers(report, "cohorts", "open") == Numbers{3, 6});
    const Numbers estimate = numbers(report, "cohorts", "estimate");
    CHECK(estimate[0] == Approx(0.25));
    CHECK(estimate[1] == Approx(0.5));
    CHECK(numbers(report, "cohorts", "lost")[0] == Approx(0.25));
    CHECK(numbers(report, "cohorts", "recycled")[0] == Approx(0.25));
    CHECK(numbers(report, "cohorts", "by_days") == Numbers{78, 10}); // nobody was lost sight of before
    CHECK(numbers(report, "cohorts", "at_risk") == Numbers{3, 6});
    const ReportTable& cohorts = table_named(report, "cohorts");
    const ReportCell& march = cohorts.rows[1][column_named(cohorts, "estimate")];
    CHECK(*march.low == Approx(0.209).epsilon(0.01)); // see the tests of the estimate
    CHECK(*march.high == Approx(0.736).epsilon(0.01));
    // Wins came after 10 and 5 days: by 10 nine in ten of them are there. March ended 0 days ago.
    CHECK(numbers(report, "cohorts", "slow_days") == Numbers{10, 10});
    CHECK(texts(report, "cohorts", "young") == Texts{"", "young"});
}

TEST_CASE("cohorts use no times that are not known", "[report]") {
    Agreement agreement;
    agreement.lifecycle.stages = {"inquiry", "sal", "won"};
    ReportInput input;
    input.agreement = &agreement;
    input.as_of = *read_instant("2026-03-20T00:00:00Z");
    input.cohort = "month";
    std::vector<std::vector<std::string>> leads, deals;
    for (int i = 0; i < 12; ++i) {
        const std::string id = std::to_string(i);
        leads.push_back({id, "sal", "2026-01-01"});
        deals.push_back({"d" + id, id, "won", "2026-01-02", "2026-01-11"});
    }
    input.leads = table_of({"lead_id", "stage", "created_at"}, leads);
    input.deals = table_of({"deal_id", "lead_id", "status", "created_at", "closed_at"}, deals);
    const Report report = funnel(input);
    // When they came to 'sal' is not known: they did not wait 0 days from there to 'won'.
    CHECK(texts(report, "cohorts", "step") == Texts{"inquiry → sal", "sal → won", "inquiry → won"});
    CHECK(numbers(report, "cohorts", "share") == Numbers{1, 1, 1});
    CHECK(numbers(report, "cohorts", "estimate") == Numbers{-1, -1, 1}); // the whole way is known
    CHECK(numbers(report, "cohorts", "slow_days") == Numbers{10, 10, 10});
    CHECK(
        table_named(report, "cohorts").notes ==
        Texts{
            "inquiry → sal: 12 leads of which one of the two times is not known, or which are out of order, "
            "in no estimate",
            "sal → won: 12 leads of which one of the two times is not known, or which are out of order, in "
            "no "
            "estimate",
            "2 estimates are blank: of more than one lead in ten it is not known when it took the step, "
            "or "
            "went aside (a ledger, or an export of stages, knows)"});
}

TEST_CASE("cohorts estimate nothing where those are left out who took the step", "[report]") {
    Agreement agreement;
    agreement.lifecycle.stages = {"inquiry", "sal"};
    ReportInput input;
    input.agreement = &agreement;
    input.as_of = *read_instant("2026-03-20T00:00:00Z");
    input.cohort = "month";
    std::vector<std::vector<std::string>> leads(60, {"", "inquiry", "2026-01-01"});
    leads[0][1] = leads[1][1] = "sal"; // few of all, but nobody else did
    input.leads = table_of({"lead_id", "stage", "created_at"}, leads);
    CHECK(numbers(funnel(input), "cohorts", "estimate") == Numbers{-1});
}

TEST_CASE("a young cohort is marked where times of the step are not known", "[report]") {
    Agreement agreement;
    agreement.lifecycle.stages = {"inquiry", "sal"};
    ReportInput input;
    input.agreement = &agreement;
    input.as_of = *read_instant("2026-04-01T00:00:00Z");
    input.cohort = "month";
    std::vector<std::vector<std::string>> leads;
    for (int i = 0; i < 10; ++i) {
        leads.push_back({"1" + std::to_string(i), i < 5 ? "sal" : "inquiry", "2026-02-10"});
        leads.push_back({"2" + std::to_string(i), "inquiry", "2026-03-30"});
    }
    input.leads = table_of({"lead_id", "stage", "created_at"}, leads);
    const Report report = funnel(input);
    CHECK(texts(report, "cohorts", "cohort") == Texts{"2026-02", "2026-03"});
    CHECK(texts(report, "cohorts", "young") == Texts{"not known", "young"});
}

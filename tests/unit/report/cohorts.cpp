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
    input.leads = table_of({"lead_id", "stage", "created_at", "updated_at"},
                           {{"1", "inquiry", "2026-01-01", ""},
                            {"2", "inquiry", "2026-01-01", ""},
                            {"3", "lost", "2026-01-01", "2026-01-21"},
                            {"4", "nurture", "2026-01-01", "2026-02-10"},
                            {"5", "inquiry", "2026-03-10", ""},
                            {"6", "inquiry", "2026-03-10", ""}});
    input.deals = table_of(
        {"deal_id", "lead_id", "status", "created_at", "closed_at"},
        {{"d1", "1", "won", "2026-01-02", "2026-01-11"}, {"d5", "5", "won", "2026-03-11", "2026-03-15"}});
    const Report report = funnel(input);
    CHECK(texts(report, "cohorts", "cohort") == Texts{"2026-01", "2026-03"});
    CHECK(numbers(report, "cohorts", "entered") == Numbers{4, 2});
    CHECK(numbers(report, "cohorts", "reached") == Numbers{1, 1});
    CHECK(numbers(report, "cohorts", "open") == Numbers{1, 1});
    const Numbers estimate = numbers(report, "cohorts", "estimate");
    CHECK(estimate[0] == Approx(0.25));
    CHECK(estimate[1] == Approx(0.5));
    CHECK(numbers(report, "cohorts", "lost")[0] == Approx(0.25));
    CHECK(numbers(report, "cohorts", "recycled")[0] == Approx(0.25));
    // Wins came after 10 and 5 days: by 10 nine in ten of them are there. March ended 0 days ago.
    CHECK(numbers(report, "cohorts", "slow_days") == Numbers{10, 10});
    CHECK(texts(report, "cohorts", "young") == Texts{"", "young"});
}

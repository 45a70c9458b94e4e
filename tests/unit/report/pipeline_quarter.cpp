#include "report/pipeline.hpp"
#include "unit/report/tables.hpp"

using namespace handoff;

namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

/// The fiscal year begins in February: on 22 November 2026, 22 days of the last quarter have begun.
ReportInput input_of(const Agreement& agreement, const std::vector<std::vector<std::string>>& deals) {
    ReportInput input;
    input.agreement = &agreement;
    input.as_of = *read_instant("2026-11-22T12:00:00Z");
    input.leads = table_of({"lead_id"}, {});
    input.deals =
        table_of({"deal_id", "channel", "amount", "status", "probability", "created_at", "closed_at"}, deals);
    return input;
}

Agreement fiscal() {
    Agreement agreement;
    agreement.currency = "USD";
    agreement.fiscal_year_starts = std::chrono::month_day{std::chrono::February, std::chrono::day{1}};
    return agreement;
}

} // namespace

TEST_CASE("the quarter so far, what is expected in it, and the same days a year ago", "[report]") {
    const Agreement agreement = fiscal();
    const Report report =
        pipeline(input_of(agreement, {{"1", "Web", "100", "won", "", "2026-09-01", "2026-11-01"},
                                      {"2", "Web", "200", "won", "", "2026-09-01", "2026-10-31"}, // before
                                      {"3", "Web", "400", "lost", "", "2026-09-01", "2026-11-22"},
                                      {"4", "Web", "50", "open", "0.5", "2026-09-01", "2026-11-22"},
                                      {"5", "Web", "70", "open", "", "2026-09-01", "2027-01-31"},
                                      {"6", "Web", "90", "open", "0.5", "2026-09-01", "2027-02-01"}, // after
                                      {"7", "Fair", "30", "open", "0.1", "2026-09-01", "2026-11-21"},
                                      {"8", "Fair", "30", "open", "0.1", "2026-09-01", ""},
                                      {"9", "Fair", "11", "won", "", "2025-09-01", "2025-11-22"},
                                      {"10", "Fair", "13", "won", "", "2025-09-01", "2025-11-23"}}));
    const ReportTable& quarter = table_named(report, "quarter");
    CHECK(quarter.title == "This quarter by channel, 2026-11-01 to 2027-01-31");
    CHECK(texts(report, "quarter", "group") == Texts{"Web", "Fair"});
    CHECK(numbers(report, "quarter", "won") == Numbers{1, 0});
    CHECK(numbers(report, "quarter", "won_amount") == Numbers{100, 0});
    CHECK(numbers(report, "quarter", "year_ago_amount") == Numbers{0, 11});
    CHECK(numbers(report, "quarter", "expected") == Numbers{2, 0});
    CHECK(numbers(report, "quarter", "expected_amount") == Numbers{120, 0});
    CHECK(numbers(report, "quarter", "weighted") == Numbers{25, -1});
    CHECK(numbers(report, "quarter", "overdue") == Numbers{0, 1});
    CHECK(quarter.notes ==
          Texts{"1 open deal without a closing day: not expected in any quarter",
                "1 expected deal without a probability: worth nothing in the weighted amount"});

    CHECK(texts(report, "quarters", "period") == Texts{"this quarter so far", "a year ago, to the same day",
                                                       "a year ago, the whole quarter", "the quarter before",
                                                       "the 4 quarters before"});
    CHECK(texts(report, "quarters", "from") ==
          Texts{"2026-11-01", "2025-11-01", "2025-11-01", "2026-08-01", "2025-11-01"});
    CHECK(texts(report, "quarters", "to") ==
          Texts{"2026-11-22", "2025-11-22", "2026-01-31", "2026-10-31", "2026-10-31"});
    CHECK(numbers(report, "quarters", "won") == Numbers{1, 1, 2, 1, 3});
    CHECK(numbers(report, "quarters", "lost") == Numbers{1, 0, 0, 0, 0});
    CHECK(numbers(report, "quarters", "won_amount") == Numbers{100, 11, 24, 200, 224});
    CHECK(numbers(report, "quarters", "a_quarter") == Numbers{-1, -1, 24, 200, 56});
}

TEST_CASE("a quarter without a past is compared with nothing", "[report]") {
    const Agreement agreement = fiscal();
    const Report young =
        pipeline(input_of(agreement, {{"1", "Web", "100", "won", "", "2026-11-01", "2026-11-05"}}));
    CHECK(texts(young, "quarters", "period") == Texts{"this quarter so far"});
    CHECK(table_named(young, "quarters").notes ==
          Texts{"nothing was closed before this quarter: there is nothing to compare it with"});
    const Report known =
        pipeline(input_of(agreement, {{"1", "Web", "100", "won", "", "2026-06-01", "2026-07-05"}}));
    CHECK(texts(known, "quarters", "period") ==
          Texts{"this quarter so far", "the quarter before", "the 2 quarters before"});
    CHECK(numbers(known, "quarters", "a_quarter") == Numbers{-1, 0, 50});
    CHECK(table_named(known, "quarters").notes ==
          Texts{"the first deal was closed on 2026-07-05: there is no same quarter a year ago"});
}

TEST_CASE("a day that the quarter of a year ago did not have is its last", "[report]") {
    const Agreement agreement = fiscal();
    ReportInput input = input_of(agreement, {{"1", "Web", "7", "won", "", "2023-01-01", "2023-04-30"},
                                             {"2", "Web", "9", "won", "", "2023-01-01", "2023-05-01"}});
    input.as_of =
        *read_instant("2024-04-30T12:00:00Z"); // the 90th day of a quarter of 90, one more than then
    const Report report = pipeline(input);
    CHECK(texts(report, "quarters", "to")[1] == "2023-04-30");
    CHECK(numbers(report, "quarters", "won_amount")[1] == 7);
}

#include "report/pivot.hpp"

#include "unit/report/tables.hpp"

#include <handoff/error.hpp>

using namespace handoff;

namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

Agreement agreement() {
    Agreement agreement;
    agreement.currency = "USD";
    agreement.lifecycle.stages = {"inquiry", "mql", "sql", "opportunity", "won"};
    return agreement;
}

/// Four leads of two sources over three months, one of them without a date, and three deals.
ReportInput input_of(const Agreement& agreement) {
    ReportInput input;
    input.agreement = &agreement;
    input.as_of = *read_instant("2026-11-22");
    input.leads = table_of({"lead_id", "source", "country", "score", "stage", "created_at"},
                           {{"1", "Web", "DE", "10", "won", "2026-01-31"},
                            {"2", "web", "AT", "30", "mql", "2026-03-01T10:00:00Z"},
                            {"3", "Fair", "DE", "", "inquiry", "2026-03-02"},
                            {"4", "Fair", "FR", "5.5", "sql", ""}});
    input.deals = table_of({"deal_id", "lead_id", "amount", "status", "created_at"},
                           {{"a", "1", "100", "won", "2026-02-01"},
                            {"b", "3", "50.5", "lost", "2026-04-01"},
                            {"c", "3", "70", "open", "2026-04-02"}});
    return input;
}

Texts titles(const Report& report) {
    Texts titles;
    for (const ReportColumn& column : report.tables.front().columns) titles.push_back(column.title);
    return titles;
}

std::string refusal(const ReportInput& input) {
    try {
        (void)pivot(input);
    } catch (const Error& error) {
        return error.what();
    }
    return "nothing";
}

} // namespace

TEST_CASE("leads are counted by a column and across months", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.by = "source";
    input.across = "month";
    const Report report = pivot(input);
    CHECK(report.tables.front().title == "count by source across month");
    CHECK(titles(report) == Texts{"source", "2026-01", "2026-02", "2026-03", "(no date)", "all"});
    CHECK(texts(report, "table", "group") == Texts{"Fair", "Web"});
    CHECK(numbers(report, "table", "2026-01") == Numbers{0, 1});
    CHECK(numbers(report, "table", "2026-02") == Numbers{0, 0});
    CHECK(numbers(report, "table", "2026-03") == Numbers{1, 1});
    CHECK(numbers(report, "table", "(no date)") == Numbers{1, 0});
    CHECK(numbers(report, "table", "all") == Numbers{2, 2});
    CHECK(std::get<double>(report.tables.front().total.back().value) == 4);
}

TEST_CASE("values that other columns are called by have keys of their own", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.leads = table_of({"lead_id", "status", "won"}, {{"1", "group", "true"},
                                                          {"2", "all", "true"},
                                                          {"3", "x", "false"},
                                                          {"4", "x_low", "true"},
                                                          {"5", "x_low (status)", "true"}});
    input.across = "status";
    input.value = "rate(won)";
    input.by = "won";
    const Report report = pivot(input);
    Texts keys;
    for (const ReportColumn& column : report.tables.front().columns) keys.push_back(column.key);
    CHECK(keys == Texts{"group", "all (status)", "group (status)", "x", "x_low (status)",
                        "x_low (status) (status)", "all"});
    CHECK(titles(report) == Texts{"won", "all", "group", "x", "x_low", "x_low (status)", "all"});
}

TEST_CASE("numbers of leads are added up, averaged, and their middle found", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.by = "source";
    input.value = "sum(score)";
    CHECK(texts(pivot(input), "table", "group") == Texts{"Web", "Fair"}); // the largest first
    CHECK(numbers(pivot(input), "table", "all") == Numbers{40, 5.5});
    CHECK(pivot(input).tables.front().columns.back().unit == Unit::points);
    CHECK(pivot(input).notes == Texts{"1 lead with a blank 'score': left out"});
    input.value = "mean(score)";
    CHECK(numbers(pivot(input), "table", "all") == Numbers{5.5, 20});
    input.value = "median(score)";
    CHECK(numbers(pivot(input), "table", "all") == Numbers{5.5, 20});
}

TEST_CASE("a rate is of a stage or a condition", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.by = "source";
    input.value = "rate(sql)"; // or beyond; lead 3 has a deal
    CHECK(numbers(pivot(input), "table", "all") == Numbers{1, 0.5});
    input.value = "rate(country = 'DE')";
    CHECK(numbers(pivot(input), "table", "all") == Numbers{0.5, 0.5});
}

TEST_CASE("a share opens what it is a share of: 1 for what counts, 0 for the others", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.by = "source";
    input.value = "rate(sql)";
    const ReportCell fair = pivot(input).tables.front().rows[0].back();
    REQUIRE(fair.behind);
    CHECK(fair.behind->of == RowsBehind::Of::leads);
    CHECK(fair.behind->rows == std::vector<std::uint32_t>{2, 3});
    CHECK(fair.behind->parts == Numbers{1, 1});
    const ReportCell web = pivot(input).tables.front().rows[1].back();
    CHECK(web.behind->parts == Numbers{1, 0});
    input.value = "win_rate"; // the open deal is not among them
    const ReportCell lost = pivot(input).tables.front().rows[0].back();
    REQUIRE(lost.behind);
    CHECK(lost.behind->of == RowsBehind::Of::deals);
    CHECK(lost.behind->rows == std::vector<std::uint32_t>{1});
    CHECK(lost.behind->parts == Numbers{0});
}

TEST_CASE("a measure of deals is by their own columns or those of their leads", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.by = "source";
    input.value = "sum(amount)";
    const Report sums = pivot(input);
    CHECK(texts(sums, "table", "group") == Texts{"Fair", "Web"});
    CHECK(numbers(sums, "table", "all") == Numbers{120.5, 100});
    CHECK(sums.tables.front().columns.back().currency == "USD");
    input.value = "win_rate";
    CHECK(numbers(pivot(input), "table", "all") == Numbers{0, 1});
    input.value = "count(deals)";
    input.by = "quarter";
    CHECK(texts(pivot(input), "table", "group") == Texts{"2026-Q1", "2026-Q2"});
    CHECK(numbers(pivot(input), "table", "all") == Numbers{1, 2});
}

TEST_CASE("the oldest of very many periods stand together", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input;
    input.agreement = &agreed;
    std::vector<std::vector<std::string>> rows;
    for (int year = 2000; year < 2030; ++year)
        rows.push_back({std::to_string(year), std::to_string(year) + "-06-01"});
    input.leads = table_of({"lead_id", "created_at"}, rows);
    input.by = "year";
    const Report report = pivot(input);
    CHECK(texts(report, "table", "group").size() == 25);
    CHECK(texts(report, "table", "group").front() == "before 2006");
    CHECK(numbers(report, "table", "all").front() == 6);
    CHECK(numbers(report, "table", "all").back() == 1);
}

TEST_CASE("a column or stage that is not there is refused", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.by = "sorce";
    CHECK(refusal(input) == "error: the leads do not have a column 'sorce' to split by\n  hint: did you mean "
                            "'source'?\n");
    input.by = "source";
    input.value = "rate(wonn)";
    CHECK(refusal(input) ==
          "error: 'wonn' in --value is neither a stage nor a column of the leads\n  hint: did "
          "you mean 'won'?\n");
    input.value = "sum(scores)";
    CHECK(refusal(input) ==
          "error: the leads do not have a column 'scores' to work out 'sum(scores)' of\n  hint: "
          "did you mean 'score'?\n");
    input.value = "sum(amout)";
    CHECK(refusal(input) == "error: the leads do not have a column 'amout' to work out 'sum(amout)' of\n"
                            "  hint: did you mean 'amount'?\n");
    input.value = "win_rate";
    input.deals = {};
    CHECK(refusal(input) == "error: 'win_rate' needs deals\n  hint: name their file with --deals, or in "
                            "[exports.deals] of the agreement\n");
}

TEST_CASE("what holds no numbers cannot be added up", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.by = "country";
    input.value = "sum(source)"; // text, by its kind
    CHECK(refusal(input) ==
          "error: 'sum(source)' cannot be worked out: the column 'source' of the leads holds no "
          "numbers\n  hint: a sum, mean or median is of numbers, as those in 'amount' or "
          "'employees'\n");
    input.leads = table_of({"lead_id", "country", "mood", "rating"},
                           {{"1", "DE", "glad", ""}, {"2", "DE", "", "4"}, {"3", "FR", "sad", "good"}});
    input.value = "mean(mood)"; // somebody's own column, by what stands in it
    CHECK(refusal(input).starts_with("error: 'mean(mood)' cannot be worked out"));
    input.value = "mean(rating)";
    CHECK(numbers(pivot(input), "table", "all") == Numbers{4, -1});
    CHECK(pivot(input).notes.front() == "1 lead with a blank 'rating': left out");
}

TEST_CASE("a column that is true or false is a condition by itself", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.leads =
        table_of({"lead_id", "source", "qualified"},
                 {{"1", "Web", "true"}, {"2", "Web", "false"}, {"3", "Web", ""}, {"4", "Fair", "true"}});
    input.by = "source";
    input.value = "rate(qualified)";
    const Report report = pivot(input);
    CHECK(texts(report, "table", "group") == Texts{"Web", "Fair"});
    CHECK(numbers(report, "table", "all")[0] == Approx(1.0 / 3));
    CHECK(numbers(report, "table", "all")[1] == 1);
    CHECK(report.tables.front().columns.back().definition.find("qualified holds") != std::string::npos);
}

TEST_CASE("a column of the deals that says nothing is named as such", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.deals = table_of({"deal_id", "lead_id", "status", "probability"}, {{"a", "1", "open", ""}});
    input.by = "probability";
    CHECK(refusal(input) ==
          "error: the leads do not have a column 'probability' to split by, and in every deal "
          "it is blank\n");
}

TEST_CASE("by stage, leads stand where the funnel has them, in the order of the lifecycle", "[report]") {
    Agreement agreed = agreement();
    agreed.lifecycle.aside = {"nurture", "lost"};
    ReportInput input = input_of(agreed);
    input.leads = table_of({"lead_id", "source", "score", "stage", "created_at"},
                           {{"1", "Web", "1", "opportunity", "2026-01-01"},
                            {"2", "Web", "2", "opportunity", "2026-01-01"},
                            {"3", "Fair", "4", "nurture", "2026-01-01"},
                            {"4", "Fair", "8", "mql", "2026-01-01"},
                            {"5", "Fair", "16", "mql", "2026-01-01"}});
    input.deals = table_of(
        {"deal_id", "lead_id", "status", "created_at", "closed_at"},
        {{"a", "1", "won", "2026-01-02", "2026-01-09"}, {"b", "2", "lost", "2026-01-02", "2026-01-09"}});
    input.by = "stage";
    const Report report = pivot(input);
    CHECK(texts(report, "table", "group") == Texts{"mql", "won", "nurture", "lost"});
    CHECK(numbers(report, "table", "all") == Numbers{2, 1, 1, 1});
    input.value = "sum(score)"; // not the largest first
    CHECK(texts(pivot(input), "table", "group") == Texts{"mql", "won", "nurture", "lost"});
    CHECK(numbers(pivot(input), "table", "all") == Numbers{24, 1, 4, 2});
    input.by = "source";
    input.across = "stage";
    CHECK(titles(pivot(input)) == Texts{"source", "mql", "won", "nurture", "lost", "all"});
    input.value = "count(deals)"; // deals without stages of their own have those of their leads
    input.across = "";
    input.by = "stage";
    CHECK(texts(pivot(input), "table", "group") == Texts{"won", "lost"});
    input.deals = table_of({"deal_id", "lead_id", "stage"}, {{"a", "1", "Talks"}});
    CHECK(texts(pivot(input), "table", "group") == Texts{"Talks"});
}

TEST_CASE("quarters and years of a table are those of the agreement's fiscal year", "[report]") {
    Agreement agreed = agreement();
    agreed.fiscal_year_starts = {std::chrono::February, std::chrono::day{1}};
    ReportInput input = input_of(agreed);
    input.by = "quarter";
    const Report report = pivot(input);
    CHECK(texts(report, "table", "group") == Texts{"FY2026-Q4", "FY2027-Q1", "(no date)"});
    CHECK(numbers(report, "table", "all") == Numbers{1, 2, 1});
    CHECK(report.tables.front().notes == Texts{"quarters are fiscal, of years that begin on 02-01 and have "
                                               "the name of the year in which they end"});
}

TEST_CASE("times are put together by days, in their order", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.leads = table_of({"lead_id", "updated_at"}, {{"1", "2026-03-02T23:30:00Z"},
                                                       {"2", "2026-03-01T10:00:00Z"},
                                                       {"3", "2026-03-02T01:00:00Z"},
                                                       {"4", ""}});
    input.deals = {};
    input.by = "updated_at";
    const Report report = pivot(input);
    CHECK(texts(report, "table", "group") == Texts{"2026-03-01", "2026-03-02", "(blank)"});
    CHECK(numbers(report, "table", "all") == Numbers{1, 2, 1});
}

TEST_CASE("periods are of the time that is named", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.deals = table_of({"deal_id", "lead_id", "amount", "status", "created_at", "closed_at"},
                           {{"a", "1", "100", "won", "2026-02-01", "2026-03-31"},
                            {"b", "3", "50.5", "lost", "2026-04-01", "2026-05-01"},
                            {"c", "3", "70", "open", "2026-04-02", ""}});
    input.by = "month(closed_at)"; // only deals have it
    Report report = pivot(input);
    CHECK(texts(report, "table", "group") == Texts{"2026-03", "2026-04", "2026-05", "(no date)"});
    CHECK(numbers(report, "table", "all") == Numbers{1, 0, 1, 1});
    CHECK(report.tables.front().columns.front().title == "month(closed_at)");
    CHECK(report.tables.front().columns.front().definition ==
          "the month in which the deal's column 'closed_at' lies, in days of UTC");
    input.by = "status";
    input.across = " quarter( closed_at )";
    input.value = "sum(amount)";
    CHECK(titles(pivot(input)) == Texts{"status", "2026-Q1", "2026-Q2", "(no date)", "all"});
    input.across.clear();
    input.by = "month(amount)";
    CHECK(refusal(input) ==
          "error: 'month(amount)' cannot be told: the deal's column 'amount' holds no times\n");
    input.by = "month(closed)";
    CHECK(refusal(input).starts_with(
        "error: neither the deals nor the leads have a column 'closed' to split by\n"));
    input.by = "month(closed_at";
    CHECK(
        refusal(input).starts_with("error: neither the deals nor the leads have a column 'month(closed_at'"));
}

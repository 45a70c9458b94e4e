#include "report/funnel.hpp"

#include "unit/report/tables.hpp"

#include <handoff/error.hpp>

using namespace handoff;

namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

const Agreement built_in;

ReportInput input_of(Table leads, Table deals = {}, Table stages = {}) {
    ReportInput input;
    input.agreement = &built_in;
    input.as_of = *read_instant("2026-11-22");
    input.leads = std::move(leads);
    input.deals = std::move(deals);
    input.stages = std::move(stages);
    return input;
}

} // namespace

TEST_CASE("the funnel counts who reached a stage or a later one", "[report]") {
    const ReportInput input =
        input_of(table_of({"lead_id", "stage", "furthest", "qualified"},
                          {{"1", "inquiry", "", ""},
                           {"2", "mql", "", ""},
                           {"3", "sal", "", ""},
                           {"4", "SQL", "", ""},
                           {"5", "disqualified", "mql", ""},
                           {"6", "nurture", "", ""},
                           {"7", "inquiry", "", "false"}, // deal won: skipped stages
                           {"8", "sql", "", ""},          // deal lost
                           {"9", "", "", "true"},
                           {"2", "inquiry", "", ""}}), // came back
                 table_of({"deal_id", "lead_ids", "status"},
                          {{"d7", "7", "won"}, {"d8", "8", "lost"}, {"d0", "nobody", "open"}}));
    const Report report = funnel(input);
    CHECK(texts(report, "stages", "stage") == built_in.lifecycle.stages);
    CHECK(numbers(report, "stages", "reached") == Numbers{9, 7, 4, 3, 2, 1});
    CHECK(numbers(report, "stages", "from_before") ==
          Numbers{-1, 7.0 / 9, 4.0 / 7, 3.0 / 4, 2.0 / 3, 1.0 / 2});
    CHECK(numbers(report, "stages", "from_start") ==
          Numbers{-1, 7.0 / 9, 4.0 / 9, 3.0 / 9, 2.0 / 9, 1.0 / 9});
    CHECK(numbers(report, "stages", "timed") == Numbers{-1, 0, 0, 0, 0, 0});
    CHECK(numbers(report, "stages", "median_days") == Numbers{-1, -1, -1, -1, -1, -1});
    CHECK(report.facts == std::vector<std::pair<std::string, std::string>>{
                              {"leads", "9"}, {"reached won", "1"}, {"from inquiry to won", "11.1%"}});
    CHECK(report.notes == Texts{"1 row of leads that stood there before: each lead counts once",
                                "1 of 3 deals join none of these leads"});
    CHECK(report.stamp == "built-in agreement, as of 2026-11-22T00:00:00Z");
}

TEST_CASE("the funnel has Wilson's intervals beside its shares", "[report]") {
    std::vector<std::vector<std::string>> rows(10, {"inquiry"});
    rows[0] = rows[1] = rows[2] = {"won"};
    const Report report = funnel(input_of(table_of({"stage"}, rows)));
    const ReportTable& stages = report.tables[0];
    const ReportCell& cell = stages.rows[1][column_named(stages, "from_before")];
    CHECK(*cell.low == Approx(0.107791).margin(5e-7));
    CHECK(*cell.high == Approx(0.603222).margin(5e-7));
}

TEST_CASE("leads that stand aside are kept in what they reached", "[report]") {
    const Report report =
        funnel(input_of(table_of({"lead_id", "stage", "furthest"}, {{"1", "won", ""},
                                                                    {"2", "lost", "opportunity"},
                                                                    {"3", "nurture", "mql"},
                                                                    {"4", "nurture", "inquiry"},
                                                                    {"5", "sql", ""}}),
                        table_of({"deal_id", "lead_id", "status"}, {{"d", "5", "lost"}})));
    CHECK(numbers(report, "stages", "reached") == Numbers{5, 4, 3, 3, 3, 1});
    CHECK(texts(report, "aside", "aside") == Texts{"nurture", "lost"});
    CHECK(numbers(report, "aside", "leads") == Numbers{2, 2});
    CHECK(numbers(report, "aside", "share") == Numbers{0.4, 0.4});
    CHECK(numbers(report, "aside", "furthest_inquiry") == Numbers{1, 0});
    CHECK(numbers(report, "aside", "furthest_mql") == Numbers{1, 0});
    CHECK(numbers(report, "aside", "furthest_opportunity") == Numbers{0, 2});
}

TEST_CASE("what became of the deals outweighs the lead's own status", "[report]") {
    const Report report = funnel(input_of(
        table_of({"lead_id", "stage"}, {{"1", "disqualified"}, {"2", "sql"}, {"3", "sql"}, {"4", "nurture"}}),
        table_of({"deal_id", "lead_id", "status"}, {{"a", "1", "won"},
                                                    {"b", "2", "lost"},
                                                    {"c", "3", "lost"},
                                                    {"d", "3", "open"},
                                                    {"e", "4", "lost"}})));
    CHECK(texts(report, "aside", "aside") == Texts{"nurture", "lost"});
    CHECK(numbers(report, "aside", "leads") == Numbers{1, 1}); // 4 as its status says, 2 by its deal
}

TEST_CASE("re-entering a stage counts once, and from the first time", "[report]") {
    const Report report = funnel(
        input_of(table_of({"lead_id", "stage", "created_at"}, {{"1", "sal", "2026-01-01T00:00:00Z"}}), {},
                 table_of({"lead_id", "stage", "at"}, {{"1", "mql", "2026-01-03T00:00:00Z"},
                                                       {"1", "nurture", "2026-01-05T00:00:00Z"},
                                                       {"1", "mql", "2026-01-20T00:00:00Z"},
                                                       {"1", "sal", "2026-01-21T00:00:00Z"},
                                                       {"nobody", "won", "2026-01-21T00:00:00Z"}})));
    CHECK(numbers(report, "stages", "reached") == Numbers{1, 1, 1, 0, 0, 0});
    CHECK(numbers(report, "stages", "median_days") == Numbers{-1, 2, 18, -1, -1, -1});
    CHECK(report.notes == Texts{"1 stage change of none of these leads: left out"});
}

TEST_CASE("median days of steps whose times are known and in order", "[report]") {
    const Report report = funnel(input_of(
        table_of({"lead_id", "created_at", "converted_at", "stage"},
                 {{"a", "2026-01-01T15:00:00Z", "2026-01-03T12:00:00Z", "sql"},
                  {"b", "2026-01-01T00:00:00Z", "2026-01-08T00:00:00Z", "sql"},
                  {"c", "2026-01-01T00:00:00Z", "2026-01-09", "sql"},
                  {"d", "", "", "inquiry"}}),
        table_of(
            {"deal_id", "lead_ids", "created_at", "closed_at", "status"},
            {{"1", "a", "2026-01-05", "2026-01-15", "won"},
             {"2", "b", "2026-01-10T12:00:00Z", "2026-01-09T00:00:00Z", "won"}, // won before it was created
             {"3", "c, a", "2026-01-11", "2026-01-31", "open"}}),               // expected, not closed
        table_of(
            {"lead_id", "stage", "earliest", "latest"},
            {{"a", "mql", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"}, // middle: noon, before a came in
             {"b", "mql", "2026-01-01T12:00:00Z", "2026-01-02T12:00:00Z"}, // middle: 1 day
             {"c", "mql", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"}, // nobody knows
             {"b", "sql", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"}}))); // converted_at is better
    CHECK(numbers(report, "stages", "reached") == Numbers{4, 3, 3, 3, 3, 2});
    // opportunity: a 3rd to 5th = 2, b 8th 0:00 to 10th 12:00 = 2.5, c 9th to 11th = 2; won: a 10, b goes
    // backwards
    CHECK(numbers(report, "stages", "timed") == Numbers{-1, 1, 0, 0, 3, 1});
    CHECK(numbers(report, "stages", "median_days") == Numbers{-1, 1, -1, -1, 2, 10});
    CHECK(
        report.tables[0].notes ==
        Texts{"1 lead reached 'mql' before 'inquiry' by their dates, which cannot be: left out of the median",
              "1 lead reached 'won' before 'opportunity' by their dates, which cannot be: left out of the "
              "median"});
    CHECK(texts(report, "out_of_order", "id") == Texts{"b", "a"});
    CHECK(texts(report, "out_of_order", "what") == Texts{"won before opportunity", "mql before inquiry"});
    CHECK(texts(report, "out_of_order", "at") == Texts{"2026-01-09T00:00:00Z", "2026-01-01T12:00:00Z"});
    CHECK(texts(report, "out_of_order", "follows_on") ==
          Texts{"2026-01-10T12:00:00Z", "2026-01-01T15:00:00Z"});
    CHECK(numbers(report, "out_of_order", "days") == Numbers{1.5, 0.125});
}

TEST_CASE("days between nights have the least and the most they can have been", "[report]") {
    const Report report = funnel(input_of(
        table_of(
            {"lead_id", "created_at"},
            {{"a", "2026-01-01T00:00:00Z"}, {"b", "2026-01-01T00:00:00Z"}, {"c", "2026-01-01T20:00:00Z"}}),
        {},
        table_of({"lead_id", "stage", "earliest", "latest", "known_from"},
                 {{"a", "mql", "2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z", "night-to-night"},
                  {"b", "mql", "2026-01-05T00:00:00Z", "2026-01-07T00:00:00Z", "night-to-night"},
                  // The middle is before it came in, but not all of the night: it may have been right after.
                  {"c", "mql", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "night-to-night"},
                  // Both from the same night: 0 to 1 day.
                  {"a", "sal", "2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z", "night-to-night"}})));
    // mql: a 2 to 3 days, b 4 to 6, c 0 to 1/6.
    CHECK(numbers(report, "stages", "timed") == Numbers{-1, 3, 1, 0, 0, 0});
    CHECK(numbers(report, "stages", "median_days") == Numbers{-1, 2.5, 0, -1, -1, -1});
    CHECK(numbers(report, "stages", "p90_days")[1] == Approx(2.5 + 0.8 * 2.5));
    const ReportTable& stages = report.tables[0];
    const ReportCell& mql = stages.rows[1][column_named(stages, "median_days")];
    CHECK(*mql.low == 2);
    CHECK(*mql.high == 3);
    const ReportCell& p90 = stages.rows[1][column_named(stages, "p90_days")];
    CHECK(*p90.low == Approx(2 + 0.8 * 2));
    CHECK(*p90.high == Approx(3 + 0.8 * 3));
    const ReportCell& sal = stages.rows[2][column_named(stages, "median_days")];
    CHECK(*sal.low == 0);
    CHECK(*sal.high == 1);
}

TEST_CASE("the funnel split by a column", "[report]") {
    ReportInput input = input_of(table_of({"lead_id", "stage", "source"}, {{"1", "mql", "Web"},
                                                                           {"2", "inquiry", "fair"},
                                                                           {"3", "won", "web"},
                                                                           {"4", "disqualified", "Fair"},
                                                                           {"5", "inquiry", "WEB"},
                                                                           {"6", "inquiry", ""}}));
    input.by = "source";
    const Report report = funnel(input);
    const auto groups = texts(report, "stages", "group");
    CHECK(groups.size() == 18);
    CHECK(groups[0] == "Web");
    CHECK(groups[6] == "fair");
    CHECK(groups[12] == "(blank)");
    CHECK(numbers(report, "stages", "reached") ==
          Numbers{3, 2, 1, 1, 1, 1, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0});
    CHECK(texts(report, "aside", "group") == Texts{"fair"});
    CHECK(report.tables[0].columns[0].title == "source");

    input.by = "sorce";
    CHECK_THROWS_WITH(funnel(input), "error: the leads have no column 'sorce' to split the funnel by\n"
                                     "  hint: did you mean 'source'?\n");
}

TEST_CASE("the funnel of a period is of leads created in it", "[report]") {
    ReportInput input =
        input_of(table_of({"lead_id", "stage", "created_at"}, {{"1", "mql", "2025-12-31T23:59:59Z"},
                                                               {"2", "mql", "2026-01-01"},
                                                               {"3", "won", "2026-01-31T23:59:59Z"},
                                                               {"4", "won", "2026-02-01T00:00:00Z"},
                                                               {"5", "won", ""}}));
    input.from = read_date("2026-01-01");
    input.to = read_date("2026-01-31");
    const Report report = funnel(input);
    CHECK(numbers(report, "stages", "reached") == Numbers{2, 2, 1, 1, 1, 1});
    CHECK(report.notes ==
          Texts{"only leads created from 2026-01-01 to 2026-01-31, days of " + built_in.timezone.name(),
                "1 lead without a readable created_at: left out"});
    // Beside the 31 days before: one lead, of 2025.
    CHECK(table_named(report, "before").title ==
          "Created from 2026-01-01 to 2026-01-31, beside those created from 2025-12-01 to 2025-12-31");
    CHECK(numbers(report, "before", "reached") == Numbers{2, 2, 1, 1, 1, 1});
    CHECK(numbers(report, "before", "before") == Numbers{1, 1, 0, 0, 0, 0});
    CHECK(numbers(report, "before", "change") == Numbers{1, 1, 1, 1, 1, 1});
    CHECK(numbers(report, "before", "from_before") == Numbers{-1, 1, 0.5, 1, 1, 1});
    CHECK(numbers(report, "before", "from_before_then") == Numbers{-1, 1, 0, -1, -1, -1});
    CHECK(numbers(report, "before", "from_before_change") == Numbers{-1, 0, 50, -1, -1, -1}); // points
    CHECK(
        table_named(report, "before").notes ==
        Texts{"leads of the period before had 31 days more to get as far: what takes long is to be compared "
              "with --cohort"});
}

TEST_CASE("a stage nobody knows is said, and decides nothing", "[report]") {
    const Report report =
        funnel(input_of(table_of({"lead_id", "stage"}, {{"1", "hot"}, {"2", "mql"}, {"3", "Hot"}})));
    CHECK(numbers(report, "stages", "reached") == Numbers{3, 1, 0, 0, 0, 0});
    CHECK(report.notes ==
          Texts{"2 leads in a stage that the lifecycle does not have ('hot'): what else is known of "
                "them decides how far they came"});
}

TEST_CASE("leads without an id are known by their e-mail, or stand alone", "[report]") {
    const Report report = funnel(input_of(
        table_of({"email", "stage"},
                 {{"a@x.example", "mql"}, {"A@X.example", "inquiry"}, {"", "inquiry"}, {"", "inquiry"}})));
    CHECK(numbers(report, "stages", "reached") == Numbers{3, 1, 0, 0, 0, 0});
}

TEST_CASE("a deal joins its lead by the deal it was converted into", "[report]") {
    const Report report = funnel(input_of(
        table_of({"lead_id", "converted_deal_id"},
                 {{"1", "0060000000000001AA"}, {"2", "0060000000000001AA"}}),
        table_of({"deal_id", "status"}, {{"0060000000000001AA", "open"}, {"0060000000000001AA", "won"}})));
    CHECK(numbers(report, "stages", "reached") == Numbers{2, 2, 2, 2, 2, 2});
    CHECK(report.notes == Texts{"1 row of deals came again with the same deal_id: the last of them counts"});
}

TEST_CASE("a funnel of nobody has no shares", "[report]") {
    const Report report = funnel(input_of(table_of({"lead_id"}, {})));
    CHECK(numbers(report, "stages", "reached") == Numbers{0, 0, 0, 0, 0, 0});
    CHECK(numbers(report, "stages", "from_before") == Numbers{-1, -1, -1, -1, -1, -1});
}

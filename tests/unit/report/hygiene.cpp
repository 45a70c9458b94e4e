#include "report/hygiene.hpp"

#include "report/problems.hpp"
#include "unit/report/tables.hpp"

#include <handoff/error.hpp>

using namespace handoff;

namespace {

using Rows = std::vector<std::uint32_t>;
using Texts = std::vector<std::string>;

const Agreement built_in;

Agreement agreed(const std::string& text) {
    std::vector<Diagnostic> warnings;
    return parse_agreement(text, "handoff.toml", warnings);
}

ReportInput input_of(Table leads, const Agreement& agreement = built_in) {
    ReportInput input;
    input.agreement = &agreement;
    input.as_of = *read_instant("2026-11-22T12:00:00Z");
    input.leads = std::move(leads);
    return input;
}

const Problem* problem_named(const std::vector<Problem>& problems, std::string_view what) {
    for (const Problem& each : problems)
        if (each.what == what) return &each;
    return nullptr;
}

/// The leads with a problem; none when nobody has it.
Rows rows_with(const ReportInput& input, std::string_view what) {
    const std::vector<Problem> problems = find_problems(input);
    const Problem* const found = problem_named(problems, what);
    return found == nullptr ? Rows() : found->rows;
}

} // namespace

TEST_CASE("campaigns are called by their names, and by their ids where they have none", "[report]") {
    Table leads =
        table_of({"lead_id", "campaign_id", "email"}, {{"1", "c1", ""}, {"2", "c1", ""}, {"3", "c2", ""}});
    ReportInput input = input_of(std::move(leads));
    input.campaigns = table_of({"campaign_id", "name"}, {{"c1", "Fair"}, {"c2", ""}});
    const ReportTable table = table_named(hygiene(input), "by_campaign_id");
    CHECK(table.title == "By campaign, worst first");
    CHECK(table.columns.front().title == "campaign");
    CHECK(std::get<std::string>(table.rows[0].front().value) == "c1");
    CHECK(table.rows[0].front().name == "Fair");
    CHECK(table.rows[1].front().name.empty());
}

TEST_CASE("columns are needed by reports, rules, routes and the line for qualified leads", "[report]") {
    const Agreement agreement = agreed(R"(
[lifecycle]
mql = "fit >= 10 and email is not blank"
[score]
groups = { fit = { max = 60 } }
[[score.rule]]
group = "fit"
name = "size"
column = "employees"
bands = { "1..49" = -3, "50.." = 10 }
[[score.rule]]
group = "fit"
name = "decides"
when = "seniority = 'vp' and function = 'sales' and Budget = 'yes' and not email_opt_out"
points = 5
[[rep]]
id = "ana"
name = "Ana"
email = "ana@acme.example"
pools = ["all"]
skills = ["pt"]
[[route]]
name = "large"
when = "employees >= 5000"
pool = "all"
need = { pt = "country = 'BR'" }
)");
    const std::vector<Readers> needed = needed_columns(agreement, table_of({"fit", "score", "Budget"}, {}));
    Texts columns, effects;
    std::vector<double> weights;
    for (const Readers& each : needed) {
        columns.push_back(each.column);
        effects.push_back(each.effect());
        weights.push_back(each.weight());
    }
    CHECK(columns == Texts{"email", "name", "company", "source", "created_at", "employees", "title", "Budget",
                           "country"});
    CHECK(effects == Texts{"cannot become 'mql'", "", "", "", "",
                           "rule 'size' (10 points), route 'large' find nothing",
                           "rule 'decides' (5 points) finds nothing",
                           "rule 'decides' (5 points) finds nothing", "route 'large' finds nothing"});
    CHECK(weights == std::vector<double>{21, 1, 1, 1, 1, 21, 6, 6, 11});
}

TEST_CASE("a blank cell is incomplete, one that cannot be read is invalid", "[report]") {
    Agreement agreement;
    agreement.exports[Kind::leads].blank = {"n/a"};
    ReportInput input =
        input_of(table_of({"email", "raw:email", "last_name", "company", "source", "created_at"},
                          {{"a@x.example", "a@x.example", "Lee", "X", "Web", "2026-11-01"},
                           {"", "", "", "X", "Web", "2026-11-01"},
                           {"", "N/A", "Lee", "X", "Web", "2026-11-01"},
                           {"", "ask Bob", "Lee", "", "Web", ""}}),
                 agreement);
    input.as_they_stood = {{"email", "raw:email"}};
    CHECK(rows_with(input, "email is blank") == Rows{1, 2});
    CHECK(rows_with(input, "email is not an e-mail address") == Rows{3});
    CHECK(rows_with(input, "name is blank") == Rows{1});
    CHECK(rows_with(input, "company is blank") == Rows{3});
    CHECK(rows_with(input, "created_at is blank") == Rows{3});
    CHECK(rows_with(input, "source is blank").empty());

    const ReportInput bare = input_of(table_of({"lead_id"}, {{"1"}, {"2"}}));
    CHECK(rows_with(bare, "email is blank everywhere") == Rows{0, 1});
}

TEST_CASE("words that are blank in one column only are not invalid there", "[report]") {
    Agreement agreement;
    agreement.exports[Kind::leads].blank_in["phone"] = {"ask"};
    ReportInput input = input_of(table_of({"phone", "raw:phone", "country", "raw:country"},
                                          {{"", "ask", "", "ask"}, {"", "12", "DE", "Germany"}}),
                                 agreement);
    input.as_they_stood = {{"phone", "raw:phone"}, {"country", "raw:country"}};
    CHECK(rows_with(input, "phone is not a phone number") == Rows{1});
    CHECK(rows_with(input, "country is not a country") == Rows{0});
}

TEST_CASE("times that cannot be are invalid", "[report]") {
    const ReportInput input = input_of(table_of({"created_at", "updated_at", "converted_at"},
                                                {{"2026-11-01", "2026-11-01T08:00:00Z", ""}, // the same day
                                                 {"2026-11-02", "2026-11-01T08:00:00Z", "2026-11-03"},
                                                 {"2026-11-02", "", "2026-11-01"},
                                                 {"2026-11-23", "", ""},
                                                 {"2026-11-22", "", ""}}));
    CHECK(rows_with(input, "changed before it was created") == Rows{1});
    CHECK(rows_with(input, "converted before it was created") == Rows{2});
    CHECK(rows_with(input, "created in the future") == Rows{3});
}

TEST_CASE("an open lead that nobody changed for half a year is stale", "[report]") {
    const ReportInput input = input_of(
        table_of({"stage", "created_at", "updated_at"}, {{"mql", "2026-01-01", "2026-05-27"}, // 179 days
                                                         {"mql", "2026-01-01", "2026-05-25"}, // 181 days
                                                         {"", "2026-01-01", ""},              // as it came
                                                         {"won", "2026-01-01", ""},           // done
                                                         {"disqualified", "2026-01-01", ""},  // closed
                                                         {"mql", "", ""}}));                  // nobody knows
    CHECK(rows_with(input, "open, and unchanged for more than 180 days") == Rows{1, 2});
}

TEST_CASE("addresses, statuses and owners that lead nowhere are invalid", "[report]") {
    Agreement agreement;
    agreement.lifecycle.status = {{"Working", "sal"}};
    agreement.reps.push_back({.id = "ana", .name = "Ana Silva"});
    const ReportInput input = input_of(table_of({"is_disposable", "email_bounced", "status", "owner"},
                                                {{"true", "false", "working", "ANA"},
                                                 {"false", "true", "Ask Gus", "Gus"},
                                                 {"", "", "", ""},
                                                 {"", "", "inquiry", "Inbound Queue"}}),
                                       agreement);
    CHECK(rows_with(input, "the e-mail address is a disposable one") == Rows{0});
    CHECK(rows_with(input, "the e-mail address has bounced") == Rows{1});
    CHECK(rows_with(input, "no stage is mapped to the status") == Rows{1});
    CHECK(rows_with(input, "the owner is none of the reps") == Rows{1});
}

TEST_CASE("a lead repeats an earlier one by one key at a time", "[report]") {
    const Table leads =
        table_of({"lead_id", "email", "phone", "mobile", "first_name", "last_name", "company", "company_key"},
                 {{"1", "ann@x.example", "+1 555 7511 00", "", "Ann", "Lee", "X Ltd", "x"},
                  {"1", "ann@x.example", "", "", "Ann", "Lee", "X Ltd", "x"}, // the id, and all the rest
                  {"2", "ANN@x.example", "", "", "A.", "Lee", "", ""},        // the address
                  {"3", "bob@x.example", "001 555-7511-00", "", "Bob", "Lee", "Y", ""}, // the phone
                  {"4", "cyd@x.example", "+1 555 7511 00", "", "Cyd", "Ode", "Z", ""},  // a colleague
                  {"5", "al@x.example", "", "", "ann", "LEE", "X", "x"},                // company and name
                  {"6", "ed@x.example", "", "", "Ed", "Lee", "X", "x"},
                  {"", "", "123", "123", "", "", "", ""},
                  {"", "", "123", "123", "", "", "", ""}}); // nothing to know it by
    const std::vector<Problem> problems = find_repeated(leads);
    REQUIRE(problems.size() == 4);
    CHECK(problem_named(problems, "the lead_id of an earlier lead")->rows == Rows{1});
    CHECK(problem_named(problems, "the e-mail address of an earlier lead")->rows == Rows{2});
    CHECK(problem_named(problems, "phone and last name of an earlier lead")->rows == Rows{3});
    CHECK(problem_named(problems, "company and name of an earlier lead")->rows == Rows{5});
}

TEST_CASE("the worst group stands first, and fixes by what they matter", "[report]") {
    std::vector<std::vector<std::string>> rows;
    for (int i = 0; i < 20; ++i) {
        const std::string n = std::to_string(i);
        rows.push_back({n, "p" + n, i < 12 ? "Fair" : "Web", i < 11 ? "" : "a" + n + "@x.example",
                        i < 15 ? "" : "X", "2026-11-01"});
    }
    Agreement agreement;
    agreement.lifecycle.mql = Expression::parse("email is not blank");
    ReportInput input =
        input_of(table_of({"lead_id", "name", "source", "email", "company", "created_at"}, rows), agreement);
    const Report report = hygiene(input);
    CHECK(texts(report, "fixes", "fix") == Texts{"fill in email", "fill in company"});
    CHECK(texts(report, "fixes", "effect") ==
          Texts{"cannot become 'mql'; most in source 'Fair' (92%)", "a rep does not know whom to call"});
    CHECK(numbers(report, "fixes", "leads") == std::vector<double>{11, 15});
    CHECK(texts(report, "problems", "problem") == Texts{"company is blank", "email is blank"});
    CHECK(texts(report, "by_source", "group") == Texts{"Fair", "Web"});
    CHECK(numbers(report, "by_source", "leads") == std::vector<double>{12, 8});
    CHECK(numbers(report, "by_source", "incomplete") == std::vector<double>{12, 3});
    CHECK(numbers(report, "by_source", "per_lead") == std::vector<double>{23.0 / 12, 3.0 / 8});
    CHECK(report.facts[1] == std::pair<std::string, std::string>{"without any problem", "5"});
    CHECK(report.notes == Texts{"the leads have no owner: the table by owner is left out",
                                "the leads have no campaign_id: the table by campaign_id is left out",
                                "the agreement has no rules and no routes: only what every report needs is "
                                "asked for"});

    input.by = "sorce";
    CHECK_THROWS_WITH(hygiene(input), "error: the leads have no column 'sorce' to split the report by\n"
                                      "  hint: did you mean 'source'?\n");
}

TEST_CASE("the hygiene of a period is of leads created in it", "[report]") {
    ReportInput input =
        input_of(table_of({"lead_id", "created_at"}, {{"1", "2026-10-31"}, {"2", "2026-11-01"}}));
    input.from = read_date("2026-11-01");
    const Report report = hygiene(input);
    CHECK(report.facts[0] == std::pair<std::string, std::string>{"lead", "1"});
    CHECK(report.notes.front() == "only leads created from 2026-11-01, days of UTC");
}

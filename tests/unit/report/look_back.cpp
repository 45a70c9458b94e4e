#include "unit/report/tables.hpp"

#include <handoff/look_back.hpp>

using namespace handoff;

namespace {

using Texts = std::vector<std::string>;

const Agreement built_in;

ReportInput as_of(const char* time) {
    ReportInput input;
    input.agreement = &built_in;
    input.as_of = *read_instant(time);
    return input;
}

Texts column(const Table& table, std::string_view name) {
    Texts texts;
    for (const std::string_view cell : table[*table.find(name)].cells) texts.emplace_back(cell);
    return texts;
}

} // namespace

TEST_CASE("a look back leaves out what was created later", "[report]") {
    ReportInput input = as_of("2026-09-15T12:00:00Z");
    input.leads = table_of({"lead_id", "created_at"}, {{"1", "2026-09-15T12:00:00Z"},
                                                       {"2", "2026-09-15T12:00:01Z"},
                                                       {"3", "2026-09-15"}, // the day has begun
                                                       {"4", "2026-09-16"},
                                                       {"5", ""}});
    input.deals = table_of({"deal_id", "created_at"}, {{"d1", "2027-01-01"}, {"d2", "2026-01-01"}});
    input.members = table_of({"lead_id", "at"}, {{"1", "2026-09-01"}, {"1", "2026-10-01"}, {"1", ""}});
    input.answers = {{.lead = "1", .rep = "ann", .at = *read_instant("2026-09-14T00:00:00Z")},
                     {.lead = "1", .rep = "bob", .at = *read_instant("2026-09-16T00:00:00Z")}};
    const LookedBack back = look_back(input);
    CHECK(back.leads == std::vector<std::uint32_t>{0, 2, 4});
    CHECK(column(input.leads, "lead_id") == Texts{"1", "3", "5"});
    CHECK(column(input.deals, "deal_id") == Texts{"d2"});
    CHECK(input.members.rows() == 2);
    REQUIRE(input.answers.size() == 1);
    CHECK(input.answers.front().rep == "ann");
    CHECK(back.notes == Texts{"later than the report, and left out: 2 rows of leads, 1 row of deals, "
                              "1 member of a campaign, 1 answer",
                              "what exports show without a time, as a status or an amount, is of the day on "
                              "which they were made"});
}

TEST_CASE("a look back says nothing when nothing is later", "[report]") {
    ReportInput input = as_of("2026-09-15T12:00:00Z");
    input.leads = table_of({"lead_id", "created_at", "converted", "converted_at"},
                           {{"1", "2026-09-01", "true", "2026-09-15"}});
    input.deals =
        table_of({"deal_id", "status", "closed_at"}, {{"d1", "open", "2026-12-31"}, // is to be closed
                                                      {"d2", "won", "2026-09-14"}});
    const LookedBack back = look_back(input);
    CHECK(back.leads == std::vector<std::uint32_t>{0});
    CHECK(back.notes.empty());
    CHECK(column(input.leads, "converted") == Texts{"true"});
    CHECK(column(input.deals, "closed_at") == Texts{"2026-12-31", "2026-09-14"});
    ReportInput nothing = as_of("2026-09-15T12:00:00Z");
    CHECK(look_back(nothing).leads.empty());
}

TEST_CASE("a deal is won though its closing day is still to come, where no export is newer", "[report]") {
    ReportInput input = as_of("2026-09-15T12:00:00Z");
    input.deals = table_of({"deal_id", "status", "closed_at"}, {{"d1", "won", "2026-12-31"}});
    const LookedBack back = look_back(input);
    CHECK(column(input.deals, "status") == Texts{"won"});
    CHECK(column(input.deals, "closed_at") == Texts{""});
    CHECK(back.notes.front() ==
          "1 deal is won or lost with a closing day after the report, and no export shows anything else that "
          "is later: closed, on a day that is not known");

    ReportInput newer = as_of("2026-09-15T12:00:00Z");
    newer.deals = table_of({"deal_id", "status", "created_at", "closed_at"},
                           {{"d1", "won", "2026-09-01", "2026-12-31"}, {"d2", "open", "2026-09-16", ""}});
    CHECK(look_back(newer).notes[1] == "1 deal was closed later than the report: open as of then");
    CHECK(column(newer.deals, "status") == Texts{"open"});
}

TEST_CASE("as of a time before they ended, deals are open and leads not converted", "[report]") {
    ReportInput input = as_of("2026-09-15T00:00:00Z");
    input.leads =
        table_of({"lead_id", "stage", "furthest", "created_at", "updated_at", "converted", "converted_at"},
                 {{"1", "sql", "", "2026-09-01", "2026-09-20", "true", "2026-09-20"},
                  {"2", "sal", "", "2026-09-01", "2026-09-20", "false", ""}});
    input.deals = table_of(
        {"deal_id", "status", "stage", "created_at", "closed_at", "won_at", "lost_at", "probability",
         "is_won", "is_closed"},
        {{"a", "won", "Closed Won", "2026-09-01", "2026-09-30", "", "", "100", "true", "true"},
         {"b", "lost", "Closed Lost", "2026-09-01", "2026-09-10", "", "2026-10-02", "0", "false", "true"},
         {"c", "won", "Closed Won", "2026-09-01", "", "2026-09-14", "", "100", "true", "true"}});
    const LookedBack back = look_back(input);
    CHECK(column(input.leads, "stage") == Texts{"", "sal"}); // of the second nothing is known
    CHECK(column(input.leads, "converted") == Texts{"false", "false"});
    CHECK(column(input.leads, "converted_at") == Texts{"", ""});
    CHECK(column(input.leads, "updated_at") == Texts{"", ""});
    CHECK(column(input.deals, "status") == Texts{"open", "open", "won"});
    CHECK(column(input.deals, "stage") == Texts{"", "", "Closed Won"});
    CHECK(column(input.deals, "closed_at") == Texts{"", "", ""});
    CHECK(column(input.deals, "lost_at") == Texts{"", "", ""});
    CHECK(column(input.deals, "probability") == Texts{"", "", "100"});
    CHECK(column(input.deals, "is_closed") == Texts{"false", "false", "true"});
    CHECK(back.notes.front() ==
          "1 lead was converted and 2 deals were closed later than the report: open as of then");
}

TEST_CASE("a history tells where those stood that went on later", "[report]") {
    ReportInput input = as_of("2026-09-15T00:00:00Z");
    input.leads = table_of({"lead_id", "stage", "created_at"}, {{"1", "sql", "2026-09-01"},
                                                                {"2", "sal", "2026-09-01"},
                                                                {"3", "nurture", "2026-09-01"},
                                                                {"4", "sal", "2026-09-01"}});
    input.history =
        table_of({"lead_id", "deal_id", "stage", "at"}, {{"1", "", "sql", "2026-09-20T00:00:00Z"},
                                                         {"1", "", "sal", "2026-09-05T00:00:00Z"},
                                                         {"1", "", "mql", "2026-09-03T00:00:00Z"},
                                                         {"2", "", "sal", "2026-09-14T00:00:00Z"},
                                                         {"3", "", "nurture", "2026-09-16T00:00:00Z"},
                                                         {"", "d", "Proposal", "2026-09-09T00:00:00Z"},
                                                         {"", "d", "Closed Won", "2026-09-19T00:00:00Z"}});
    // Between two nights the second is the first to know; a first night tells nothing of before.
    input.stages = table_of({"lead_id", "stage", "earliest", "latest", "known_from"},
                            {{"4", "mql", "", "2026-09-14T02:00:00Z", "export"},
                             {"4", "sal", "2026-09-14T02:00:00Z", "2026-09-15T02:00:00Z", "night-to-night"},
                             {"2", "sal", "", "2026-09-16T02:00:00Z", "export"}});
    input.deals = table_of({"deal_id", "status", "stage", "created_at", "closed_at"},
                           {{"d", "won", "Closed Won", "2026-09-02", "2026-09-19"}});
    const LookedBack back = look_back(input);
    CHECK(column(input.leads, "stage") == Texts{"sal", "sal", "", "mql"});
    CHECK(column(input.deals, "stage") == Texts{"Proposal"});
    CHECK(input.history.rows() == 4);
    CHECK(input.stages.rows() == 2);
    CHECK(back.notes.front() == "later than the report, and left out: 4 changes of stage");
}

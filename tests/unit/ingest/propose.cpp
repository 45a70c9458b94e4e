#include "exports.hpp"

#include <catch2/catch.hpp>
#include <ingest/survey.hpp>

using namespace handoff;

namespace {

const Date today = std::chrono::year{2026} / 11 / 22;

/// A proposal that its own checks accept.
struct Proposal {
    explicit Proposal(const std::vector<std::string>& files) : text(propose_agreement(files, today)) {
        agreement = parse_agreement(text, "handoff.toml", warnings);
    }
    bool has(std::string_view part) const { return text.find(part) != std::string::npos; }
    std::string text;
    std::vector<Diagnostic> warnings;
    Agreement agreement;
};

std::string errors(const Agreement& agreement, Kind kind, const std::string& path) {
    Export data(kind, {path}, agreement, {.collect = true});
    Export* all[] = {&data};
    std::string text;
    for (const Diagnostic& found : check_against_exports(agreement, all))
        if (found.severity == Severity::error) text += to_string(found);
    return text;
}

} // namespace

TEST_CASE("the kind of a file is told by its header", "[ingest]") {
    const auto kind = [](std::vector<std::string> header) {
        const auto found = kind_of(header);
        return found ? to_text(*found) : std::string_view("unknown");
    };
    CHECK(kind({"lead_id", "type", "occurred_at"}) == "touches");
    CHECK(kind({"mql_id", "seller_id", "won_date"}) == "deals");
    CHECK(kind({"id", "Amount", "Stage", "Close Date"}) == "deals");
    CHECK(kind({"mql_id", "first_contact_date", "origin"}) == "leads");
    CHECK(kind({"First Name", "Last Name", "Email"}) == "leads");
    CHECK(kind({"Contact ID", "Email", "Last Name"}) == "contacts");
    CHECK(kind({"campaign_id", "name", "Start Date", "End Date", "Cost"}) == "campaigns");
    CHECK(kind({"lead_id", "verdict", "disposition", "at"}) == "outcomes");
    CHECK(kind({"account_id", "name", "industry"}) == "accounts");
    CHECK(kind({"lead_id", "status", "created_at"}) == "leads");
    CHECK(kind({"x", "y"}) == "unknown");
    CHECK(kind({"Task Owner", "Subject", "Created Time", "Due Date", "Status", "Modified Time"}) ==
          "unknown");
    CHECK(kind({"Case Owner", "Status", "Case Origin", "Created Time"}) == "unknown");
    CHECK(kind({"Id", "AccountId", "ContactId", "IsActive", "StartDate", "EndDate"}) == "unknown");
}

TEST_CASE("a first agreement passes its own check", "[ingest]") {
    std::string leads = "Prospect ID,Company,Job Title,Email,Owner,Status,Industry,Employees,Lead Source\n";
    for (int i = 0; i < 20; ++i)
        leads += std::to_string(i) + ",Acme,VP Sales,a" + std::to_string(i) + "@acme.io," +
                 (i % 2 == 0 ? "Ana \"A\" Silva" : "Queue West") + "," +
                 (i % 3 == 0 ? "Contacted" : "Purple") + ",Select,100,Referral\n";
    std::string quotes;
    for (const char c : leads) { // fields with quotes are quoted
        quotes += c;
    }
    for (auto at = quotes.find("Ana \"A\" Silva"); at != std::string::npos;
         at = quotes.find("Ana \"A\" Silva", at + 17))
        quotes.replace(at, 13, "\"Ana \"\"A\"\" Silva\"");
    const csv::TemporaryFile lead_file(quotes, "leads.csv");
    const csv::TemporaryFile touch_file(
        "lead_id,activity_type,date\n1,Webinar Attended,2026-01-01\n1,Billboard,2026-01-02\n"
        "2,page visit,2026-01-03\n",
        "touches.csv");
    const Proposal proposal({lead_file.path(), touch_file.path()});
    CHECK(proposal.has(
        "columns = { lead_id = \"Prospect ID\", title = \"Job Title\", source = \"Lead Source\" }"));
    CHECK(proposal.has("blank   = [\"Select\"]"));
    CHECK(proposal.has("\"Contacted\" = \"sal\""));
    CHECK(proposal.has("\"Purple\" = \"inquiry\""));
    CHECK(proposal.has("its words do not say which stage this is"));
    CHECK(proposal.has("\"page visit\" = \"page_view\""));
    CHECK(proposal.has("# \"Billboard\" = \"\""));
    REQUIRE(proposal.agreement.reps.size() == 1);
    CHECK(proposal.agreement.reps[0].name == "Ana \"A\" Silva");
    CHECK(proposal.agreement.reps[0].id == "ana-a-silva");
    CHECK(proposal.agreement.routes.size() == 1);
    CHECK_FALSE(proposal.agreement.lifecycle.mql.empty());
    CHECK(errors(proposal.agreement, Kind::leads, lead_file.path()).empty());
    CHECK(errors(proposal.agreement, Kind::touches, touch_file.path()).empty());
}

TEST_CASE("converted or not serves as status where there is no other", "[ingest]") {
    const csv::TemporaryFile file("Prospect ID,Lead Source,Converted\n1,Web,0\n2,Web,1\n3,Web,0\n",
                                  "leads.csv");
    const Proposal proposal({file.path()});
    CHECK(proposal.has("status = \"Converted\""));
    CHECK(proposal.agreement.lifecycle.status ==
          std::map<std::string, std::string>{{"0", "inquiry"}, {"1", "won"}});
    CHECK(proposal.agreement.reps.empty());
    CHECK(proposal.agreement.routes.empty());
    Export leads(Kind::leads, {file.path()}, proposal.agreement);
    const Table table = leads.read_all();
    CHECK(table[table.find("stage").value()].cells[1] == "won");
}

TEST_CASE("dates that can be read both ways are left to whoever signs", "[ingest]") {
    const csv::TemporaryFile file("lead_id,Email,Created\n1,a@b.io,01/02/2026\n", "leads.csv");
    const Proposal proposal({file.path()});
    CHECK(proposal.has("dates   = \"mdy\""));
    CHECK(proposal.has("nothing shows whether the day or the month comes first"));
}

TEST_CASE("a file of no known kind is said and left out", "[ingest]") {
    const csv::TemporaryFile leads("lead_id,Email\n1,a@b.io\n", "leads.csv"),
        other("x,y\n1,2\n", "other.csv");
    const Proposal proposal({leads.path(), other.path()});
    CHECK(proposal.has("other.csv\" was not recognised and is left out."));
}

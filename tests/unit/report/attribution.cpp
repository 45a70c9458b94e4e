#include "report/attribution.hpp"

#include "unit/csv/files.hpp"
#include "unit/report/tables.hpp"

#include <handoff/error.hpp>

#include <cmath>
#include <numeric>

using namespace handoff;
using csv::TemporaryFile;

namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

/// Two deals and a lead without one: L1 and L2 are people of D1, L3 of D2 (lost), L4 only looks.
constexpr std::string_view touches = "Touch Id,lead_id,type,at,channel,campaign_id\n"
                                     "1,L1,page_view,2026-03-01T10:00:00Z,Search,\n"
                                     "2,L1,email_click,2026-03-05T10:00:00Z,,\n" // email, by its type
                                     "3,L2,webinar_attended,2026-03-03T10:00:00Z,,C1\n"
                                     "4,L1,call,2026-03-06T10:00:00Z,Phone,\n" // of sales
                                     "5,L1,form_submit,2026-03-20T10:00:00Z,Search,\n"
                                     "6,L3,page_view,2026-03-02T10:00:00Z,Search,\n"
                                     "7,L4,page_view,2026-03-02T10:00:00Z,Social,\n"
                                     "8,L9,page_view,2026-03-02T10:00:00Z,Social,\n"
                                     "9,L1,email_sent,2026-03-04T10:00:00Z,,\n"
                                     "10,L3,page_view,2025-01-01T10:00:00Z,Old,\n"; // before the look-back

struct Case {
    Agreement agreement;
    TemporaryFile file{touches};
    std::unique_ptr<Export> log;
    ReportInput input;

    explicit Case(std::string_view settings = "") {
        std::vector<Diagnostic> warnings;
        agreement = parse_agreement("[agreement]\ncurrency = 'USD'\n[attribution]\n" + std::string(settings),
                                    "handoff.toml", warnings);
        log = std::make_unique<Export>(Kind::touches, std::vector<std::string>{file.path()}, agreement);
        input.agreement = &agreement;
        input.as_of = *read_instant("2026-04-01");
        input.leads = table_of({"lead_id", "source", "created_at"}, {{"L1", "Web", "2026-03-01T09:00:00Z"},
                                                                     {"L2", "", "2026-03-03"},
                                                                     {"L3", "Web", "2026-03-02"},
                                                                     {"L4", "", "2026-03-02"}});
        input.deals = table_of({"deal_id", "lead_ids", "amount", "status", "created_at", "closed_at"},
                               {{"D1", "L1;L2", "100.01", "won", "2026-03-10", "2026-03-25"},
                                {"D2", "L3", "50", "lost", "2026-03-12", "2026-03-20"},
                                {"D3", "", "7", "open", "2026-03-12", ""}});
        input.campaigns =
            table_of({"campaign_id", "channel", "cost", "starts_on"},
                     {{"C1", "Webinar", "20", "2026-03-01"}, {"C2", "Search", "0", "2026-03-01"}});
        input.touches = log.get();
    }
};

} // namespace

TEST_CASE("credit goes to the touches before a deal was created, and before it closed", "[report]") {
    Case c;
    const Report report = attribution(c.input);
    // D1: Search 3-01, Webinar 3-03, email 3-05; D2: Search; D3 has no lead.
    CHECK(texts(report, "pipeline", "group") == Texts{"Search", "email", "Webinar", "(no touch)"});
    CHECK(numbers(report, "pipeline", "touched") == Numbers{2, 1, 1, 1});
    CHECK(numbers(report, "pipeline", "first") == Numbers{150.01, 0, 0, 7});
    CHECK(numbers(report, "pipeline", "last") == Numbers{50, 100.01, 0, 7});
    CHECK(numbers(report, "pipeline", "linear") == Numbers{83.34, 33.33, 33.34, 7});
    CHECK(numbers(report, "pipeline", "u_shaped") == Numbers{90.01, 40, 20, 7});
    // The lead came in on 3-01 before the first touch; the deal by the e-mail.
    CHECK(numbers(report, "pipeline", "w_shaped") == Numbers{110.01, 30, 10, 7});
    // D1 alone was won: Search, Webinar, email, Search.
    CHECK(texts(report, "revenue", "group") == Texts{"Search", "email", "Webinar"});
    CHECK(numbers(report, "revenue", "linear") == Numbers{50.01, 25, 25});
    CHECK(numbers(report, "revenue", "full_path") == Numbers{67.51, 22.5, 10});
}

TEST_CASE("every model's credit adds up to the amounts, and --rows to each number", "[report]") {
    Case c;
    const Report report = attribution(c.input);
    for (const ReportTable& table : report.tables) {
        if (table.key != "pipeline" && table.key != "revenue") continue;
        for (std::size_t column = 4; column < table.columns.size(); ++column) { // the models
            CAPTURE(table.columns[column].key);
            double sum = 0;
            for (const auto& row : table.rows) {
                sum += std::get<double>(row[column].value);
                if (!row[column].behind) continue;
                const auto& parts = row[column].behind->parts;
                CHECK(std::accumulate(parts.begin(), parts.end(), 0.0) ==
                      Approx(std::get<double>(row[column].value)).margin(1e-9));
            }
            CHECK(sum == Approx(std::get<double>(table.total[column].value)).margin(1e-9));
        }
    }
}

TEST_CASE("the least and the most open as the models do that give them", "[report]") {
    Case c;
    const Report report = attribution(c.input);
    const ReportTable& table = table_named(report, "revenue");
    std::size_t opened = 0;
    for (const auto& row : table.rows)
        for (const std::size_t column : {column_named(table, "least"), column_named(table, "most")}) {
            if (!row[column].behind) continue; // a Markov chain's
            const auto& parts = row[column].behind->parts;
            CHECK(std::accumulate(parts.begin(), parts.end(), 0.0) ==
                  Approx(std::get<double>(row[column].value)).margin(1e-9));
            ++opened;
        }
    CHECK(opened > 0);
}

TEST_CASE("sourced and influenced stand side by side by their definitions", "[report]") {
    Case c;
    const Report report = attribution(c.input);
    CHECK(numbers(report, "sourced", "deals") == Numbers{2, 2, 2, 2, 1, 2});
    CHECK(numbers(report, "sourced", "amount") == Numbers{150.01, 150.01, 150.01, 150.01, 100.01, 150.01});
    Case other("sourced = \"source = 'Referral'\"\n");
    CHECK(numbers(attribution(other.input), "sourced", "deals").front() == 0);
}

TEST_CASE("costs meet the credit of their channels", "[report]") {
    Case c;
    const Report report = attribution(c.input);
    CHECK(texts(report, "costs", "group") == Texts{"Webinar", "Search"});
    CHECK(numbers(report, "costs", "cost") == Numbers{20, 0});
    const Numbers least = numbers(report, "revenue", "least"), most = numbers(report, "revenue", "most");
    CHECK(numbers(report, "costs", "return_least").front() == Approx((least[2] - 20) / 20));
    CHECK(numbers(report, "costs", "return_most").front() == Approx((most[2] - 20) / 20));
    CHECK(numbers(report, "costs", "return_most").back() == -1); // nothing spent: no ratio
}

TEST_CASE("the agreement says what is converted to, how far back and by which touches", "[report]") {
    Case c("converts = 'mql'\nlookback = '10d'\ntouches = \"side in ('sales', 'marketing')\"\n");
    c.input.leads[c.input.leads.add("stage")].cells.assign(4, "inquiry");
    c.input.leads[3].cells[0] = "mql";
    const Report report = attribution(c.input);
    REQUIRE(report.tables.size() == 2);
    CHECK(report.tables.back().key == "costs");
    CHECK((report.tables.back().if_any && report.tables.back().rows.empty()));
    CHECK(report.tables.front().title == "Leads that reached mql, by touches before");
    CHECK(report.tables.front().notes == Texts{"3 leads without a known time of it: left out"});
}

TEST_CASE("what closes after the time of the report is left out, and said", "[report]") {
    Case c;
    c.input.as_of = *read_instant("2026-03-15");
    const Report report = attribution(c.input);
    REQUIRE(report.tables.size() > 1);
    CHECK(report.tables[1].key == "revenue");
    CHECK(report.tables[1].notes == Texts{"1 deal dated after the time of the report: left out"});
}

TEST_CASE("attribution says what it lacks", "[report]") {
    Case c;
    c.input.touches = nullptr;
    CHECK_THROWS_WITH(attribution(c.input), Catch::Contains("the report 'attribution' needs touches"));
    Case d;
    d.input.deals = {};
    CHECK_THROWS_WITH(attribution(d.input), Catch::Contains("the report 'attribution' needs deals"));
    Case e;
    e.input.by = "chanel";
    CHECK_THROWS_WITH(attribution(e.input),
                      Catch::Contains("the touches have no column 'chanel' to share credit among") &&
                          Catch::Contains("did you mean 'channel'?"));
}

TEST_CASE("a file of paths needs no exports", "[report]") {
    const TemporaryFile file("path,conv,value,null\nC1>C2>C3,1,9,0\nC1,0,0,1\nC2>C3,0,0,1\n");
    const Agreement agreement;
    ReportInput input{.agreement = &agreement, .as_of = *read_instant("2026-04-01"), .paths = file.path()};
    const Report report = attribution(input);
    CHECK(texts(report, "conversions", "group").size() == 3);
    const Numbers credit = numbers(report, "value", "markov_1");
    CHECK(std::accumulate(credit.begin(), credit.end(), 0.0) == Approx(9));
    CHECK(numbers(report, "value", "markov_1").front() == Approx(3.6));
}

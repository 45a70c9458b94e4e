#include "report/wins.hpp"

#include "report/content.hpp"
#include "report/digest.hpp"
#include "unit/csv/files.hpp"
#include "unit/report/tables.hpp"

#include <handoff/error.hpp>

using namespace handoff;

namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

Agreement agreement() {
    Agreement agreement;
    agreement.currency = "USD";
    agreement.reps.resize(2);
    agreement.reps[0].id = "ana";
    agreement.reps[0].name = "Ana Silva";
    agreement.reps[1].id = "ben";
    return agreement;
}

ReportInput input_of(const Agreement& agreement) {
    ReportInput input;
    input.agreement = &agreement;
    input.as_of = *read_instant("2026-06-15T12:00:00Z");
    input.leads = table_of({"lead_id", "name", "source", "country", "created_at"},
                           {{"1", "Cyd West", "Web", "DE", "2026-06-02"},
                            {"2", "Dee East", "Show", "DE", "2026-06-03"},
                            {"3", "Eli Ford", "Show", "US", "2026-06-04"},
                            {"4", "Fay Gold", "Web", "US", "2026-06-09"},
                            {"5", "Gus Hill", "Web", "DE", "2026-06-01"}});
    input.deals =
        table_of({"deal_id", "name", "lead_id", "amount", "status", "created_at", "closed_at", "owner"},
                 {{"d1", "West Mills", "1", "1200", "won", "2026-06-05", "2026-06-10", "ana"},
                  {"d2", "Old", "2", "50", "won", "2025-06-05", "2025-06-10", "ana"}});
    input.handovers = {{.lead = "1",
                        .rep = "ben",
                        .pool = {},
                        .route = {},
                        .sla = {},
                        .at = *read_instant("2026-06-03T09:00:00Z")}};
    input.has_ledger = true;
    return input;
}

} // namespace

TEST_CASE("a win has a closer, its assists and a sentence", "[report]") {
    const Agreement agreed = agreement();
    const Report report = wins(input_of(agreed));
    CHECK(numbers(report, "wins", "amount") == Numbers{1200}); // the other one is of another year
    CHECK(texts(report, "wins", "story") ==
          Texts{"Ana Silva won West Mills for 1,200 USD, 8 days after the lead came in; ben helped"});
    CHECK(texts(report, "assists", "who") == Texts{"ben"});
    CHECK(texts(report, "assists", "what") == Texts{"had the lead"});
    CHECK(texts(report, "course", "what") == Texts{"inquiry", "handed to ben", "deal created", "won"});
    CHECK(numbers(report, "course", "days_before") == Numbers{8, 7, 5, 0});

    // Nobody recorded when it was handed over: who has the lead today may have had no part.
    ReportInput today = input_of(agreed);
    today.has_ledger = false;
    CHECK(texts(wins(today), "wins", "story") ==
          Texts{"Ana Silva won West Mills for 1,200 USD, 8 days after the lead came in"});
}

TEST_CASE("who is no rep is one person by e-mail address and by name", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    input.deals =
        table_of({"deal_id", "name", "lead_id", "status", "created_at", "closed_at", "owner"},
                 {{"d1", "West Mills", "1", "won", "2026-06-05", "2026-06-10", "gus@north.example"},
                  {"d2", "East Mills", "2", "won", "2026-06-05", "2026-06-09", "zoe@north.example"}});
    input.handovers.clear();
    const csv::TemporaryFile file("lead_id,type,at,side,rep\n"
                                  "1,call,2026-06-03T09:00:00Z,sales,Gus Hale\n"
                                  "2,call,2026-06-04T09:00:00Z,sales,Gus Hale\n");
    Export touches(Kind::touches, {file.path()}, agreed);
    input.touches = &touches;
    const Report report = wins(input);
    CHECK(texts(report, "wins", "story") ==
          Texts{"Gus Hale won West Mills, 8 days after the lead came in",
                "zoe@north.example won East Mills, 6 days after the lead came in; Gus Hale helped"});
    CHECK(texts(report, "deals", "closed_by") == Texts{"Gus Hale", "zoe@north.example"});
    CHECK(texts(report, "assists", "who") == Texts{"Gus Hale", "Gus Hale"});
}

TEST_CASE("the digest celebrates the wins of the week", "[report]") {
    const Agreement agreed = agreement();
    const Report report = digest(input_of(agreed));
    CHECK(texts(report, "wins", "story").size() == 1);
    CHECK(numbers(report, "amounts", "now") == Numbers{0, 1200}); // created the week before, won in this one
}

TEST_CASE("wins and content say what they need", "[report]") {
    const Agreement agreed = agreement();
    ReportInput input = input_of(agreed);
    CHECK_THROWS_WITH(content(input), Catch::Contains("the report 'content' needs touches"));
    input.deals = {};
    CHECK_THROWS_WITH(wins(input), Catch::Contains("the report 'wins' needs deals"));
}

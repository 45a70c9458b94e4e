#include "report/lessons.hpp"

#include "unit/report/tables.hpp"

using namespace handoff;

TEST_CASE("what answers and lost deals of a week tell, the most frequent first", "[report]") {
    Agreement agreement;
    agreement.dispositions = {{.code = "later", .text = "no budget yet"}};
    ReportInput input;
    input.agreement = &agreement;
    input.as_of = *read_instant("2026-06-15T12:00:00Z");
    input.leads = table_of({"lead_id", "email"}, {{"L1", "ann@a.example"}, {"L2", ""}, {"L3", ""}});
    input.deals = table_of({"deal_id", "lead_id", "status", "closed_at", "loss_reason", "competitor"},
                           {{"D1", "L1", "lost", "2026-06-09", "price", "Rival"},
                            {"D2", "L2", "lost", "2026-06-01", "price", ""}, // the week before
                            {"D3", "L3", "won", "2026-06-09", "price", ""}});
    const Instant then = *read_instant("2026-06-10T09:00:00Z");
    input.answers = {
        {.lead = "L1", .rep = "ana", .disposition = "later", .competitor = "Rival", .at = then},
        {.lead = "ann@a.example", .rep = "ben", .disposition = "later", .at = then}, // the same lead
        {.lead = "L2", .rep = "ana", .disposition = "later", .content_missing = "a price list", .at = then},
        {.lead = "nobody", .rep = "ana", .disposition = "later", .at = then},
        {.lead = "L3", .rep = "ana", .disposition = "later", .at = *read_instant("2026-06-01T09:00:00Z")}};
    const std::vector<Lesson> lessons =
        lessons_of(input, People(input), Period{read_date("2026-06-08"), read_date("2026-06-14")});
    std::vector<std::string> told;
    for (const Lesson& each : lessons)
        told.push_back(std::string(to_text(each.kind)) + ": " + each.what + " " +
                       std::to_string(each.rows.size()));
    CHECK(told == std::vector<std::string>{"reason: no budget yet 2", "competitor: Rival 1",
                                           "lost to: Rival 1", "missing content: a price list 1",
                                           "why deals were lost: price 1"});
    CHECK(lessons[0].of == RowsBehind::Of::leads);
    CHECK(lessons[2].of == RowsBehind::Of::deals);
}

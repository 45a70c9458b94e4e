#include "report/touch_log.hpp"

#include "ingest/lead_keys.hpp"
#include "unit/csv/files.hpp"
#include "unit/report/tables.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("touches of wanted types are kept, and those for which a condition holds", "[report]") {
    const csv::TemporaryFile file("lead_id,type,at,content\n"
                                  "1,page_view,2026-03-01T08:00:00Z,price list\n" // before any wanted type
                                  "1,email_open,2026-03-02T08:00:00Z,\n"
                                  "2,call,2026-03-03T08:00:00Z,\n"
                                  "1,page_view,2026-03-04T08:00:00Z,\n"
                                  "1,reply,2026-03-05T08:00:00Z,\n"
                                  "9,call,2026-03-06T08:00:00Z,\n");
    const Agreement agreement;
    const Table leads = table_of({"lead_id"}, {{"1"}, {"2"}});
    const LeadKeys keys = LeadKeys::of(leads, nullptr, {});
    const Expression condition = Expression::parse("content is not blank");
    const auto kept = [&](const TouchLog::Wanted& wanted) {
        Export touches(Kind::touches, {file.path()}, agreement);
        const TouchLog log(touches, keys, 2, Table(), agreement, *read_instant("2026-09-01"), "type",
                           {&condition, 1}, wanted);
        std::string text;
        for (std::uint32_t lead = 0; lead < 2; ++lead)
            for (const TouchLog::Touch& touch : log.of(lead))
                text += std::to_string(lead + 1) + " " + log.channels()[touch.channel] +
                        (touch.holds(0) ? "*" : "") + "; ";
        std::vector<std::string> notes;
        log.add_notes(notes);
        CHECK(notes == std::vector<std::string>{"1 of 6 touches join none of these leads"});
        return text;
    };
    CHECK(kept({}) == "1 page_view*; 1 email_open; 1 page_view; 1 reply; 2 call; ");
    CHECK(kept([](std::string_view type) { return type == "reply" || type == "call"; }) ==
          "1 page_view*; 1 reply; 2 call; ");
}

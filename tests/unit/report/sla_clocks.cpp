#include "report/sla.hpp"
#include "unit/csv/files.hpp"
#include "unit/report/tables.hpp"

#include <memory>

using namespace handoff;

namespace {

using Strings = std::vector<std::string>;

Instant at(const char* text) { return *read_instant(text); }

/// Three leads that wait: L1 since 1 h, L2 since 3 h, L3 was touched and is to be tried again.
struct Story {
    Agreement agreement;
    csv::TemporaryFile file{"lead_id,type,at\nL3,call,2026-03-02T09:30:00Z\n"};
    std::unique_ptr<Export> touches;
    ReportInput input;

    explicit Story(const std::string& more = {}) {
        std::vector<Diagnostic> warnings;
        agreement = parse_agreement("[agreement]\nname = 'Small'\nmarketing = 'M'\nsales = 'S'\n"
                                    "agreed_on = 2026-01-01\n"
                                    "[[rep]]\nid = 'ana'\n"
                                    "[sla.hot]\nfirst_touch = '4h clock'\n" +
                                        more,
                                    "handoff.toml", warnings);
        touches = std::make_unique<Export>(Kind::touches, Strings{file.path()}, agreement,
                                           ExportOptions{.again = true});
        input.agreement = &agreement;
        input.as_of = at("2026-03-02T12:00:00Z");
        input.touches = touches.get();
        input.leads = table_of({"lead_id", "name", "created_at"}, {{"L1", "Ann", "2026-03-01T08:00:00Z"},
                                                                   {"L2", "Bob", "2026-03-01T08:00:00Z"},
                                                                   {"L3", "Cyd", "2026-03-01T08:00:00Z"}});
        input.handovers = {{.lead = "L2", .rep = "ana", .sla = "hot", .at = at("2026-03-02T09:00:00Z")},
                           {.lead = "L3", .rep = "ana", .sla = "hot", .at = at("2026-03-02T09:00:00Z")},
                           {.lead = "L1", .rep = "ana", .sla = "hot", .at = at("2026-03-02T11:00:00Z")}};
    }
};

} // namespace

TEST_CASE("running clocks tell how much of their time is used, the most first", "[report]") {
    Story story;
    const Report report = sla(story.input);
    CHECK(texts(report, "open", "lead") == Strings{"L2", "L1"});
    CHECK(numbers(report, "open", "used") == std::vector<double>{0.75, 0.25});
    CHECK(texts(report, "open", "due") == Strings{"2026-03-02T13:00:00Z", "2026-03-02T15:00:00Z"});
    CHECK(table_named(report, "open").rows[0][1].name == "Bob");
    CHECK(table_named(report, "open").columns.size() == 4); // no other clocks: none is named
    CHECK(table_named(report, "open").for_people == 25);
}

TEST_CASE("the clocks of attempts and answers run too", "[report]") {
    Story story("answer = '6h'\nattempts = { at_least = 2, within = '5d', due = { 2 = '12h clock' } }\n");
    const Report report = sla(story.input);
    CHECK(texts(report, "open", "lead") == Strings{"L2", "L2", "L3", "L1", "L2", "L3", "L1", "L1"});
    CHECK(texts(report, "open", "clock") == Strings{"first touch", "answer", "answer", "first touch",
                                                    "attempt 2", "attempt 2", "answer", "attempt 2"});
    CHECK(numbers(report, "open", "used") ==
          std::vector<double>{0.75, 0.5, 0.5, 0.25, 0.25, 0.25, 0.167, 0.083});
}

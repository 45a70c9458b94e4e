#include "report/feedback.hpp"
#include "report/nurture.hpp"
#include "report/sla.hpp"
#include "report/worklist.hpp"
#include "unit/csv/files.hpp"
#include "unit/report/tables.hpp"

#include <memory>

using namespace handoff;

namespace {

Instant at(const char* text) { return *read_instant(text); }
using Strings = std::vector<std::string>;

/// L1 came back, woke, was accepted by Ben and bought; L2 waits and was touched since, L3 waits and was not.
struct Story {
    Agreement agreement;
    csv::TemporaryFile file{"lead_id,type,at\n"
                            "L1,call,2026-03-02T10:00:00Z\n"
                            "L2,page_view,2026-04-20T10:00:00Z\n"
                            "L3,page_view,2026-03-01T10:00:00Z\n"};
    std::unique_ptr<Export> touches;
    ReportInput input;

    Story() {
        std::vector<Diagnostic> warnings;
        agreement = parse_agreement("[agreement]\nname = 'Small'\nmarketing = 'M'\nsales = 'S'\n"
                                    "agreed_on = 2026-01-01\n"
                                    "[[rep]]\nid = 'ana'\n[[rep]]\nid = 'ben'\n"
                                    "[sla.hot]\nfirst_touch = '2h clock'\n"
                                    "[[disposition]]\ncode = 'later'\nthen = 'nurture'\nwake = '40d'\n"
                                    "touch_every = '30d'\n"
                                    "[[content]]\nid = 'roi'\ntitle = 'ROI calculator'\n",
                                    "handoff.toml", warnings);
        touches = std::make_unique<Export>(Kind::touches, Strings{file.path()}, agreement,
                                           ExportOptions{.again = true});
        input.agreement = &agreement;
        input.as_of = at("2026-05-01T06:00:00Z");
        input.touches = touches.get();
        input.leads = table_of({"lead_id", "name", "created_at"}, {{"L1", "Ann", "2026-03-01T08:00:00Z"},
                                                                   {"L2", "Bob", "2026-03-01T08:00:00Z"},
                                                                   {"L3", "Cyd", "2026-03-01T08:00:00Z"}});
        const Instant night = at("2026-03-02T06:00:00Z");
        const auto back = [&](const char* lead) {
            return Answer{.lead = lead,
                          .rep = "ana",
                          .verdict = Answer::Verdict::reject,
                          .disposition = "later",
                          .competitor = "Spreadsheets; paper;Paper ; PAPER",
                          .content_missing = "A price list;a price LIST",
                          .at = at("2026-03-10T10:00:00Z")};
        };
        input.handovers = {
            {.lead = "L1", .rep = "ana", .sla = "hot", .at = night, .ended = at("2026-03-10T10:00:00Z")},
            {.lead = "L2", .rep = "ana", .sla = "hot", .at = night, .ended = at("2026-03-10T10:00:00Z")},
            {.lead = "L3", .rep = "ana", .sla = "hot", .at = night, .ended = at("2026-03-10T10:00:00Z")},
            {.lead = "L1", .rep = "ben", .sla = "hot", .at = at("2026-04-20T06:00:00Z"), .again = true}};
        input.answers = {back("L1"),
                         back("L2"),
                         back("L3"),
                         {.lead = "L1", .rep = "ben", .at = at("2026-04-21T06:00:00Z")}};
        input.deals = table_of({"deal_id", "lead_id", "status", "created_at", "closed_at", "amount",
                                "loss_reason", "competitor"},
                               {{"before", "L1", "lost", "2026-03-03", "2026-03-05", "50", "Price", "paper"},
                                {"d1", "L1", "won", "2026-04-22", "2026-04-28", "1000.50", "", ""},
                                {"d2", "L1", "open", "2026-04-23", "", "70", "", ""}});
    }
};

} // namespace

TEST_CASE("nurture tells what those that woke gave since", "[report]") {
    const Story story;
    const Report report = nurture(story.input);
    CHECK(texts(report, "gave", "disposition") == Strings{"later"});
    CHECK(numbers(report, "gave", "again") == std::vector<double>{1});
    CHECK(numbers(report, "gave", "accepted") == std::vector<double>{1});
    CHECK(numbers(report, "gave", "deals") == std::vector<double>{2}); // the one before is no gift of nurture
    CHECK(numbers(report, "gave", "won") == std::vector<double>{1});
    CHECK(numbers(report, "gave", "amount") == std::vector<double>{1000.5});
}

TEST_CASE("who waits without a touch for longer than agreed is forgotten", "[report]") {
    Story story;
    const Report report = nurture(story.input);
    CHECK(texts(report, "forgotten", "lead") == Strings{"L3"});
    CHECK(texts(report, "forgotten", "touched") == Strings{"2026-03-01"});
    CHECK(numbers(report, "forgotten", "days") == std::vector<double>{51}); // since the answer
    CHECK(numbers(report, "forgotten", "agreed") == std::vector<double>{30});
    story.agreement.dispositions[0].touch_every.reset();
    CHECK(table_named(nurture(story.input), "forgotten").rows.empty());
}

TEST_CASE("leads that the CRM alone put into nurture wait there too, and nothing wakes them", "[report]") {
    Story story;
    // L4 is seen in nurture since a night, L5 was accepted and then moved, of L6 nothing says since when.
    story.input.leads = table_of({"lead_id", "name", "stage", "created_at", "updated_at"},
                                 {{"L1", "Ann", "sal", "2026-03-01T08:00:00Z", ""},
                                  {"L2", "Bob", "nurture", "2026-03-01T08:00:00Z", ""},
                                  {"L3", "Cyd", "inquiry", "2026-03-01T08:00:00Z", ""},
                                  {"L4", "Dan", "nurture", "2026-03-01T08:00:00Z", ""},
                                  {"L5", "Eve", "Nurture", "2026-03-01T08:00:00Z", "2026-04-27T08:00:00Z"},
                                  {"L6", "Fay", "nurture", "2026-03-01T08:00:00Z", ""}});
    story.input.stages =
        table_of({"lead_id", "stage", "earliest", "latest", "known_from"},
                 {{"L4", "nurture", "2026-03-19T06:00:00Z", "2026-03-20T06:00:00Z", "nights"}});
    story.input.handovers.insert(story.input.handovers.begin() + 3, {.lead = "L5",
                                                                     .rep = "ben",
                                                                     .sla = "hot",
                                                                     .at = at("2026-03-02T06:00:00Z"),
                                                                     .ended = at("2026-04-28T06:00:00Z")});
    story.input.answers.push_back({.lead = "L5", .rep = "ben", .at = at("2026-03-03T06:00:00Z")});
    const Report report = nurture(story.input);
    CHECK(texts(report, "pool", "disposition") == Strings{"(moved by the CRM)", "later"});
    CHECK(texts(report, "pool", "then") == Strings{"nothing", "nurture"});
    CHECK(numbers(report, "pool", "leads") == std::vector<double>{3, 2});
    CHECK(numbers(report, "pool", "days_7") == std::vector<double>{1, 0});
    CHECK(numbers(report, "pool", "days_90") == std::vector<double>{1, 2});
    CHECK(numbers(report, "pool", "unknown") == std::vector<double>{1, 0});
    CHECK(numbers(report, "pool", "wake") == std::vector<double>{0, 2});
    CHECK(texts(report, "wakes", "lead") == Strings{"L2", "L3"});
    CHECK(texts(report, "leaks", "lead") == Strings{"L4", "L5", "L6"});
    CHECK(texts(report, "leaks", "rep") == Strings{"", "ben", ""});
    CHECK(texts(report, "leaks", "then") == Strings(3, "never wakes: no disposition"));
    CHECK(table_named(report, "leaks").rows[2][3].blank());
    // Whoever waits without a disposition may wait as long as under any.
    CHECK(texts(report, "forgotten", "lead") == Strings{"L3", "L4"});
    CHECK(numbers(report, "forgotten", "days") == std::vector<double>{51, 42});
    CHECK(report.facts.back() == std::pair<std::string, std::string>{"moved by the CRM", "3"});
    CHECK(texts(worklist(story.input), "wakes", "lead") == Strings{"L2", "L3"});

    story.input.rep = "ben";
    CHECK(texts(nurture(story.input), "leaks", "lead") == Strings{"L5"});
    story.input.rep = "";
    story.input.from = Date(std::chrono::year(2026) / 3 / 1);
    CHECK(texts(nurture(story.input), "leaks", "lead") == Strings{"L5"});
}

TEST_CASE("a lead that woke and has a rep is not in nurture, whatever the CRM shows still", "[report]") {
    Story story;
    story.input.leads = table_of({"lead_id", "name", "stage", "created_at"},
                                 {{"L1", "Ann", "nurture", "2026-03-01T08:00:00Z"},
                                  {"L2", "Bob", "nurture", "2026-03-01T08:00:00Z"},
                                  {"L3", "Cyd", "nurture", "2026-03-01T08:00:00Z"}});
    story.input.answers.pop_back(); // Ben has not answered yet
    const Report report = nurture(story.input);
    CHECK(texts(report, "pool", "disposition") == Strings{"later"});
    CHECK(numbers(report, "pool", "leads") == std::vector<double>{2});
    CHECK(table_named(report, "leaks").rows.empty());
}

TEST_CASE("the worklist has leads that wake, and what to send", "[report]") {
    Story story;
    story.input.handovers.push_back(
        {.lead = "L2", .rep = "ben", .sla = "hot", .at = at("2026-05-01T05:00:00Z"), .again = true});
    const Report report = worklist(story.input);
    CHECK(texts(report, "wakes", "rep") == Strings{"ana"});
    CHECK(texts(report, "wakes", "lead") == Strings{"L3"});
    CHECK(texts(report, "tasks", "lead") == Strings{"L1", "L2"});
    CHECK(table_named(report, "tasks").for_people == 10'000);
    CHECK(texts(report, "tasks", "send") == Strings{"ROI calculator", "ROI calculator"});
    story.input.rep = "ben";
    CHECK(table_named(worklist(story.input), "wakes").rows.empty());
}

TEST_CASE("the worklist says when things are due, and names scores for what they are", "[report]") {
    Story story;
    story.input.leads =
        table_of({"lead_id", "name", "created_at", "score"}, {{"L1", "Ann", "2026-03-01T08:00:00Z", ""},
                                                              {"L2", "Bob", "2026-03-01T08:00:00Z", "20.5"},
                                                              {"L3", "Cyd", "2026-03-01T08:00:00Z", "7"}});
    story.input.handovers.push_back(
        {.lead = "L2", .rep = "ben", .sla = "hot", .at = at("2026-04-28T05:00:00Z"), .again = true});
    const Report report = worklist(story.input);
    const ReportTable& tasks = table_named(report, "tasks");
    const std::size_t due = column_named(tasks, "due"), score = column_named(tasks, "score");
    REQUIRE(texts(report, "tasks", "lead") == Strings{"L1", "L2"});
    CHECK(tasks.columns[due].unit == Unit::instant);
    CHECK(std::get<std::string>(tasks.rows[1][due].value) == "2026-04-28T07:00:00Z");
    CHECK(tasks.rows[1][due].name == "3 days ago");
    CHECK(tasks.rows[0][score].blank());
    CHECK(std::get<double>(tasks.rows[1][score].value) == 20.5);
}

TEST_CASE("feedback counts loss reasons, competitors and the content that reps missed", "[report]") {
    const Story story;
    const Report report = feedback(story.input);
    CHECK(texts(report, "losses", "reason") == Strings{"Price"});
    CHECK(numbers(report, "losses", "deals") == std::vector<double>{1});
    CHECK(numbers(report, "losses", "amount") == std::vector<double>{50});
    CHECK(texts(report, "competitors", "competitor") == Strings{"paper", "Spreadsheets"});
    CHECK(numbers(report, "competitors", "answers") == std::vector<double>{3, 3});
    CHECK(numbers(report, "competitors", "lost") == std::vector<double>{1, 0});
    CHECK(numbers(report, "competitors", "won") == std::vector<double>{0, 0});
    CHECK(texts(report, "missing", "content") == Strings{"A price list"});
    CHECK(numbers(report, "missing", "refused") == std::vector<double>{3});
}

TEST_CASE("why deals were lost is told before any rep has answered", "[report]") {
    Story story;
    story.input.answers.clear();
    const Report report = feedback(story.input);
    CHECK(report.notes.front() == "no rep has answered yet");
    CHECK(numbers(report, "losses", "deals") == std::vector<double>{1});
    CHECK(texts(report, "competitors", "competitor") == Strings{"paper"}); // of the deal
}

TEST_CASE("the time to the first touch is told by the clock and since creation too", "[report]") {
    const Story story;
    const Report report = sla(story.input);
    CHECK(texts(report, "times", "time") == Strings{"working time", "by the clock", "since created"});
    // Of four handovers one was touched, after 4 hours; the others were not.
    CHECK(numbers(report, "times", "p50") == std::vector<double>{-1, -1, -1});
    CHECK(numbers(report, "times", "slowest") == std::vector<double>{4, 4, 26});
    CHECK(table_named(report, "times").notes == Strings{"– is not reached: too many still wait to tell"});
}

TEST_CASE("a touch before the clock started is told once, of the rep who had the lead then or got it next",
          "[report]") {
    Story story; // Ana called L1 in her own time: that is no touch before Ben's clock
    CHECK(table_named(sla(story.input), "before").rows.empty());

    const csv::TemporaryFile file("lead_id,type,at\n"
                                  "L1,call,2026-03-01T10:00:00Z\n"   // before Ana had it
                                  "L2,call,2026-03-02T10:00:00Z\n"   // she had it
                                  "L3,call,2026-03-20T10:00:00Z\n"); // nobody had it
    Export touches(Kind::touches, Strings{file.path()}, story.agreement, ExportOptions{.again = true});
    story.input.touches = &touches;
    for (const char* lead : {"L2", "L3"})
        story.input.handovers.push_back(
            {.lead = lead, .rep = "ben", .sla = "hot", .at = at("2026-04-20T06:00:00Z"), .again = true});
    const Report report = sla(story.input);
    CHECK(texts(report, "before", "rep") == Strings{"ana", "ben"});
    CHECK(texts(report, "before", "lead") == Strings{"L1", "L3"});
    CHECK(texts(report, "before", "touched") == Strings{"2026-03-01T10:00:00Z", "2026-03-20T10:00:00Z"});
    CHECK(table_named(report, "before").notes ==
          Strings{"2 handovers: such a touch is neither in time nor late, and in no average"});
}

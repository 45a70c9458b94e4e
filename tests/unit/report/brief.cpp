#include "report/brief.hpp"

#include "unit/csv/files.hpp"
#include "unit/report/tables.hpp"

using namespace handoff;

namespace {

Instant at(const char* text) { return *read_instant(text); }

/// Ana has three leads of the last night, and one from before.
struct Story {
    Agreement agreement;
    csv::TemporaryFile file{"lead_id,type,at,content\n"
                            "L1,page_view,2026-09-01T08:00:00Z,one\n"
                            "L1,page_view,2026-09-01T09:00:00Z,two\n"
                            "L1,page_view,2026-09-02T08:00:00Z,three\n"
                            "L1,page_view,2026-09-02T08:00:00Z,four\n"
                            "L1,page_view,2026-09-02T09:00:00Z,ROI Calculator\n"
                            "L1,page_view,2026-09-02T10:00:00Z,six\n"
                            "L1,page_view,2026-09-09T10:00:00Z,later\n"
                            "L4,page_view,2026-09-02T10:00:00Z,of another\n"};
    std::unique_ptr<Export> touches;
    ReportInput input;

    Story() {
        agreement.reps = {{.id = "ana", .name = "Ana Silva"}, {.id = "ben"}};
        agreement.contents = {{.id = "overview", .title = "Overview"},
                              {.id = "roi", .title = "ROI calculator", .persona = "Finance", .stage = "mql"},
                              {.id = "cases", .title = "Cases", .persona = "finance"},
                              {.id = "prices", .title = "Prices", .stage = "opportunity"}};
        touches = std::make_unique<Export>(Kind::touches, std::vector<std::string>{file.path()}, agreement,
                                           ExportOptions{.again = true});
        input.agreement = &agreement;
        input.as_of = at("2026-09-03T06:00:00Z");
        input.rep = "ana";
        input.touches = touches.get();
        input.leads = table_of({"lead_id", "name", "email", "persona", "stage", "score", "source"},
                               {{"L1", "Ann", "ann@north.example", "finance", "inquiry", "40", "Web"},
                                {"L2", "Bob", "bob@south.example", "", "opportunity", "70", ""},
                                {"L3", "Cyd", "cyd@west.example", "", "", "40", "Fair"},
                                {"L4", "Ann again", "ANN@north.example", "", "", "90", ""}});
        const Instant night = at("2026-09-03T02:00:00Z");
        input.handovers = {{.lead = "L4", .rep = "ben", .at = at("2026-08-01T02:00:00Z")},
                           {.lead = "L1", .rep = "ana", .at = night, .due_at = at("2026-09-04T10:00:00Z")},
                           {.lead = "L2", .rep = "ana", .at = night},
                           {.lead = "L3", .rep = "ana", .at = night, .due_at = at("2026-09-03T10:30:00Z")}};
        input.answers = {{.lead = "L4",
                          .rep = "ben",
                          .verdict = Answer::Verdict::hand_back,
                          .disposition = "no-budget",
                          .comment = "Next year",
                          .at = at("2026-08-02T00:00:00Z")}};
    }
    std::vector<std::string> told(const char* lead, const char* what) const {
        const Report report = brief(input);
        std::vector<std::string> all;
        for (const auto& row : table_named(report, "stories").rows)
            if (std::get<std::string>(row[0].value) == lead && std::get<std::string>(row[1].value) == what)
                all.push_back(std::get<std::string>(row[3].value));
        return all;
    }
};

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("a brief has the best lead first, of two alike the one that is due first", "[report]") {
    const Story story;
    const Report report = brief(story.input);
    CHECK(report.title == "Brief for Ana Silva");
    CHECK(texts(report, "leads", "lead") == Texts{"L2", "L3", "L1"});
    CHECK(numbers(report, "leads", "score") == std::vector<double>{70, 40, 40});
    CHECK(texts(report, "leads", "due") == Texts{"", "Thu 3 Sep 10:30", "Fri 4 Sep 10:00"});
}

TEST_CASE("a brief tells what happened last, who had the person before, and what to send", "[report]") {
    const Story story;
    CHECK(story.told("Ann", "touches") == Texts{"page_view: six", "page_view: ROI Calculator",
                                                "page_view: four", "page_view: three", "page_view: two",
                                                "1 earlier touch"});
    CHECK(story.told("Ann", "before") ==
          Texts{"ben has it, as lead 'L4'; returned it, 'no-budget': Next year"});
    // The calculator she has had, prices are for later: what is made for her persona comes first.
    CHECK(story.told("Ann", "send") == Texts{"Cases", "Overview"});
    CHECK(story.told("Bob", "send") == Texts{"Prices", "Overview"});
    CHECK(story.told("Cyd", "came") == Texts{"Fair"});
}

TEST_CASE("a brief of a period, and of nobody", "[report]") {
    Story story;
    story.input.handovers.push_back({.lead = "L4", .rep = "ben", .at = at("2026-09-03T03:00:00Z")});
    story.input.handovers.front().ended = at("2026-09-03T03:00:00Z");
    story.input.rep = "ben";
    CHECK(texts(brief(story.input), "leads", "lead") == Texts{"L4"});
    story.input.to = *read_date("2026-09-01");
    CHECK(brief(story.input).notes.front() == "no new leads: 'report worklist' has what is open");
    story.input.rep.clear();
    CHECK_THROWS_WITH(brief(story.input), Catch::Contains("the report 'brief' is for one rep"));
    story.input.handovers.clear();
    CHECK_THROWS_WITH(brief(story.input),
                      Catch::Contains("the report 'brief' needs leads that were given to reps"));
}

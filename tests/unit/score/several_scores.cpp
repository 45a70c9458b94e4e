#include "scored.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

constexpr const char* agreement_text = R"(
[lifecycle]
mql = "score >= 30 or score_robots >= 20"

[score]
groups = { fit = { max = 20 }, engagement = {} }
grade = { total = { A = 30, B = -inf } }

[score.robots]
groups = { robots = { max = 15 } }
with = ["fit"]
grade = { robots = { A = 10, B = -inf }, total = { 1 = 20, 2 = -inf } }

[score.sensors]
groups = { sensors = {} }

[[score.rule]]
group = "fit"
name = "director"
when = "title = 'Director'"
points = 8

[[score.rule]]
group = "engagement"
name = "any page"
touch = "type = 'page_view'"
points = 5

[[score.rule]]
group = "robots"
name = "robot page"
touch = "content contains 'robot'"
points = 9

[[score.rule]]
group = "sensors"
name = "sensor page"
touch = "content contains 'sensor'"
points = -2.5
)";

constexpr const char* leads_text = "lead_id,title\n1,Director\n2,Clerk\n3,\n";
constexpr const char* touches_text = "lead_id,type,at,content\n"
                                     "1,page_view,2026-08-01,robots\n"
                                     "1,page_view,2026-08-02,robots\n"
                                     "2,page_view,2026-08-03,sensors\n"
                                     "2,form_submit,2026-08-03,robot arm\n";

} // namespace

TEST_CASE("several scores stand side by side, each of its groups", "[score]") {
    Scored scored(agreement_text, leads_text, touches_text, "2026-09-01", 2);
    CHECK(scored.written() ==
          "lead_id,title,fit,engagement,robots,sensors,score,grade,score_robots,grade_robots,score_sensors,"
          "qualified,disqualified,reasons,reasons_robots,reasons_sensors\n"
          "1,Director,8,10,15,0,18,B,23,A1,0,true,false,+10 any page; +8 director,"
          "+18 robot page; +8 director,\n"
          "2,Clerk,0,5,9,-2.5,5,B,9,B2,-2.5,false,false,+5 any page,+9 robot page,-2.5 sensor page\n"
          "3,,0,0,0,0,0,B,0,B2,0,false,false,,,\n");
    CHECK(scored.scorer.score(0) == Points::of(18));
    CHECK(scored.scorer.grade(0) == "B");
}

TEST_CASE("a named score is explained by its groups", "[score]") {
    Scored scored(agreement_text, leads_text, touches_text, "2026-09-01");
    const Scorer::Explained explained = scored.explain(0);
    REQUIRE(explained.groups.size() == 4);
    CHECK(lines(explained.groups[2].second) == "+18 robot page (2 touches, last 2026-08-02)\n"
                                               "-3 max of robots (18 is above 15)\n");
    CHECK(lines(explained.verdict) == "B grade (score = 18)\n"
                                      "23 score_robots (robots = 15, fit = 8)\n"
                                      "A1 grade_robots (robots = 15, score_robots = 23)\n"
                                      "0 score_sensors (sensors = 0)\n"
                                      "qualified qualified (score = 18, score_robots = 23)\n");
}

TEST_CASE("conditions read the columns of named scores, with their types", "[score]") {
    Scored scored(agreement_text, leads_text, touches_text, "2026-09-01");
    Table table = scored.leads.read_all();
    scored.scorer.add_columns(table);
    const Scope scope = scope_of(table, Kind::leads, scored.agreement, scored.as_of);
    const Expression condition = Expression::parse("score_robots > 9 and grade_robots = 'A1'");
    const Bound bound(std::span(&condition, 1), scope);
    Bound::Evaluator evaluator(bound);
    evaluator.run(table);
    CHECK(std::vector<int>(evaluator.mask(0).begin(), evaluator.mask(0).end()) == std::vector<int>{1, 0, 0});
}

TEST_CASE("scores over time are those of each moment, of leads that were there", "[score]") {
    Scored early(agreement_text, "lead_id,created_at\n1,2026-08-01\n2,2026-08-02T09:00:00Z\n",
                 "lead_id,type,at,content\n1,page_view,2026-08-01,\n1,page_view,2026-08-02,\n",
                 "2026-08-01T12:00:00Z");
    OutputFile out(early.folder.path("history.csv"));
    early.scorer.write_moment(early.leads, out, {.header = true});
    Scorer late(early.agreement, *read_instant("2026-08-03"));
    late.add_leads(early.leads);
    late.add_touches(early.touches);
    late.finish();
    late.write_moment(early.leads, out, {});
    out.commit();
    CHECK(early.folder.read("history.csv") ==
          "at,lead_id,fit,engagement,robots,sensors,score,grade,score_robots,grade_robots,score_sensors,"
          "qualified,disqualified\n"
          "2026-08-01T12:00:00Z,1,0,5,0,0,5,B,0,B2,0,false,false\n"
          "2026-08-03T00:00:00Z,1,0,10,0,0,10,B,0,B2,0,false,false\n"
          "2026-08-03T00:00:00Z,2,0,0,0,0,0,B,0,B2,0,false,false\n");
}

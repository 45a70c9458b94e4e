#include "exports_on_disk.hpp"

#include <handoff/score.hpp>

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

/// The example of docs/scoring.md, to the letter.
constexpr const char* agreement_text = R"([agreement]
name = "Acme"
timezone = "UTC"

[lifecycle]
mql = "fit >= 10 and engagement >= 20 and email is not blank"

[score]
groups = { fit = { max = 20 }, engagement = { min = 0, max = 60 } }

[score.grade]
fit        = { A = 20, B = 10, C = -inf }
engagement = { 1 = 50, 2 = 20, 3 = -inf }

[[score.rule]]
group  = "fit"
name   = "company size"
column = "employees"
bands  = { "50..499" = 10, "500.." = 15 }
why    = "won accounts average 480 employees"

[[score.rule]]
group  = "fit"
name   = "director"
when   = "title contains 'director'"
points = 12

[[score.rule]]
group      = "fit"
name       = "works for a rival"
when       = "company = 'Rival'"
disqualify = true

[[score.rule]]
group     = "engagement"
name      = "asked for a demo"
touch     = "type = 'form_submit' and content contains 'demo'"
points    = 25
half_life = "60d"
window    = "180d"
limit     = "1 per day"
max       = 30

[[score.rule]]
group    = "engagement"
name     = "came back three times in a week"
touch    = "type = 'page_view'"
points   = 8
at_least = "3 in 7d"
steps    = "25% per 30d"

[[score.rule]]
group  = "engagement"
name   = "unsubscribed"
touch  = "type = 'unsubscribe'"
points = -15
)";

constexpr const char* leads_text = R"(lead_id,email,title,company,employees
L1,ann@acme.example,Director of Operations,Acme,480
L2,,Intern,Rival,12
)";

constexpr const char* touches_text = R"(touch_id,lead_id,type,at,content
T1,L1,form_submit,2026-03-05T00:00:00Z,demo
T2,L1,form_submit,2026-05-04T00:00:00Z,demo
T3,L1,form_submit,2026-07-03T00:00:00Z,demo
T4,L1,form_submit,2026-07-03T09:00:00Z,demo
T5,L1,form_submit,2026-08-02T00:00:00Z,demo
T6,L1,page_view,2026-07-20T00:00:00Z,
T7,L1,page_view,2026-07-22T00:00:00Z,
T8,L1,page_view,2026-07-25T00:00:00Z,
T9,L1,unsubscribe,2026-08-30,
T10,L1,form_submit,2026-09-02T00:00:00Z,demo
T11,L7,page_view,2026-08-30T00:00:00Z,
)";

/// "+15 company size (employees = 480)".
std::vector<std::string> lines(const std::vector<Reason>& reasons) {
    std::vector<std::string> texts;
    for (const Reason& reason : reasons) texts.push_back(to_text(reason));
    return texts;
}

} // namespace

TEST_CASE("the worked example of the scoring page", "[score]") {
    const Folder folder;
    std::vector<Diagnostic> warnings;
    const Agreement agreement = parse_agreement(agreement_text, "handoff.toml", warnings);
    Export leads(Kind::leads, {folder.write("leads.csv", leads_text)}, agreement, {.again = true});
    Export touches(Kind::touches, {folder.write("touches.csv", touches_text)}, agreement, {.again = true});
    Scorer scorer(agreement, *read_instant("2026-09-01T00:00:00Z"));
    scorer.expect(touches);
    scorer.keep_reasons(2);
    scorer.add_leads(leads);
    scorer.add_touches(touches);
    scorer.finish();

    CHECK(scorer.touches() == 11);
    CHECK(scorer.orphans().all() == 1);
    CHECK(scorer.undated() == 0);
    CHECK(scorer.future() == 1);
    CHECK(to_text(scorer.group(0, 0)) == "20");
    CHECK(to_text(scorer.group(1, 0)) == "21");
    CHECK(to_text(scorer.score(0)) == "41");
    CHECK(scorer.grade(0) == "A2");
    CHECK(scorer.qualified(0));
    CHECK(scorer.disqualified(1));
    CHECK_FALSE(scorer.qualified(1));
    CHECK(scorer.reasons(0) == "+30 asked for a demo; -15 unsubscribed");
    CHECK(scorer.reasons(1) == "disqualified: works for a rival");

    Export* touch_exports[] = {&touches};
    const std::vector<std::size_t> both = {0, 1};
    const auto explained = scorer.explain(both, leads, touch_exports);
    REQUIRE(explained.size() == 2);
    CHECK(explained[0].groups[0].first == "fit");
    CHECK(lines(explained[0].groups[0].second) ==
          std::vector<std::string>{"+10 company size (employees = 480)",
                                   "+12 director (title = 'Director of Operations')",
                                   "-2 max of fit (22 is above 20)"});
    CHECK(explained[0].groups[0].second[0].why == "won accounts average 480 employees");
    CHECK(explained[0].groups[0].second[0].place.line == 15);
    CHECK(lines(explained[0].groups[1].second) ==
          std::vector<std::string>{
              "+48.98194 asked for a demo (4 touches, last 2026-08-02)",
              "-12.55427 limit of asked for a demo (1 of 4 touches does not count)",
              "-6.42767 max of asked for a demo (36.42767 is above 30)",
              "+6 came back three times in a week (3 touches, 3 within 7d up to 2026-07-25)",
              "-15 unsubscribed (1 touch, last 2026-08-30)"});
    CHECK(lines(explained[0].verdict) ==
          std::vector<std::string>{
              "A2 grade (fit = 20, engagement = 21)",
              "qualified qualified (fit = 20, engagement = 21, email = 'ann@acme.example')"});
    CHECK(lines(explained[1].verdict).front() == "disqualified works for a rival (company = 'Rival')");

    OutputFile out(folder.path("scored.csv"));
    scorer.write(leads, out);
    out.commit();
    CHECK(folder.read("scored.csv") ==
          "lead_id,email,title,company,employees,fit,engagement,score,grade,qualified,disqualified,reasons\n"
          "L1,ann@acme.example,Director of Operations,Acme,480,20,21,41,A2,true,false,"
          "+30 asked for a demo; -15 unsubscribed\n"
          "L2,,Intern,Rival,12,0,0,0,C3,false,true,disqualified: works for a rival\n");
}

TEST_CASE("a second run replaces the columns of the first", "[score]") {
    const Folder folder;
    std::vector<Diagnostic> warnings;
    const Agreement agreement = parse_agreement(agreement_text, "handoff.toml", warnings);
    const auto score = [&](const std::string& from, const std::string& to) {
        Export leads(Kind::leads, {folder.path(from)}, agreement, {.again = true});
        Export touches(Kind::touches, {folder.path("touches.csv")}, agreement);
        Scorer scorer(agreement, *read_instant("2026-09-01T00:00:00Z"));
        scorer.add_leads(leads);
        scorer.add_touches(touches);
        scorer.finish();
        OutputFile out(folder.path(to));
        scorer.write(leads, out);
        out.commit();
        return folder.read(to);
    };
    folder.write("leads.csv", leads_text);
    folder.write("touches.csv", touches_text);
    const std::string once = score("leads.csv", "once.csv");
    CHECK(score("once.csv", "twice.csv") == once);
}

TEST_CASE("columns of an export that cannot be copied as bytes still stay as they were", "[score]") {
    const Folder folder;
    std::vector<Diagnostic> warnings;
    const Agreement agreement = parse_agreement(agreement_text, "handoff.toml", warnings);
    Export leads(
        Kind::leads,
        {folder.write("leads.csv", "lead_id;Employees;fit;Budget, total\nL1;1,480;7;\"a \"\"b\"\"\"\n")},
        agreement, {.again = true});
    Scorer scorer(agreement, *read_instant("2026-09-01T00:00:00Z"));
    scorer.add_leads(leads);
    scorer.finish();
    OutputFile out(folder.path("scored.csv"));
    scorer.write(leads, out);
    out.commit();
    CHECK(folder.read("scored.csv") ==
          "lead_id,Employees,fit,\"Budget, total\",engagement,score,grade,qualified,disqualified\n"
          "L1,\"1,480\",15,\"a \"\"b\"\"\",0,15,B3,false,false\n");
}

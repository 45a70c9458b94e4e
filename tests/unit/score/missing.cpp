#include "scored.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

constexpr const char* agreement_text = R"(
[lifecycle]
mql = "fit >= 10 and engagement >= 30 and email is not blank"

[score]
groups = { fit = { max = 20 }, engagement = { max = 60 } }

[[score.rule]]
group = "fit"
name = "director"
when = "title contains 'director'"
points = 12

[[score.rule]]
group = "fit"
name = "company size"
column = "employees"
bands = { "1..49" = 3, "50..499" = 10, "500.." = 15 }

[[score.rule]]
group = "engagement"
name = "asked for a demo"
touch = "type = 'form_submit' and content contains 'demo'"
points = 25

[[score.rule]]
group = "engagement"
name = "looked at prices"
touch = "type = 'page_view' and content contains 'pricing'"
points = 3
max = 9

[[score.rule]]
group = "engagement"
name = "looked at a page"
touch = "type = 'page_view'"
points = 1
limit = "1 per day"
)";

constexpr const char* header = "lead_id,type,at,content\n";

std::string words(const std::vector<Scorer::Missing::Step>& way) {
    std::string text;
    for (const auto& step : way) {
        if (!text.empty()) text += " + ";
        text += std::to_string(step.times) + " " + step.rule;
        if (step.days > 1) text += " in " + std::to_string(step.days) + " days";
    }
    return text;
}

std::vector<std::string> ways(const Scorer::Missing& missing) {
    std::vector<std::string> all;
    for (const auto& way : missing.ways) all.push_back(words(way));
    return all;
}

} // namespace

TEST_CASE("the cheapest ways to qualify do make a lead qualify, and nothing less does", "[score]") {
    const std::string leads = "lead_id,email,title,employees\n1,ann@acme.example,Sales Director,\n";
    const std::string touches = std::string(header) + "1,form_submit,2026-08-01,a demo\n";
    Scored scored(agreement_text, leads, touches, "2026-09-01T12:00:00Z");
    const Scorer::Missing missing = scored.explain(0).missing.value();
    CHECK(missing.unmet == std::vector<std::string>{"engagement >= 30"});
    REQUIRE(missing.points.size() == 1);
    CHECK(missing.points[0] == std::pair<std::string, Points>("engagement", Points::of(5)));
    // A page with prices is a page too, of which one a day counts: 3 + 1, then 3 or the next day's 1.
    CHECK(ways(missing) == std::vector<std::string>{"1 asked for a demo", "2 looked at prices",
                                                    "1 looked at prices + 2 looked at a page in 2 days",
                                                    "5 looked at a page in 5 days"});
    CHECK(missing.ways[0][0].what == "type = 'form_submit', content = 'demo'");
    CHECK(missing.ways[1][0].what == "type = 'page_view', content = 'pricing'");

    const auto qualifies = [&](const std::string& more, const char* as_of) {
        return Scored(agreement_text, leads, touches + more, as_of).scorer.qualified(0);
    };
    const char* const now = "2026-09-01T12:00:00Z";
    const std::string demo = "1,form_submit,2026-09-01T12:00:00Z,demo\n",
                      prices = "1,page_view,2026-09-01T12:00:00Z,pricing\n";
    CHECK_FALSE(qualifies("", now));
    CHECK(qualifies(demo, now));
    CHECK_FALSE(qualifies(prices, now));
    CHECK(qualifies(prices + prices, now));
    std::string pages;
    for (int day = 1; day <= 4; ++day)
        pages += "1,page_view,2026-09-0" + std::to_string(day) + "T12:00:00Z,\n";
    CHECK_FALSE(qualifies(pages, "2026-09-04T12:00:00Z"));
    CHECK(qualifies(pages + "1,page_view,2026-09-05T12:00:00Z,\n", "2026-09-05T12:00:00Z"));
}

TEST_CASE("what is missing may be of several groups, of blank columns, or nothing that points are of",
          "[score]") {
    Scored scored(agreement_text,
                  "lead_id,email,title,employees\n"
                  "1,ann@acme.example,,\n"
                  "2,,Director,500\n"
                  "3,bob@acme.example,Clerk,20\n",
                  std::string(header) + "1,form_submit,2026-08-01,demo\n1,page_view,2026-08-01,\n"
                                        "1,page_view,2026-08-02,\n1,page_view,2026-08-03,\n"
                                        "1,page_view,2026-08-04,\n1,page_view,2026-08-05,\n"
                                        "2,form_submit,2026-08-01,demo\n",
                  "2026-09-01T12:00:00Z");
    const Scorer::Missing title = scored.explain(0).missing.value();
    CHECK(title.points == std::vector<std::pair<std::string, Points>>{{"fit", Points::of(10)}});
    CHECK(ways(title) == std::vector<std::string>{"1 director", "1 company size"});
    CHECK_FALSE(title.ways[0][0].touch);
    CHECK(title.ways[0][0].what == "title contains 'director'");
    CHECK(title.ways[1][0].what == "employees in 500..");

    const Scorer::Missing email = scored.explain(1).missing.value();
    CHECK(email.unmet == std::vector<std::string>{"engagement >= 30", "email is not blank"});
    CHECK(email.points.empty());
    CHECK(email.ways.empty());

    // A clerk's title is known: no touch makes a director of him.
    const Scorer::Missing clerk = scored.explain(2).missing.value();
    CHECK(clerk.points == std::vector<std::pair<std::string, Points>>{{"fit", Points::of(7)},
                                                                      {"engagement", Points::of(30)}});
    CHECK(clerk.ways.empty());
}

TEST_CASE("points of any group make a lead qualify by its score, and a grade is a threshold too", "[score]") {
    const auto missing = [](const std::string& mql) {
        Scored scored("[lifecycle]\nmql = \"" + mql + R"("
[score]
groups = { a = {}, b = {} }
grade = { total = { A = 40.5, B = -inf } }
[[score.rule]]
group = "a"
name = "call"
touch = "type = 'call'"
points = 7
[[score.rule]]
group = "b"
name = "mail"
touch = "type = 'email'"
points = 20
)",
                      "lead_id\n1\n", std::string(header) + "1,call,2026-08-01,\n", "2026-09-01");
        return scored.explain(0).missing.value();
    };
    CHECK(missing("score >= 20").points ==
          std::vector<std::pair<std::string, Points>>{{"score", Points::of(13)}});
    CHECK(ways(missing("score >= 20")) == std::vector<std::string>{"1 mail", "2 call"});
    CHECK(missing("score > 20").points[0].second == Points::of(13) + Points{1});
    CHECK(missing("grade = 'A'").points[0].second == Points::of(33.5));
    CHECK(ways(missing("grade = 'A'")) == std::vector<std::string>{"2 mail", "2 call + 1 mail", "5 call"});
}

TEST_CASE("a disqualified lead is missing no points, a qualified one nothing", "[score]") {
    Scored scored(R"([lifecycle]
mql = "fit >= 5"
[[score.rule]]
group = "fit"
name = "known"
when = "lead_id is not blank"
points = 5
[[score.rule]]
group = "fit"
name = "rival"
when = "company = 'Rival'"
disqualify = true
)",
                  "lead_id,company\n1,Rival\n2,Acme\n", header, "2026-09-01");
    const Scorer::Missing missing = scored.explain(0).missing.value();
    CHECK(missing.disqualified);
    CHECK(missing.ways.empty());
    CHECK_FALSE(scored.explain(1).missing);
}

#include "scored.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace handoff;

namespace {

constexpr const char* agreement_text = R"(
[score]
groups = { engagement = {}, partner = {} }

[[score.rule]]
group = "engagement"
name = "demo"
touch = "content contains 'demo'"
points = 10
half_life = "30d"

[[score.rule]]
group = "engagement"
name = "pages"
touch = "type = 'page_view'"
points = 4
limit = "2"

[[score.rule]]
group = "engagement"
name = "lost"
touch = "type = 'closed_lost'"
points = -3

[[score.rule]]
group = "partner"
name = "partner page"
touch = "type = 'page_view'"
points = 1

[[score.reset]]
name = "Closed Lost"
touch = "type = 'closed_lost'"
groups = ["engagement"]
why = "a lost deal starts again"
)";

} // namespace

TEST_CASE("touches before the latest reset count no more, in its groups only", "[score]") {
    Scored scored(agreement_text, "lead_id\n1\n2\n3\n",
                  "lead_id,type,at,content\n"
                  "1,closed_lost,2026-07-01,\n"
                  "1,form_submit,2026-08-02,demo\n"     // between the two resets
                  "1,page_view,2026-06-01,\n"           // before both
                  "1,page_view,2026-07-15,\n"           // between
                  "1,closed_lost,2026-08-05,\n"         // the latest; it counts itself
                  "1,form_submit,2026-08-05,the demo\n" // at the same moment: not before it
                  "1,page_view,2026-08-06,\n"
                  "1,page_view,2026-08-07,\n"
                  "1,page_view,2026-08-08,\n" // beyond the limit, which starts anew
                  "2,page_view,2026-06-01,\n"
                  "2,page_view,,\n"
                  "2,closed_lost,,\n"           // nobody knows when
                  "2,closed_lost,2027-01-01,\n" // not yet
                  "3,closed_lost,2026-08-01,\n"
                  "3,closed_lost,,\n",
                  "2026-09-04");
    const Scorer& scorer = scored.scorer;
    CHECK(scorer.group(0, 0) == Points::of(5 + 8 - 3)); // the demo is 30 days old
    CHECK(scorer.group(1, 0) == Points::of(5));
    CHECK(scorer.group(0, 1) == Points::of(4 - 3)); // a limit needs times; 'lost' does not
    CHECK(scorer.group(1, 1) == Points::of(2));
    CHECK(scorer.group(0, 2) == Points::of(-3)); // the one without a time may be older

    const Scorer::Explained explained = scored.explain(0);
    CHECK(lines(explained.groups[0].second) ==
          "+9.665165 demo (2 touches, last 2026-08-05)\n"
          "-4.665165 reset of demo (on 2026-08-05 by 'Closed Lost': 1 touch before it no longer counts)\n"
          "+20 pages (5 touches, last 2026-08-08)\n"
          "-8 reset of pages (on 2026-08-05 by 'Closed Lost': 2 touches before it no longer count)\n"
          "-4 limit of pages (1 of 3 touches does not count)\n"
          "-6 lost (2 touches, last 2026-08-05)\n"
          "+3 reset of lost (on 2026-08-05 by 'Closed Lost': 1 touch before it no longer counts)\n");
    CHECK(explained.groups[0].second[1].why == "a lost deal starts again");

    std::string left;
    for (const Scorer::TouchLeft& touch : explained.touches)
        if (touch.rule == "demo" || touch.rule == "pages")
            left += to_text(*touch.at).substr(0, 10) + " " + touch.rule + " " + to_text(touch.left) + " of " +
                    to_text(touch.full) + " " + touch.note + "\n";
    CHECK(left == "2026-08-08 pages 0 of 4 beyond the limit\n"
                  "2026-08-07 pages 4 of 4 \n"
                  "2026-08-06 pages 4 of 4 \n"
                  "2026-08-05 demo 5 of 10 \n"
                  "2026-08-02 demo 0 of 10 before 'Closed Lost'\n"
                  "2026-07-15 pages 0 of 4 before 'Closed Lost'\n"
                  "2026-06-01 pages 0 of 4 before 'Closed Lost'\n");

    REQUIRE(explained.weeks.size() == 8);
    CHECK(explained.weeks[3].at == *read_instant("2026-08-07"));
    // Then the two pages of the 6th and the 7th counted, and the demo was two days old.
    CHECK(to_text(explained.weeks[3].groups[0]) == to_text(Points::of(10 * std::exp2(-2.0 / 30) + 8 - 3)));
    CHECK(explained.weeks[7].groups[0] == scorer.group(0, 0));
}

namespace {

constexpr const char* recycled_text = R"(
[score]
groups = { engagement = {}, partner = {} }

[[score.rule]]
group = "engagement"
name = "page"
touch = "type = 'page_view'"
points = 1

[[score.rule]]
group = "partner"
name = "partner page"
touch = "type = 'page_view'"
points = 1

[[score.reset]]
name = "recycled"
at = "Last Recycled"
groups = ["engagement"]

[[score.reset]]
name = "Closed Lost"
touch = "type = 'closed_lost'"
groups = ["engagement"]
)";

} // namespace

TEST_CASE("a column of the lead says when it starts again", "[score]") {
    Scored scored(recycled_text,
                  "lead_id,Last Recycled\n"
                  "1,2026-08-05\n"           // the first moment of that day
                  "2,08/25/2026 13:00\n"     // in any form that leaves no doubt
                  "3,2026-09-05\n"           // not yet
                  "4,never\n"                // no time
                  "5,2026-08-01T12:00:00Z\n" // a touch tells of a later one
                  "6,\n"
                  "6,2026-08-06\n", // of two rows with one id: they are one person
                  "lead_id,type,at\n"
                  "1,page_view,2026-08-04T23:59:59Z\n1,page_view,2026-08-05\n1,page_view,\n"
                  "2,page_view,2026-08-25T12:59:00Z\n2,page_view,2026-08-25T13:00:00Z\n"
                  "3,page_view,2026-08-01\n4,page_view,2026-08-01\n"
                  "5,page_view,2026-08-02\n5,closed_lost,2026-08-03\n5,page_view,2026-08-04\n"
                  "6,page_view,2026-08-05\n6,page_view,2026-08-07\n6,page_view,2026-08-08\n",
                  "2026-09-04");
    const Scorer& scorer = scored.scorer;
    std::vector<Points> engagement, partner;
    for (std::size_t lead = 0; lead < 7; ++lead) {
        engagement.push_back(scorer.group(0, lead));
        partner.push_back(scorer.group(1, lead));
    }
    const auto points = [](std::vector<int> numbers) {
        std::vector<Points> all;
        for (const int number : numbers) all.push_back(Points::of(number));
        return all;
    };
    CHECK(engagement == points({1, 1, 1, 1, 1, 2, 2}));
    CHECK(partner == points({3, 2, 1, 1, 2, 3, 3}));

    const Scorer::Explained explained = scored.explain(0);
    CHECK(lines(explained.groups[0].second) ==
          "+3 page (3 touches, 1 without a time, last 2026-08-05)\n"
          "-2 reset of page (on 2026-08-05 by 'recycled': 2 touches before it no longer count)\n");
    REQUIRE(explained.weeks.size() == 8);
    CHECK(explained.weeks[3].at == *read_instant("2026-08-07"));
    CHECK(explained.weeks[2].at == *read_instant("2026-07-31"));
    CHECK(explained.weeks[2].groups[0] == Points::of(1)); // before the reset a touch without a time counts
    CHECK(lines(scored.explain(5).groups[0].second) ==
          "+3 page (3 touches, last 2026-08-08)\n"
          "-1 reset of page (on 2026-08-06 by 'recycled': 1 touch before it no longer counts)\n");
}

TEST_CASE("a reset by a column that leads do not have", "[score]") {
    std::string text = recycled_text;
    text.replace(text.find("Last Recycled"), 13, "Last Recycle");
    CHECK_THROWS_WITH(Scored(text, "lead_id,Last Recycled\n1,\n", "lead_id,type,at\n", "2026-09-04"),
                      "handoff.toml:19:7: error: there is no column 'Last Recycle'\n"
                      "  19 | at = \"Last Recycle\"\n"
                      "     |       ^~~~~~~~~~~~\n"
                      "  hint: did you mean 'Last Recycled'?\n");
    text.replace(text.find("Last Recycle"), 12, "converted_at"); // one of ours, which this export lacks
    Scored scored(text, "lead_id\n1\n", "lead_id,type,at\n1,page_view,2026-08-01\n", "2026-09-04");
    CHECK(scored.scorer.group(0, 0) == Points::of(1));
}

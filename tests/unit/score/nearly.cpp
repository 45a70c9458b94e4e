#include "scored.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

constexpr const char* agreement_text = R"(
[score]
groups = { fit = {}, engagement = {} }

[[score.rule]]
group = "fit"
name = "company size"
column = "employees"
bands = { "1..49" = 3, "50..499" = 10, "500.." = 5 }

[[score.rule]]
group = "fit"
name = "large in the north"
when = "employees >= 45 and country = 'NO' and company is not blank"
points = 7

[[score.rule]]
group = "engagement"
name = "came back"
touch = "type = 'page_view'"
points = 8
at_least = "3 in 7d"

[[score.rule]]
group = "engagement"
name = "called"
touch = "type = 'call'"
points = 20
window = "100d"
half_life = "100d"

[[score.reset]]
name = "lost"
touch = "type = 'lost'"
groups = ["engagement"]
)";

constexpr const char* now = "2026-09-01T12:00:00Z";

/// "8 came back (2 touches, 2 from ..., missing ...)" of each rule that nearly fired for one lead.
std::vector<std::string> nearly(const std::string& lead, const std::string& touches,
                                const std::string& agreement = agreement_text) {
    Scored scored(agreement, "lead_id,employees,country,company\n1," + lead + "\n",
                  "lead_id,type,at\n" + touches, now);
    std::vector<std::string> all;
    for (const Scorer::Nearly& each : scored.explain(0).nearly)
        all.push_back(to_text(each.points) + " " + each.rule + ": " + each.saw + "; " + each.missing);
    return all;
}

using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("touches that have to come together are a few short, or too far apart", "[score]") {
    const std::string known = "100,SE,North";
    CHECK(nearly(known, "").empty());
    CHECK(nearly(known, "1,page_view,2026-08-30T10:00:00Z\n1,page_view,2026-08-31T10:00:00Z\n") ==
          Lines{"8 came back: 2 touches, 2 from 2026-08-30 to 2026-08-31; 1 more touch before "
                "2026-09-06T10:00:00Z"});
    CHECK(nearly(known, "1,page_view,2026-08-01T10:00:00Z\n") ==
          Lines{"8 came back: 1 touch, last 2026-08-01; 2 more touches before 2026-08-08T10:00:00Z, which "
                "is over"});
    // of two spans the fuller, of equally full ones the newest
    CHECK(nearly(known, "1,page_view,2026-07-01T10:00:00Z\n1,page_view,2026-07-02T10:00:00Z\n"
                        "1,page_view,2026-08-31T10:00:00Z\n") ==
          Lines{"8 came back: 3 touches, 2 from 2026-07-01 to 2026-07-02; 1 more touch before "
                "2026-07-08T10:00:00Z, which is over"});
    const std::string two = "1,page_view,2026-08-20T10:00:00Z\n1,page_view,2026-08-22T10:00:00Z\n";
    CHECK(nearly(known, two + "1,page_view,2026-08-27T10:00:00Z\n") ==
          Lines{"8 came back: 3 touches, 3 from 2026-08-20 to 2026-08-27; just too far apart: less than 7d "
                "from first to last"});
    CHECK(nearly(known, two + "1,page_view,2026-08-27T13:30:00Z\n") ==
          Lines{"8 came back: 3 touches, 3 from 2026-08-20 to 2026-08-27; 3h 30m too far apart: less than "
                "7d from first to last"});
    CHECK(nearly(known, two + "1,page_view,2026-08-27T09:59:59Z\n").empty()); // it fires
    CHECK(nearly(known, two + "1,lost,2026-08-23T10:00:00Z\n").empty());      // they count no more
}

TEST_CASE("a touch is just out of its window", "[score]") {
    const std::string known = "100,SE,North";
    CHECK(nearly(known, "1,call,2026-05-24T12:00:00Z\n") ==
          Lines{"10 called: last touch 2026-05-24; just too old: younger than 100d"});
    CHECK(nearly(known, "1,call,2026-05-23T12:00:00Z\n").front().ends_with("1d too old: younger than 100d"));
    CHECK(nearly(known, "1,call,2026-05-24T12:00:01Z\n").empty()); // it counts
    CHECK(nearly(known, "1,call,2026-05-13T12:00:00Z\n").empty()); // by more than a tenth
    CHECK(nearly(known, "1,call,2026-05-24T12:00:00Z\n1,call,2026-08-01T12:00:00Z\n").empty());
}

TEST_CASE("a number is just beside a band that gives more, or the one of a condition", "[score]") {
    CHECK(nearly("49,SE,North", "") == Lines{"7 company size: employees = 49; employees in 50..499"});
    CHECK(nearly("44,SE,North", "").empty()); // by more than a tenth
    CHECK(nearly("520,SE,North", "") == Lines{"5 company size: employees = 520; employees in 50..499"});
    CHECK(nearly("480,SE,North", "").empty()); // the next band gives less
    CHECK(nearly("41,NO,North", "") == Lines{"7 large in the north: employees = 41; employees >= 45"});
    CHECK(nearly("41,NO,", "").empty());      // more is missing than the number
    CHECK(nearly("40,NO,North", "").empty()); // by more than a tenth
    CHECK(nearly(",NO,North", "").empty());
}

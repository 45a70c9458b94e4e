#include "route/hand_backs.hpp"

#include "unit/route/routings.hpp"

#include <handoff/error.hpp>

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::tests;

namespace {

using Next = HandBacks::Next;
using Then = Disposition::Then;

struct Case {
    Agreement agreement = three_reps();
    Table leads = tests::leads({"engagement"}, {{"50"}, {"10"}});
    RoutePast past;

    RoutePast::HandedBack& back(const std::string& lead, std::string code, int day = 1,
                                std::vector<std::string> had_it = {"ana"}) {
        return past.handed_back[lead] = {.rep = had_it.back(),
                                         .disposition = std::move(code),
                                         .rejected = true,
                                         .at = noon(day),
                                         .reps = std::move(had_it)};
    }
    HandBacks::Decision decide(const std::string& lead, std::size_t row, int day) const {
        const HandBacks hand_backs(leads, agreement, past, noon(day));
        return hand_backs.decide(*hand_backs.of(lead), row);
    }
};

std::string said(const HandBacks::Decision& decision) { return to_text(std::span(&decision.reason, 1)); }

} // namespace

TEST_CASE("leads that nobody handed back are not known", "[route]") {
    Case it;
    it.back("L1", "no-budget");
    const HandBacks hand_backs(it.leads, it.agreement, it.past, noon(2));
    CHECK(hand_backs.of("L1") != nullptr);
    CHECK(hand_backs.of("L2") == nullptr);
}

TEST_CASE("a nurtured lead wakes when its time has come", "[route]") {
    Case it;
    it.agreement.dispositions = {{.code = "no-budget", .wake = std::chrono::hours(48)}};
    it.back("L1", "no-budget");
    CHECK(it.decide("L1", 0, 2).next == Next::stays);
    CHECK(said(it.decide("L1", 0, 2)) == "handed back: not taken: in nurture since 2026-09-01, was "
                                         "'no-budget' by ana (wakes 2026-09-03)");
    const HandBacks::Decision woken = it.decide("L1", 0, 3); // to the minute
    CHECK(woken.next == Next::routed);
    CHECK_FALSE(woken.elsewhere);
    CHECK(said(woken) == "handed back: wakes from nurture since 2026-09-01, was 'no-budget' by ana");
}

TEST_CASE("a nurtured lead wakes when its condition holds, of its own row", "[route]") {
    Case it;
    it.agreement.score.groups = {{.name = "engagement"}};
    it.agreement.dispositions = {{.code = "cold", .wake_when = Expression::parse("engagement >= 40")},
                                 {.code = "never"}};
    it.back("L1", "cold");
    it.back("L2", "cold");
    CHECK(it.decide("L1", 0, 2).next == Next::routed);
    CHECK(it.decide("L2", 1, 2).next == Next::stays);
    CHECK(said(it.decide("L2", 1, 2)) == "handed back: not taken: in nurture since 2026-09-01, was 'cold' "
                                         "by ana (wakes when engagement >= 40)");
    it.back("L1", "never");
    CHECK(said(it.decide("L1", 0, 9)) == "handed back: not taken: in nurture since 2026-09-01, was 'never' "
                                         "by ana (never wakes by itself)");
}

TEST_CASE("a condition to wake by that names a column nobody knows is refused", "[route]") {
    Case it;
    it.agreement.dispositions = {{.code = "cold", .wake_when = Expression::parse("warmth >= 40")}};
    CHECK_THROWS_WITH(HandBacks(it.leads, it.agreement, it.past, noon(2)),
                      "error: unknown column 'warmth'\n   | warmth >= 40\n   | ^~~~~~\n");
}

TEST_CASE("what a lead lacks that a condition may name is blank", "[route]") {
    Case it;
    it.agreement.dispositions = {{.code = "cold", .wake_when = Expression::parse("country = 'DE'")}};
    it.back("L1", "cold");
    CHECK(it.decide("L1", 0, 2).next == Next::stays);
}

TEST_CASE("a lead is routed elsewhere, disqualified, or left where no disposition says", "[route]") {
    Case it;
    it.agreement.dispositions = {{.code = "wrong-person", .then = Then::reroute},
                                 {.code = "not-a-fit", .then = Then::disqualify}};
    it.back("L1", "wrong-person");
    CHECK(it.decide("L1", 0, 2).next == Next::routed);
    CHECK(it.decide("L1", 0, 2).elsewhere);
    CHECK(said(it.decide("L1", 0, 2)) ==
          "handed back: routed again since 2026-09-01, was 'wrong-person' by ana");
    it.back("L1", "not-a-fit");
    CHECK(said(it.decide("L1", 0, 2)) ==
          "handed back: not taken: disqualified since 2026-09-01, was 'not-a-fit' by ana");
    it.back("L1", "gone");
    CHECK(said(it.decide("L1", 0, 2)) ==
          "handed back: not taken: rejected by ana on 2026-09-01, and no disposition says what follows");
    it.back("L1", "gone").rejected = false;
    CHECK(said(it.decide("L1", 0, 2)) ==
          "handed back: not taken: returned by ana on 2026-09-01, and no disposition says what follows");
}

TEST_CASE("a lead that came back from three is left to a person, whatever its disposition", "[route]") {
    Case it;
    it.agreement.dispositions = {{.code = "wrong-person", .then = Then::reroute},
                                 {.code = "no-budget", .wake = std::chrono::hours(1)}};
    for (const char* code : {"wrong-person", "no-budget"}) {
        it.back("L1", code, 1, {"ana", "ben"});
        CHECK(it.decide("L1", 0, 2).next == Next::routed);
        it.back("L1", code, 1, {"ana", "ben", "cy"});
        CHECK(it.decide("L1", 0, 2).next == Next::worn_out);
    }
    CHECK(said(it.decide("L1", 0, 2)) == "handed back: not taken: handed over 3 times already (wakes from "
                                         "nurture since 2026-09-01, was 'no-budget' by cy)");
}

#include "agreements.hpp"

#include <handoff/agreement.hpp>

#include <catch2/catch.hpp>

using namespace handoff;
using agreements::complaint;

TEST_CASE("goals are read", "[agreement]") {
    std::vector<Diagnostic> warnings;
    const Agreement agreement = parse_agreement("[[rep]]\n"
                                                "id = 'ana'\n"
                                                "pools = ['enterprise']\n"
                                                "[[goal]]\n"
                                                "name = 'accepted leads'\n"
                                                "side = 'marketing'\n"
                                                "counts = 'sal'\n"
                                                "where = \"source != 'list'\"\n"
                                                "target = 400\n"
                                                "per = 'month'\n"
                                                "[[goal]]\n"
                                                "name = 'bookings'\n"
                                                "counts = 'deal won'\n"
                                                "value = 'sum(amount)'\n"
                                                "touched_by = 'marketing'\n"
                                                "target = 12_000_000\n"
                                                "from = 2026-01-01\n"
                                                "by = 2026-12-31\n"
                                                "[[goal]]\n"
                                                "name = 'in time'\n"
                                                "side = 'sales'\n"
                                                "counts = 'first touch'\n"
                                                "target = 0.9\n"
                                                "per = 'quarter'\n"
                                                "[[goal]]\n"
                                                "name = 'seats'\n"
                                                "counts = 'touch'\n"
                                                "pool = 'enterprise'\n"
                                                "each = true\n"
                                                "target = 12\n"
                                                "by = 2027-03-15\n",
                                                "handoff.toml", warnings);
    REQUIRE(agreement.goals.size() == 4);
    const Goal& accepted = agreement.goals[0];
    CHECK(accepted.side == Goal::Side::marketing);
    CHECK(accepted.counts == Goal::Counts::stage);
    CHECK(accepted.stage == "sal");
    CHECK(accepted.target == 400);
    CHECK(accepted.per == Goal::Per::month);
    CHECK(accepted.adds_up());
    const Goal& bookings = agreement.goals[1];
    CHECK(bookings.side == Goal::Side::both);
    CHECK(bookings.counts == Goal::Counts::won);
    CHECK(bookings.value.kind == Measure::Kind::sum);
    CHECK(bookings.value.of == "amount");
    CHECK(bookings.touched_by == Goal::Side::marketing);
    CHECK(bookings.per == Goal::Per::once);
    CHECK(to_text(*bookings.by) == "2026-12-31");
    CHECK_FALSE(agreement.goals[2].adds_up());
    CHECK(agreement.goals[3].each);
    CHECK(agreement.goals[3].pool == "enterprise");
}

TEST_CASE("mistakes in [[goal]]", "[agreement]") {
    CHECK(complaint("[[goal]]\n"
                    "name = \"a\"\n"
                    "counts = \"deal wom\"\n"
                    "target = 0\n") ==
          "handoff.toml:2:1: error: a goal needs a time in which it is reached\n"
          "  2 | [[goal]]\n"
          "    | ^~~~~~~~\n"
          "  hint: write per = \"month\", or by = 2026-12-31\n"
          "handoff.toml:4:10: error: 'deal wom' is nothing that a goal can count\n"
          "  4 | counts = \"deal wom\"\n"
          "    |          ^~~~~~~~~~\n"
          "  hint: did you mean 'deal won'?\n"
          "handoff.toml:5:10: error: 'target' must be more than 0\n"
          "  5 | target = 0\n"
          "    |          ^\n");
    CHECK(complaint("[[goal]]\n"
                    "name = \"a\"\n"
                    "counts = \"deal won\"\n"
                    "value = \"rate(won)\"\n"
                    "target = 2\n"
                    "per = \"month\"\n"
                    "by = 2026-12-31\n") ==
          "handoff.toml:5:9: error: only leads have a rate of reaching a stage\n"
          "  5 | value = \"rate(won)\"\n"
          "    |         ^~~~~~~~~~~\n"
          "  hint: let 'counts' be 'lead created' or a stage\n"
          "handoff.toml:6:10: error: a share is at most 1\n"
          "  6 | target = 2\n"
          "    |          ^\n"
          "  hint: write 0.9 for 90%\n"
          "handoff.toml:8:1: error: a goal is reached once 'by' a day, or 'per' period, not both\n"
          "  8 | by = 2026-12-31\n"
          "    | ^~\n"
          "  hint: leave one of them out\n");
    CHECK(complaint("[[rep]]\n"
                    "id = \"ana\"\n"
                    "[[goal]]\n"
                    "name = \"a\"\n"
                    "counts = \"first touch\"\n"
                    "value = \"averge(amount)\"\n"
                    "where = \"score > 3\"\n"
                    "touched_by = \"sales\"\n"
                    "target = 0.5\n"
                    "from = 2026-12-31\n"
                    "by = 2026-01-01\n"
                    "rep = \"ana\"\n"
                    "each = true\n"
                    "[[goal]]\n"
                    "name = \"a\"\n"
                    "counts = \"lead created\"\n"
                    "value = \"median(score)\"\n"
                    "per = \"year\"\n") ==
          "handoff.toml:2:1: warning: rep 'ana' has no calendar and counts as always at work\n"
          "  2 | [[rep]]\n"
          "    | ^~~~~~~\n"
          "handoff.toml:7:9: error: 'value' 'averge(amount)' is nothing that can be worked out\n"
          "  7 | value = \"averge(amount)\"\n"
          "    |         ^~~~~~~~~~~~~~~~\n"
          "  hint: write count, count(deals), sum(COLUMN), mean(COLUMN), median(COLUMN), rate(STAGE), "
          "rate(CONDITION) or "
          "win_rate\n"
          "handoff.toml:8:1: error: a goal that counts 'first touch' is of all leads handed over\n"
          "  8 | where = \"score > 3\"\n"
          "    | ^~~~~\n"
          "  hint: leave 'where' out\n"
          "handoff.toml:9:1: error: only leads and deals are touched\n"
          "  9 | touched_by = \"sales\"\n"
          "    | ^~~~~~~~~~\n"
          "  hint: write the side as a condition in 'where'\n"
          "handoff.toml:12:6: error: 'by' lies before 'from'\n"
          "  12 | by = 2026-01-01\n"
          "     |      ^~~~~~~~~~\n"
          "handoff.toml:13:1: error: a goal of one rep is nobody else's\n"
          "  13 | rep = \"ana\"\n"
          "     | ^~~\n"
          "  hint: leave 'pool' and 'each' out\n"
          "handoff.toml:15:1: error: the 'target' is missing in [[goal]]\n"
          "  15 | [[goal]]\n"
          "     | ^~~~~~~~\n"
          "handoff.toml:16:8: error: two goals are called 'a', first at line 4\n"
          "  16 | name = \"a\"\n"
          "     |        ^~~\n"
          "handoff.toml:18:9: error: a goal is a count, a sum, a rate or a win rate, not 'median(score)'\n"
          "  18 | value = \"median(score)\"\n"
          "     |         ^~~~~~~~~~~~~~~\n"
          "  hint: write count, sum(COLUMN), rate(STAGE) or win_rate\n");
}

TEST_CASE("saved reports are read", "[agreement]") {
    std::vector<Diagnostic> warnings;
    const Agreement agreement = parse_agreement("[[report]]\n"
                                                "name = 'wins-by-channel'\n"
                                                "question = 'Where do wins come from?'\n"
                                                "by = 'channel'\n"
                                                "across = 'month'\n"
                                                "value = 'rate(won)'\n"
                                                "where = \"country = 'DE'\"\n",
                                                "handoff.toml", warnings);
    REQUIRE(agreement.reports.size() == 1);
    CHECK(agreement.reports[0].value == "rate(won)");
    CHECK(agreement.reports[0].where.text() == "country = 'DE'");
    CHECK(complaint("[[report]]\n"
                    "name = \"two words\"\n"
                    "value = \"count(cats)\"\n"
                    "[[report]]\n"
                    "name = \"two words\"\n") ==
          "handoff.toml:3:8: error: the name of a report is one word to be typed, not 'two words'\n"
          "  3 | name = \"two words\"\n"
          "    |        ^~~~~~~~~~~\n"
          "handoff.toml:4:9: error: 'value' 'count(cats)' counts leads or deals\n"
          "  4 | value = \"count(cats)\"\n"
          "    |         ^~~~~~~~~~~~~\n"
          "  hint: write count(leads) or count(deals); --where chooses leads\n"
          "handoff.toml:6:8: error: two reports are called 'two words', first at line 2\n"
          "  6 | name = \"two words\"\n"
          "    |        ^~~~~~~~~~~\n");
}

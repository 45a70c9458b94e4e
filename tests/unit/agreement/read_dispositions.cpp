#include "agreements.hpp"

#include <handoff/agreement.hpp>

#include <catch2/catch.hpp>

using namespace handoff;
using agreements::complaint;

TEST_CASE("dispositions and the whole of a service level are read", "[agreement]") {
    std::vector<Diagnostic> warnings;
    const Agreement agreement = parse_agreement("[sla.hot]\n"
                                                "first_touch = '1h'\n"
                                                "answer = '2d'\n"
                                                "warn_at = 0.75\n"
                                                "touch = \"type = 'call'\"\n"
                                                "attempts = { at_least = 6, within = '10d', channels = 2, "
                                                "gap = '4h', due = { 2 = '1d', 3 = '20h', 6 = "
                                                "'9d clock' } }\n"
                                                "[[disposition]]\n"
                                                "code = 'no-budget'\n"
                                                "text = 'No budget this year'\n"
                                                "then = 'nurture'\n"
                                                "wake = '90d'\n"
                                                "touch_every = '30d'\n"
                                                "[[disposition]]\n"
                                                "code = 'later'\n"
                                                "wake = \"engagement >= 40\"\n"
                                                "earned_by = 'attempts'\n"
                                                "[[disposition]]\n"
                                                "code = 'bad-data'\n"
                                                "then = 'disqualify'\n"
                                                "no_fault = true\n",
                                                "handoff.toml", warnings);
    const Sla& hot = *agreement.sla("hot");
    CHECK(hot.answer->days == 2);
    CHECK(hot.warn_at == 0.75);
    CHECK(hot.touch.text() == "type = 'call'");
    REQUIRE(hot.attempts);
    CHECK(hot.attempts->at_least == 6);
    CHECK(to_text(hot.attempts->within) == "10d");
    CHECK(hot.attempts->channels == 2);
    CHECK(to_text(hot.attempts->gap) == "4h");
    REQUIRE(hot.attempts->due.size() == 3);
    CHECK(hot.attempts->due.at(2).days == 1);
    CHECK(hot.attempts->due.at(3).length == std::chrono::hours(20));
    CHECK(hot.attempts->due.at(6).clock);
    REQUIRE(agreement.dispositions.size() == 3);
    const Disposition& budget = *agreement.disposition("NO-BUDGET");
    CHECK(budget.text == "No budget this year");
    CHECK(budget.then == Disposition::Then::nurture);
    CHECK(to_text(*budget.wake) == "90d");
    CHECK(budget.touch_every == std::chrono::hours(24 * 30));
    CHECK_FALSE(agreement.disposition("later")->touch_every);
    CHECK(agreement.disposition("later")->wake_when.text() == "engagement >= 40");
    CHECK(agreement.disposition("later")->earned_by_attempts);
    CHECK(agreement.disposition("bad-data")->no_fault);
    CHECK(agreement.disposition("unknown") == nullptr);
}

TEST_CASE("mistakes in [[disposition]] and attempts", "[agreement]") {
    CHECK(complaint("[[disposition]]\n"
                    "code = \"a\"\n"
                    "then = \"disqualify\"\n"
                    "wake = \"30d\"") ==
          "handoff.toml:5:1: error: only a disposition with then = \"nurture\" can have 'wake'\n"
          "  5 | wake = \"30d\"\n"
          "    | ^~~~\n");
    CHECK(complaint("[[disposition]]\n"
                    "code = \"a\"\n"
                    "[[disposition]]\n"
                    "code = \"A\"") ==
          "handoff.toml:5:1: error: disposition 'A' is defined twice, first at line 2\n"
          "  5 | code = \"A\"\n"
          "    | ^~~~\n");
    CHECK(complaint("[sla.hot]\n"
                    "attempts = { at_least = 3, within = \"1d\", gap = \"20h\" }") ==
          "handoff.toml:3:43: error: so many attempts, so far apart, do not fit into 'within'\n"
          "  3 | attempts = { at_least = 3, within = \"1d\", gap = \"20h\" }\n"
          "    |                                           ^~~\n");
    CHECK(complaint("[sla.hot]\n"
                    "attempts = { at_least = 3, within = \"5d\", due = { 4 = \"1d\" } }") ==
          "handoff.toml:3:51: error: attempt 4 is due, but only 3 are agreed\n"
          "  3 | attempts = { at_least = 3, within = \"5d\", due = { 4 = \"1d\" } }\n"
          "    |                                                   ^\n"
          "  hint: raise 'at_least'\n");
    CHECK(complaint("[sla.hot]\n"
                    "attempts = { at_least = 3, within = \"5d\", due = { second = \"1d\" } }") ==
          "handoff.toml:3:51: error: the keys of 'due' are numbers of attempts like 2, not 'second'\n"
          "  3 | attempts = { at_least = 3, within = \"5d\", due = { second = \"1d\" } }\n"
          "    |                                                   ^~~~~~\n");
    CHECK(complaint("[sla.hot]\n"
                    "warn_at = 2") ==
          "handoff.toml:3:11: error: 'warn_at' must be more than 0 and at most 1\n"
          "  3 | warn_at = 2\n"
          "    |           ^\n"
          "  hint: it is a share of the time that is allowed\n");
}

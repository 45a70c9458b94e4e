#include "agreements.hpp"

#include <handoff/agreement.hpp>

#include <catch2/catch.hpp>

using namespace handoff;
using agreements::complaint;

TEST_CASE("pauses, and what a broken clock does, are read", "[agreement]") {
    std::vector<Diagnostic> warnings;
    const Agreement agreement = parse_agreement("[[rep]]\n"
                                                "id = 'boss'\n"
                                                "email = 'boss@acme.example'\n"
                                                "[sla.hot]\n"
                                                "first_touch = '1h'\n"
                                                "breach = 'reroute'\n"
                                                "reroutes = 3\n"
                                                "escalate_to = 'Boss@acme.example'\n"
                                                "[sla.cold]\n"
                                                "answer = '2d'\n"
                                                "[[pause]]\n"
                                                "code = 'on-hold'\n"
                                                "text = 'The customer asked to wait'\n"
                                                "when = \"status = 'On hold'\"\n"
                                                "since = 'Hold_Since__c'\n"
                                                "at_most = '14d'\n"
                                                "[[pause]]\n"
                                                "code = 'away'\n",
                                                "handoff.toml", warnings);
    CHECK(agreement.sla("hot")->breach == Sla::Breach::reroute);
    CHECK(agreement.sla("hot")->reroutes == 3);
    CHECK(agreement.sla("hot")->escalate_to == "boss");
    CHECK(agreement.sla("cold")->breach == Sla::Breach::report);
    REQUIRE(agreement.pauses.size() == 2);
    const PauseReason& hold = *agreement.pause("On-Hold");
    CHECK(hold.text == "The customer asked to wait");
    CHECK(hold.when.text() == "status = 'On hold'");
    CHECK(hold.since == "Hold_Since__c");
    CHECK(to_text(*hold.most) == "14d");
    CHECK(agreement.pause("away")->text == "away");
    CHECK(agreement.pause("away")->when.empty());
    CHECK(agreement.pause("unknown") == nullptr);
}

TEST_CASE("mistakes in [[pause]]", "[agreement]") {
    CHECK(complaint("[[pause]]\n"
                    "code = \"a\"\n"
                    "since = \"held_at\"") == "handoff.toml:4:1: error: 'since' needs 'when'\n"
                                              "  4 | since = \"held_at\"\n"
                                              "    | ^~~~~\n");
    CHECK(complaint("[[pause]]\n"
                    "code = \"a\"\n"
                    "[[pause]]\n"
                    "code = \"A\"") ==
          "handoff.toml:5:1: error: pause 'A' is defined twice, first at line 2\n"
          "  5 | code = \"A\"\n"
          "    | ^~~~\n");
    CHECK(complaint("[[pause]]\n"
                    "code = \"a\"\n"
                    "[[disposition]]\n"
                    "code = \"A\"") ==
          "handoff.toml:5:1: error: 'A' is the code of a [[pause]] too, first at line 2\n"
          "  5 | code = \"A\"\n"
          "    | ^~~~\n");
}

TEST_CASE("mistakes in what a broken clock does", "[agreement]") {
    CHECK(complaint("[sla.hot]\n"
                    "breach = \"escalate\"\n"
                    "first_touch = \"1h\"") ==
          "handoff.toml:3:1: error: breach = \"escalate\" needs 'escalate_to'\n"
          "  3 | breach = \"escalate\"\n"
          "    | ^~~~~~\n"
          "  hint: name the rep or team who is told\n");
    CHECK(complaint("[sla.hot]\n"
                    "breach = \"rerout\"\n"
                    "first_touch = \"1h\"") ==
          "handoff.toml:3:10: error: unknown word 'rerout' for 'breach'\n"
          "  3 | breach = \"rerout\"\n"
          "    |          ^~~~~~~~\n"
          "  hint: did you mean 'reroute'?\n");
    CHECK(complaint("[sla.hot]\n"
                    "reroutes = 2\n"
                    "first_touch = \"1h\"") ==
          "handoff.toml:3:1: error: 'reroutes' needs breach = \"reroute\"\n"
          "  3 | reroutes = 2\n"
          "    | ^~~~~~~~\n");
    CHECK(complaint("[[rep]]\n"
                    "id = \"boss\"\n"
                    "[sla.hot]\n"
                    "escalate_to = \"boss\"\n"
                    "first_touch = \"1h\"") ==
          "handoff.toml:2:1: warning: rep 'boss' has no calendar and counts as always at work\n"
          "  2 | [[rep]]\n"
          "    | ^~~~~~~\n"
          "handoff.toml:5:1: error: 'escalate_to' needs breach = \"escalate\" or \"reroute\"\n"
          "  5 | escalate_to = \"boss\"\n"
          "    | ^~~~~~~~~~~\n");
    CHECK(complaint("[sla.hot]\n"
                    "breach = \"reroute\"") == "handoff.toml:3:1: error: 'breach' needs 'first_touch', "
                                               "'answer' or 'due' of 'attempts': no clock runs\n"
                                               "  3 | breach = \"reroute\"\n"
                                               "    | ^~~~~~\n");
    CHECK(complaint("[[rep]]\n"
                    "id = \"boss\"\n"
                    "[sla.hot]\n"
                    "breach = \"escalate\"\n"
                    "escalate_to = \"bos\"\n"
                    "first_touch = \"1h\"") ==
          "handoff.toml:2:1: warning: rep 'boss' has no calendar and counts as always at work\n"
          "  2 | [[rep]]\n"
          "    | ^~~~~~~\n"
          "handoff.toml:6:15: error: there is no rep or team 'bos'\n"
          "  6 | escalate_to = \"bos\"\n"
          "    |               ^~~~~\n"
          "  hint: did you mean 'boss'?\n");
}

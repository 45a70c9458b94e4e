#include "agreements.hpp"

#include <handoff/agreement.hpp>

#include <catch2/catch.hpp>

using namespace handoff;
using agreements::complaint;

TEST_CASE("campaigns are read", "[agreement]") {
    std::vector<Diagnostic> warnings;
    const Agreement agreement = parse_agreement("[[campaign]]\n"
                                                "id = 'expo'\n"
                                                "name = 'Expo'\n"
                                                "kind = 'trade show'\n"
                                                "channel = 'event'\n"
                                                "starts_on = 2026-02-01\n"
                                                "cost = 48_500\n"
                                                "why = 'meet them'\n"
                                                "[[campaign]]\n"
                                                "id = 'mailing'\n",
                                                "handoff.toml", warnings);
    REQUIRE(agreement.campaigns.size() == 2);
    const CampaignSettings& expo = agreement.campaigns[0];
    CHECK(expo.id == "expo");
    CHECK(expo.name == "Expo");
    CHECK(expo.kind == "trade show");
    CHECK(expo.channel == "event");
    CHECK(to_text(*expo.starts_on) == "2026-02-01");
    CHECK(expo.cost == 48500);
    CHECK(expo.why == "meet them");
    CHECK_FALSE(agreement.campaigns[1].cost);
}

TEST_CASE("mistakes in [[campaign]]", "[agreement]") {
    CHECK(complaint("[[campaign]]\n"
                    "id = \"a\"\n"
                    "cost = -1") == "handoff.toml:4:8: error: 'cost' must be an amount, 0 or more\n"
                                    "  4 | cost = -1\n"
                                    "    |        ^~\n");
    CHECK(complaint("[[campaign]]\n"
                    "id = \"a\"\n"
                    "[[campaign]]\n"
                    "id = \"a\"") ==
          "handoff.toml:5:6: error: two campaigns have the id 'a', first at line 2\n"
          "  5 | id = \"a\"\n"
          "    |      ^~~\n");
}

#include "ledger/reasons.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("reasons come back from the ledger as they were", "[ledger]") {
    const std::vector<Reason> reasons = {{.rule = "large; \"companies\"",
                                          .place = {.file = "handoff.toml", .line = 12},
                                          .value = "employees = 3",
                                          .effect = "does not hold"},
                                         {.rule = "ben", .effect = "chosen", .why = "because"}};
    const std::string json = ledger::reasons_to_json(reasons);
    CHECK(
        json ==
        R"([{"rule":"large; \"companies\"","file":"handoff.toml","line":12,"value":"employees = 3","effect":"does not hold"},)"
        R"({"rule":"ben","effect":"chosen","why":"because"}])");
    const std::vector<Reason> again = ledger::reasons_from_json(json);
    REQUIRE(again.size() == 2);
    CHECK(again[0].rule == reasons[0].rule);
    CHECK(again[0].place == reasons[0].place);
    CHECK(again[0].value == reasons[0].value);
    CHECK(again[0].effect == reasons[0].effect);
    CHECK(again[1].why == "because");
    CHECK(ledger::reasons_from_json("no json").empty());
    CHECK(ledger::reasons_from_json("").empty());
}

TEST_CASE("a cell that is no UTF-8 does not stop a run", "[ledger]") {
    const Reason broken{.rule = "r", .value = "name = 'Caf\xE9'"};
    CHECK(ledger::reasons_from_json(ledger::reasons_to_json(std::span(&broken, 1)))[0].value ==
          "name = 'Caf\xEF\xBF\xBD'");
}

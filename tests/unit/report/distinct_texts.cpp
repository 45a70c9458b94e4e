#include "report/distinct_texts.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace handoff;

TEST_CASE("the different texts of a column are numbered in the order they came", "[report]") {
    DistinctTexts cells;
    CHECK(cells.counts().empty());
    for (const char* const text : {"b", "", "a", "b", "B", ""}) cells.add(text);
    CHECK(cells.texts() == std::vector<std::string_view>{"b", "", "a", "B"});
    CHECK(cells.numbers() == std::vector<std::uint32_t>{0, 1, 2, 0, 3, 1});
    CHECK(cells.counts() == std::vector<std::uint32_t>{2, 2, 1, 1});
}

TEST_CASE("many different texts keep their numbers", "[report]") {
    constexpr std::uint32_t many = 20'000;
    std::vector<std::string> texts;
    for (std::uint32_t i = 0; i < many; ++i) texts.push_back("lead number " + std::to_string(i * 7919));
    DistinctTexts cells;
    for (int round = 0; round < 2; ++round)
        for (const std::string& text : texts) cells.add(text);
    REQUIRE(cells.texts().size() == many);
    REQUIRE(cells.numbers().size() == 2 * many);
    for (std::uint32_t i = 0; i < many; ++i) {
        CHECK(cells.numbers()[i] == i);
        CHECK(cells.numbers()[many + i] == i);
        CHECK(cells.texts()[i] == texts[i]);
    }
}

#include "report/feedback_groups.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("of many things that leads have in common the clearest are shown, and the others counted",
          "[report]") {
    AnswerGroup all;
    std::vector<AnswerGroup> groups;
    for (std::uint32_t i = 0; i < 20; ++i) {
        groups.push_back(
            {.by = "content", .value = "piece " + std::to_string(i), .answered = {i}, .answers = 1});
        all.answered.push_back(i);
        ++all.answers;
    }
    const auto left_out = [&] {
        return contrast_table("content", "By content", "content", groups, all).notes;
    };
    CHECK(left_out() == std::vector<std::string>{"5 more left out"});
    groups.resize(16);
    CHECK(left_out() == std::vector<std::string>{"1 more left out"});
    groups.resize(15);
    CHECK(left_out().empty());
}

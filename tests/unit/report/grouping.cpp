#include "report/grouping.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("groups are made without case, the largest first", "[report]") {
    const std::vector<std::string_view> texts = {"Google", "fair", "google ", "",
                                                 "Direct", " ",    "GOOGLE",  "direct"};
    const Grouping groups = group_by(texts);
    CHECK(groups.names == std::vector<std::string>{"Google", "(blank)", "Direct", "fair"});
    CHECK(groups.of == std::vector<std::uint32_t>{0, 3, 0, 1, 2, 1, 0, 2});
    CHECK(note_on_others(groups, "source").empty());
}

TEST_CASE("the smallest groups become one", "[report]") {
    const std::vector<std::string_view> texts = {"a", "b", "c", "a", "b", "a", "d", "other"};
    const Grouping groups = group_by(texts, 2);
    CHECK(groups.names == std::vector<std::string>{"a", "b", "(other)"});
    CHECK(groups.of == std::vector<std::uint32_t>{0, 1, 2, 0, 1, 0, 2, 2});
    CHECK(note_on_others(groups, "source") == "(other) holds 3 smaller values of 'source'");
}

#include "unit/attribution/sample_paths.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

using Repeats = PathTransform::Repeats;

/// "a > b > a" after the transform.
std::string after(const PathTransform& transform, const std::vector<std::string>& steps) {
    const TouchPaths paths = transformed(paths_of({{steps}}), transform);
    std::string text;
    for (const std::uint32_t step : paths.steps_of(paths.paths.front()))
        text += (text.empty() ? "" : " > ") + paths.channels[step];
    return text;
}

const std::vector<std::string> example = {"Example", "Video", "Direct", "Direct"};
const std::vector<std::string> direct = {"Direct", "Direct"};
const std::vector<std::string> mixed = {"a", "a", "a", "Direct", "a", "Direct", "Direct"};

} // namespace

TEST_CASE("repeats of a channel are collapsed, kept once, or counted", "[attribution]") {
    CHECK(after({.repeats = Repeats::collapse}, example) == "Example > Video > Direct");
    CHECK(after({.repeats = Repeats::collapse}, direct) == "Direct");
    CHECK(after({.repeats = Repeats::collapse}, mixed) == "a > Direct > a > Direct");
    CHECK(after({.repeats = Repeats::first}, mixed) == "a > Direct");
    CHECK(after({.repeats = Repeats::count}, example) == "Example (1) > Video (1) > Direct (2)");
    CHECK(after({.repeats = Repeats::count}, mixed) == "a (4) > Direct (3)");
}

TEST_CASE("a channel is ignored unless nothing else is left", "[attribution]") {
    CHECK(after({.ignore = {"direct"}}, example) == "Example > Video");
    CHECK(after({.ignore = {"direct"}}, direct) == "Direct > Direct");
    CHECK(after({.ignore = {"direct"}}, mixed) == "a > a > a > a");
    CHECK(after({.ignore_last = {"direct"}}, example) == "Example > Video");
    CHECK(after({.ignore_last = {"direct"}}, direct) == "Direct > Direct");
    CHECK(after({.ignore_last = {"direct"}}, mixed) == "a > a > a > Direct > a");
}

TEST_CASE("only the last steps count", "[attribution]") {
    CHECK(after({.keep_last = 1}, example) == "Direct");
    CHECK(after({.keep_last = 2}, mixed) == "Direct > Direct");
    CHECK(after({.keep_last = 9}, direct) == "Direct > Direct");
}

TEST_CASE("anchors and ages move with their steps", "[attribution]") {
    TouchPaths paths = paths_of({{{"a", "a", "b", "b", "c"}}});
    paths.ages = {9, 8, 7, 6, 5};
    paths.paths.front().lead = 1;
    paths.paths.front().deal = 3;
    const TouchPaths once = transformed(paths, {.repeats = Repeats::collapse});
    CHECK(once.paths.front().lead == 0);
    CHECK(once.paths.front().deal == 1);
    CHECK(once.ages == std::vector<float>{9, 7, 5});
}

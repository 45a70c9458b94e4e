#include <handoff/points.hpp>

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("points are shown to six decimals without trailing zeros", "[points]") {
    CHECK(to_text(Points::of(12)) == "12");
    CHECK(to_text(Points::of(-3.5)) == "-3.5");
    CHECK(to_text(Points::of(1.0 / 3)) == "0.333333");
    CHECK(to_text(Points::of(2.0 / 3)) == "0.666667");
    CHECK(to_text(Points{499}) == "0");
    CHECK(to_text(Points{-499}) == "0");
    CHECK(to_text(Points{500}) == "0.000001");
    CHECK(to_text(Points::highest()) == "inf");
    CHECK(to_text(Points::lowest()) == "-inf");
}

TEST_CASE("sums saturate instead of wrapping around", "[points]") {
    CHECK(Points::highest() + Points::of(1) == Points::highest());
    CHECK(Points::lowest() - Points::of(1) == Points::lowest());
    CHECK(Points::of(0.1) + Points::of(0.2) == Points::of(0.3));
}

TEST_CASE("points read from text", "[points]") {
    CHECK(read_points("12.5") == Points::of(12.5));
    CHECK(read_points("-inf") == Points::lowest());
    CHECK_FALSE(read_points("12x").has_value());
    CHECK_FALSE(read_points("").has_value());
    CHECK_FALSE(read_points("nan").has_value());
}

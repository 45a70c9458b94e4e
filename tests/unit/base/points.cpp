#include <handoff/points.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdio>
#include <random>
#include <string>

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

TEST_CASE("points of every size are shown as a decimal fraction is", "[points]") {
    std::mt19937_64 random(3);
    for (int i = 0; i < 20'000; ++i) {
        const Points points{static_cast<std::int64_t>(random() >> (i % 60)) * (i % 2 == 0 ? 1 : -1)};
        // In whole millionths, which a long double holds exactly.
        const long double micro = std::floor(std::fabs(static_cast<long double>(points.nano)) / 1000 + 0.5L);
        std::string expected(64, '\0');
        expected.resize(static_cast<std::size_t>(
            std::snprintf(expected.data(), expected.size(), "%.6Lf", std::floor(micro / 1'000'000))));
        expected = expected.substr(0, expected.find('.') + 1);
        std::string decimals = std::to_string(static_cast<std::uint64_t>(std::fmod(micro, 1'000'000.0L)));
        expected += std::string(6 - decimals.size(), '0') + decimals;
        expected.erase(expected.find_last_not_of('0') + 1);
        if (expected.back() == '.') expected.pop_back();
        if (points.nano < 0 && micro > 0) expected = "-" + expected;
        REQUIRE(to_text(points) == expected);
    }
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

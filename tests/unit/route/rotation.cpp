#include "route/rotation.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <random>
#include <string>

using namespace handoff;

namespace {

std::vector<RotationTurn> pool(const std::vector<double>& weights) {
    std::vector<RotationTurn> turns;
    for (const double weight : weights) turns.push_back({.weight = std::llround(weight * one_lead)});
    return turns;
}

std::vector<std::uint32_t> everyone(std::size_t size) {
    std::vector<std::uint32_t> able(size);
    std::iota(able.begin(), able.end(), 0U);
    return able;
}

std::string picks(const std::vector<double>& weights, int count) {
    auto turns = pool(weights);
    std::string text;
    for (int i = 0; i < count; ++i) text += static_cast<char>('a' + rotate(turns, everyone(turns.size())));
    return text;
}

} // namespace

TEST_CASE("rotation is smooth, ties go by the order of the list", "[route]") {
    CHECK(picks({5, 1, 1}, 7) == "aabacaa");
    CHECK(picks({3, 2, 1}, 6) == "abacba");
    CHECK(picks({1, 1, 1}, 4) == "abca");
    CHECK(picks({0.5, 0.1, 0.1}, 7) == "aabacaa");
    CHECK(picks({2}, 3) == "aaa");
}

TEST_CASE("with equal weights nobody is ever more than one lead from the due share", "[route]") {
    for (std::size_t size = 1; size <= 12; ++size) {
        auto turns = pool(std::vector<double>(size, 1));
        std::vector<double> given(size);
        for (int lead = 1; lead <= 5000; ++lead) {
            ++given[rotate(turns, everyone(size))];
            for (const double count : given)
                REQUIRE(std::abs(count - static_cast<double>(lead) / static_cast<double>(size)) < 1.0);
        }
    }
}

TEST_CASE("with any weights the share is exact after each sum of weights", "[route]") {
    std::mt19937 random(7);
    for (int round = 0; round < 100; ++round) {
        std::vector<double> weights(1 + random() % 8);
        int total = 0;
        for (double& weight : weights) {
            weight = static_cast<double>(1 + random() % 9);
            total += static_cast<int>(weight);
        }
        auto turns = pool(weights);
        std::vector<double> given(weights.size());
        for (int cycle = 1; cycle <= 20; ++cycle) {
            for (int lead = 0; lead < total; ++lead) ++given[rotate(turns, everyone(weights.size()))];
            for (std::size_t i = 0; i < weights.size(); ++i) {
                REQUIRE(given[i] == weights[i] * cycle);
                REQUIRE(turns[i].credit == 0);
            }
        }
    }
}

TEST_CASE("absence is neutral: credits always sum to nothing, and a returner is not flooded", "[route]") {
    std::mt19937 random(11);
    auto turns = pool({1, 1, 1, 1});
    for (int lead = 0; lead < 2000; ++lead) {
        std::vector<std::uint32_t> able;
        for (std::uint32_t i = 0; i < 4; ++i)
            if (random() % 3 != 0) able.push_back(i);
        if (able.empty()) continue;
        rotate(turns, able);
        std::int64_t sum = 0;
        for (const RotationTurn& turn : turns) sum += turn.credit;
        REQUIRE(sum == 0);
    }
    // Away for 900 leads, then back: the next 9 leads are shared three each.
    turns = pool({1, 1, 1});
    const std::vector<std::uint32_t> without_last = {0, 1};
    for (int lead = 0; lead < 900; ++lead) rotate(turns, without_last);
    std::vector<int> given(3);
    for (int lead = 0; lead < 9; ++lead) ++given[rotate(turns, everyone(3))];
    CHECK(given == std::vector<int>{3, 3, 3});
}

TEST_CASE("a joiner starts at the mean of the pool", "[route]") {
    CHECK(baseline({}) == 0);
    const std::vector<std::int64_t> credits = {3 * one_lead, -one_lead, one_lead};
    CHECK(baseline(credits) == one_lead);
}

TEST_CASE("what a member is owed is told in leads", "[route]") {
    auto turns = pool({5, 1, 1});
    CHECK(owed(turns, everyone(3), 0) == Approx(5.0 / 7));
    rotate(turns, everyone(3));
    CHECK(owed(turns, everyone(3), 0) == Approx(3.0 / 7));
    CHECK(owed(turns, everyone(3), 1) == Approx(2.0 / 7));
}

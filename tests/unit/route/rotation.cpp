#include "route/rotation.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <string>

using namespace handoff;

namespace {

constexpr By every_way[] = {By::rotation, By::least_loaded, By::least_recent, By::in_order};

Rotation pool(const std::vector<double>& weights, std::vector<double> owed = {}) {
    Rotation rotation(weights.size(), every_way);
    for (std::uint32_t place = 0; place < weights.size(); ++place)
        rotation.join(place, weights[place], {}, 0, 0);
    owed.resize(weights.size());
    rotation.start(owed);
    return rotation;
}

std::uint32_t next(Rotation& rotation, const std::vector<std::uint32_t>& without = {}) {
    return rotation.pick(By::rotation, {}, without, false).place;
}

std::string picks(const std::vector<double>& weights, int count, std::vector<double> owed = {}) {
    Rotation rotation = pool(weights, std::move(owed));
    std::string text;
    for (int i = 0; i < count; ++i) text += static_cast<char>('a' + next(rotation));
    return text;
}

} // namespace

TEST_CASE("rotation is smooth, ties go by the order of the list", "[route]") {
    CHECK(picks({5, 1, 1}, 7) == "aabacaa");
    CHECK(picks({3, 2, 1}, 6) == "abacba");
    CHECK(picks({1, 1, 1}, 4) == "abca");
    CHECK(picks({0.5, 0.1, 0.1}, 7) == "aabacaa");
    CHECK(picks({2}, 3) == "aaa");
    // Chili Piper's example: Mary was given 10, Spike 8, Joe was away and comes back at their mean.
    CHECK(picks({1, 1, 1}, 4, {-1, 0, 1}) == "cbca");
    // PostHog's throttle: one lead for every three of the others is a weight of a third.
    CHECK(picks({1, 0.333333, 1}, 7) == "acbacac");
}

TEST_CASE("with equal weights nobody is ever more than one lead from the due share", "[route]") {
    for (std::size_t size = 1; size <= 12; ++size) {
        Rotation rotation = pool(std::vector<double>(size, 1));
        std::vector<double> given(size);
        for (int lead = 1; lead <= 5000; ++lead) {
            ++given[next(rotation)];
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
        // Every other round somebody of any weight is kept from all leads: the others' shares are as exact.
        const bool bars_one = round % 2 == 1;
        if (bars_one) weights.push_back(static_cast<double>(1 + random() % 9));
        const std::vector<std::uint32_t> barred(bars_one ? 1 : 0,
                                                static_cast<std::uint32_t>(weights.size() - 1));
        Rotation rotation = pool(weights);
        std::vector<double> given(weights.size());
        for (int cycle = 1; cycle <= 20; ++cycle) {
            for (int lead = 0; lead < total; ++lead) ++given[next(rotation, barred)];
            for (std::uint32_t i = 0; i + barred.size() < weights.size(); ++i) {
                REQUIRE(given[i] == weights[i] * cycle);
                REQUIRE(std::abs(rotation.owed(i)) < (bars_one ? 1e-3 : 1e-12));
                REQUIRE(rotation.entitled(i).leads == Approx(weights[i] * cycle));
            }
        }
    }
}

TEST_CASE("what is owed is what one was entitled to and did not get, whoever could take the leads",
          "[route]") {
    std::mt19937 random(11);
    constexpr std::uint32_t size = 6;
    const std::vector<double> weights = {1, 2, 1, 0.5, 1, 3};
    Rotation rotation(size, every_way);
    for (std::uint32_t i = 0; i < size; ++i)
        rotation.join(i, weights[i], i % 2 == 0 ? Rotation::Skills{7} : Rotation::Skills{3, 7}, 0, 0);
    rotation.start(std::vector<double>(size));
    std::vector<double> entitled(size), given(size);
    bool five_left = false;
    for (int lead = 0; lead < 20'000; ++lead) {
        if (lead == 15'000) {
            rotation.leave(5);
            five_left = true;
        }
        const Rotation::Skills needs = random() % 3 == 0   ? Rotation::Skills{3}
                                       : random() % 2 == 0 ? Rotation::Skills{7}
                                                           : Rotation::Skills{};
        std::vector<std::uint32_t> without;
        for (std::uint32_t i = 0; i < size; ++i)
            if (random() % 5 == 0) without.push_back(i);
        std::vector<std::uint32_t> able;
        double total = 0;
        for (std::uint32_t i = 0; i < size; ++i) {
            const bool has = needs != Rotation::Skills{3} || i % 2 == 1;
            if (!has || (i == 5 && five_left) || std::count(without.begin(), without.end(), i) != 0) continue;
            able.push_back(i);
            total += weights[i];
        }
        const Rotation::Choice choice = rotation.pick(By::rotation, needs, without, true);
        REQUIRE(choice.able == able.size());
        if (able.empty()) {
            REQUIRE(choice.place == Rotation::nobody);
            continue;
        }
        REQUIRE(std::count(able.begin(), able.end(), choice.place) == 1);
        std::uint32_t most = able.front();
        for (const std::uint32_t i : able) {
            entitled[i] += weights[i] / total;
            if (entitled[i] - given[i] > entitled[most] - given[most] + 1e-4) most = i;
        }
        REQUIRE(entitled[choice.place] - given[choice.place] >= entitled[most] - given[most] - 1e-3);
        ++given[choice.place];
        for (std::uint32_t i = 0; i < size; ++i) {
            REQUIRE(rotation.entitled(i).leads == Approx(entitled[i]).margin(1e-6));
            REQUIRE(rotation.owed(i) == Approx(entitled[i] - given[i]).margin(1e-3));
            REQUIRE(std::abs(rotation.owed(i)) < 2);
        }
    }
}

TEST_CASE("absence is neutral, and a returner is not flooded", "[route]") {
    // Away for 900 leads, then back: the next 9 leads are shared three each.
    Rotation rotation = pool({1, 1, 1});
    for (int lead = 0; lead < 900; ++lead) next(rotation, {2});
    std::vector<int> given(3);
    for (int lead = 0; lead < 9; ++lead) ++given[next(rotation)];
    CHECK(given == std::vector<int>{3, 3, 3});
}

TEST_CASE("the other ways of picking", "[route]") {
    Rotation rotation(3, every_way);
    rotation.join(0, 2, {}, 3, 7);
    rotation.join(1, 1, {}, 2, 0);
    rotation.join(2, 1, {}, 2, 5);
    rotation.start(std::vector<double>{0, 0, 0});
    CHECK(rotation.pick(By::least_loaded, {}, {}, false).place == 0);
    rotation.update(0, 4, 8);
    const Rotation::Choice level = rotation.pick(By::least_loaded, {}, {}, true);
    CHECK(level.place == 0);
    CHECK(level.level == 3);
    CHECK(rotation.pick(By::least_loaded, {}, std::vector<std::uint32_t>{0}, true).place == 1);
    CHECK(rotation.pick(By::least_recent, {}, {}, false).place == 1);
    rotation.update(1, 3, 9);
    CHECK(rotation.pick(By::least_recent, {}, {}, false).place == 2);
    CHECK(rotation.pick(By::in_order, {}, {}, false).place == 0);
    rotation.leave(0);
    CHECK(rotation.pick(By::in_order, {}, {}, false).place == 1);
    CHECK(rotation.owed(1) == 0); // only rotation takes turns
    CHECK(rotation.entitled(0).leads ==
          Approx(2.5)); // half of five leads, and none of the one it was kept from
    CHECK(rotation.pick(By::in_order, {}, std::vector<std::uint32_t>{1, 2}, false).place == Rotation::nobody);
}

TEST_CASE("a joiner starts at the mean of the pool", "[route]") {
    CHECK(baseline({}) == 0);
    CHECK(baseline(std::vector<double>{3, -1, 1}) == 1);
}

TEST_CASE("by least loaded a joiner begins level, and gets two leads for one until it is", "[route]") {
    Rotation rotation(3, every_way);
    std::vector<std::uint32_t> open = {10, 10, 0};
    for (std::uint32_t place = 0; place < 3; ++place) rotation.join(place, 1, {}, open[place], 0);
    rotation.set_ahead(2, 20);
    rotation.start(std::vector<double>(3));
    std::string picks;
    for (std::uint64_t lead = 1; lead <= 40; ++lead) {
        const auto place = rotation.pick(By::least_loaded, {}, {}, false).place;
        picks += static_cast<char>('a' + place);
        rotation.update(place, ++open[place], lead);
    }
    CHECK(picks.substr(0, 8) == "abccabcc");
    CHECK(open == std::vector<std::uint32_t>{20, 20, 20});
    CHECK(rotation.ahead(2) == 0);
}

TEST_CASE("entitlement to points is the share of each lead's own", "[route]") {
    Rotation rotation = pool({2, 1});
    rotation.pick(By::rotation, {}, {}, false, 30);
    rotation.pick(By::rotation, {}, std::vector<std::uint32_t>{1}, false, 12);
    CHECK(rotation.entitled(0).points == Approx(32));
    CHECK(rotation.entitled(1).points == Approx(10));
    rotation.leave(1);
    rotation.pick(By::rotation, {}, {}, false, 5);
    CHECK(rotation.entitled(0).points == Approx(37));
    CHECK(rotation.entitled(1).points == Approx(10));
}

#include "unit/attribution/sample_paths.hpp"

#include <catch2/catch.hpp>
#include <numeric>
#include <random>

using namespace handoff;

namespace {

using Doubles = std::vector<double>;
using Values = std::vector<std::int64_t>;

TouchPaths path_of(std::size_t steps, std::uint32_t lead = TouchPaths::no_step,
                   std::uint32_t deal = TouchPaths::no_step) {
    SamplePath sample;
    for (std::size_t i = 0; i < steps; ++i) sample.steps.push_back("channel " + std::to_string(i));
    TouchPaths paths = paths_of({sample});
    paths.paths.front().lead = lead;
    paths.paths.front().deal = deal;
    return paths;
}

void check_shares(PathModel model, const TouchPaths& paths, const Doubles& expected) {
    const Doubles found = shares(model, paths, paths.paths.front());
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) CHECK(found[i] == Approx(expected[i]).margin(1e-12));
}

} // namespace

TEST_CASE("first, last and linear on four channels", "[attribution]") {
    const TouchPaths paths = four_channels();
    const Credit first = credit(PathModel::first, paths), last = credit(PathModel::last, paths);
    CHECK(first.conversions == Doubles{3, 3, 2, 2});
    CHECK(first.value == Values{3500, 9000, 6500, 1000});
    CHECK(last.conversions == Doubles{6, 3, 1, 0});
    CHECK(last.value == Values{15000, 2500, 2500, 0});
    const Credit linear = credit(PathModel::linear, paths);
    const Doubles conversions = {4.0833333, 3, 1.9166667, 1};
    for (std::size_t i = 0; i < 4; ++i) CHECK(linear.conversions[i] == Approx(conversions[i]).margin(5e-8));
    // 2500 over three steps leaves one unit, which goes to the first.
    CHECK(std::accumulate(linear.value.begin(), linear.value.end(), std::int64_t{0}) == 20000);
    CHECK(linear.value == Values{7583, 6250, 5667, 500});
}

TEST_CASE("linear over channels is Shapley's value of the sets of channels", "[attribution]") {
    const Credit even = credit(PathModel::linear_channels, four_channels());
    const Doubles conversions = {4.3333333, 2.8333333, 1.8333333, 1};
    for (std::size_t i = 0; i < 4; ++i) CHECK(even.conversions[i] == Approx(conversions[i]).margin(5e-8));
}

TEST_CASE("the U splits 40, 20 and 40, and not by a slip of brackets", "[attribution]") {
    check_shares(PathModel::u_shaped, path_of(1), {1});
    check_shares(PathModel::u_shaped, path_of(2), {.5, .5});
    check_shares(PathModel::u_shaped, path_of(5), {.4, .2 / 3, .2 / 3, .2 / 3, .4});
    CHECK(divide(900, shares(PathModel::u_shaped, path_of(5), path_of(5).paths.front())) ==
          Values{360, 60, 60, 60, 360});
}

TEST_CASE("the W and the full path know the steps that brought the lead and the deal", "[attribution]") {
    check_shares(PathModel::w_shaped, path_of(5, 1, 3), {.3, .3, .05, .3, .05});
    check_shares(PathModel::w_shaped, path_of(4, 0, 3), {.6, .05, .05, .3}); // lead by the first step
    check_shares(PathModel::w_shaped, path_of(3, 1, 2), {1.0 / 3, 1.0 / 3, 1.0 / 3}); // none between
    check_shares(PathModel::w_shaped, path_of(3), {.6, .1, .3});                      // not known
    check_shares(PathModel::full_path, path_of(6, 1, 3), {.225, .225, .05, .225, .05, .225});
    check_shares(PathModel::full_path, path_of(1, 0, 0), {1});
}

TEST_CASE("time decay halves a step's weight every seven days", "[attribution]") {
    TouchPaths paths = path_of(3);
    paths.ages = {14, 7, 0};
    check_shares(PathModel::time_decay, paths, {.25 / 1.75, .5 / 1.75, 1 / 1.75});
    CHECK(shares(PathModel::time_decay, paths, paths.paths.front())[0] == Approx(.142857).margin(5e-7));
    paths.ages = {100000, 99993, 99986}; // only the differences count, however old
    check_shares(PathModel::time_decay, paths, {.25 / 1.75, .5 / 1.75, 1 / 1.75});
}

TEST_CASE("parts add up to the whole and differ from their shares by less than one unit", "[attribution]") {
    CHECK(divide(100, Doubles{1.0 / 3, 1.0 / 3, 1.0 / 3}) == Values{34, 33, 33});
    CHECK(divide(-100, Doubles{1.0 / 3, 1.0 / 3, 1.0 / 3}) == Values{-34, -33, -33});
    CHECK(divide(1, Doubles{.4, .6}) == Values{0, 1});
    CHECK(divide(0, Doubles{.5, .5}) == Values{0, 0});
    std::mt19937 random(20261122);
    for (int round = 0; round < 2000; ++round) {
        Doubles shares(1 + random() % 12);
        for (double& share : shares) share = static_cast<double>(random() % 1000);
        shares.front() += 1;
        const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
        for (double& share : shares) share /= sum;
        const auto whole = static_cast<std::int64_t>(random() % 10'000'000'000);
        const Values parts = divide(whole, shares);
        REQUIRE(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}) == whole);
        for (std::size_t i = 0; i < parts.size(); ++i)
            REQUIRE(std::abs(static_cast<double>(parts[i]) - static_cast<double>(whole) * shares[i]) < 1.001);
    }
}

TEST_CASE("every model shares out a deal to the cent", "[attribution]") {
    std::mt19937 random(7);
    for (int round = 0; round < 300; ++round) {
        std::vector<SamplePath> samples;
        for (int i = 0; i < 5; ++i) {
            SamplePath sample{.value = static_cast<std::int64_t>(random() % 1'000'000)};
            for (auto steps = 1 + random() % 9; steps > 0; --steps)
                sample.steps.push_back(std::string(1, static_cast<char>('a' + random() % 4)));
            samples.push_back(std::move(sample));
        }
        TouchPaths paths = paths_of(samples);
        for (TouchPaths::Path& path : paths.paths) {
            path.lead = static_cast<std::uint32_t>(random() % path.size);
            path.deal = path.lead + static_cast<std::uint32_t>(random() % (path.size - path.lead));
        }
        for (std::size_t i = 0; i < paths.steps.size(); ++i)
            paths.ages.push_back(static_cast<float>(random() % 90));
        for (const PathModel model : path_models()) {
            CAPTURE(to_text(model));
            const Credit shared = credit(model, paths);
            REQUIRE(std::accumulate(shared.value.begin(), shared.value.end(), std::int64_t{0}) ==
                    paths.value());
            REQUIRE(std::accumulate(shared.conversions.begin(), shared.conversions.end(), 0.0) ==
                    Approx(5).epsilon(1e-12));
        }
    }
}

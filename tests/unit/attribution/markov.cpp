#include "unit/attribution/sample_paths.hpp"

#include <handoff/error.hpp>

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("three channels in a row: removing either of the last two loses everything", "[attribution]") {
    const TouchPaths paths = paths_of({{{"C1", "C2", "C3"}, 1}, {{"C1"}, 0, 0, 1}, {{"C2", "C3"}, 0, 0, 1}});
    const MarkovCredit credit = markov(paths, 1);
    CHECK(credit.conversion_rate == Approx(1.0 / 3).epsilon(1e-12));
    REQUIRE(credit.removal.size() == 3);
    CHECK(credit.removal[0] == Approx(0.5).epsilon(1e-12));
    CHECK(credit.removal[1] == Approx(1).epsilon(1e-12));
    CHECK(credit.removal[2] == Approx(1).epsilon(1e-12));
    CHECK(credit.conversions[0] == Approx(0.2).epsilon(1e-12));
    CHECK(credit.conversions[1] == Approx(0.4).epsilon(1e-12));
    CHECK(credit.conversions[2] == Approx(0.4).epsilon(1e-12));
}

TEST_CASE("a chain of order 1 is solved exactly, also for value", "[attribution]") {
    const MarkovCredit credit = markov(four_channels(), 1);
    CHECK(credit.conversion_rate == Approx(5.0 / 21).epsilon(1e-12));
    const double removal[] = {751.0 / 1050, 304.0 / 625, 1583.0 / 4700, 4864.0 / 22335};
    const double conversions[] = {4.0725964, 2.7695825, 1.9178021, 1.2400190};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(credit.removal[i] == Approx(removal[i]).epsilon(1e-12));
        CHECK(credit.conversions[i] == Approx(conversions[i]).margin(5e-8));
    }
    // In whole units: 9584.988501, 4165.314656, 4384.769752, 1864.927090 add up to 20,000.
    CHECK(credit.value == std::vector<std::int64_t>{9585, 4165, 4385, 1865});
}

TEST_CASE("a chain of order 2 remembers two channels", "[attribution]") {
    const MarkovCredit credit = markov(four_channels(), 2);
    const double removal[] = {4.0 / 5, 24.0 / 35, 1.0 / 2, 1.0 / 5};
    const double conversions[] = {3.6601307, 3.1372549, 2.2875817, 0.9150327};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(credit.removal[i] == Approx(removal[i]).epsilon(1e-12));
        CHECK(credit.conversions[i] == Approx(conversions[i]).margin(5e-8));
    }
    // email, paid, email>web, web>event, event>email, event>web, web>web, web>email, paid>web, email>event
    CHECK(credit.states == 10);
}

TEST_CASE("a channel that only lost paths have gets nothing, and repeats of one channel are one state",
          "[attribution]") {
    const MarkovCredit credit = markov(paths_of({{{"a", "a", "a"}, 2, 10}, {{"b"}, 0, 0, 5}}), 1);
    CHECK(credit.conversions == std::vector<double>{2, 0});
    CHECK(credit.value == std::vector<std::int64_t>{10, 0});
}

TEST_CASE("a chain without conversions, or of too many states, is refused", "[attribution]") {
    CHECK_THROWS_WITH(markov(paths_of({{{"a"}, 0, 0, 1}}), 1),
                      Catch::Contains("no path ends in a conversion: there is no credit to share"));
    std::vector<SamplePath> many;
    for (int i = 0; i < 501; ++i) many.push_back({{std::to_string(i)}});
    CHECK_THROWS_WITH(markov(paths_of(many), 1),
                      Catch::Contains("the paths make more than 500 states of a Markov chain of order 1"));
    many.pop_back();
    CHECK(markov(paths_of(many), 1).states == 500);
}

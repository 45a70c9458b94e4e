#include "report/stats.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("Wilson intervals", "[report]") {
    CHECK(wilson(3, 10)->low == Approx(0.107791).margin(5e-7));
    CHECK(wilson(3, 10)->high == Approx(0.603222).margin(5e-7));
    CHECK(wilson(30, 100)->low == Approx(0.218949).margin(5e-7));
    CHECK(wilson(30, 100)->high == Approx(0.395849).margin(5e-7));
    CHECK(wilson(0, 5)->low == 0);
    CHECK(wilson(5, 5)->high == 1);
    CHECK(wilson(5, 5)->low == Approx(1 - wilson(0, 5)->high));
    CHECK_FALSE(wilson(0, 0));
}

TEST_CASE("medians and quantiles", "[report]") {
    CHECK_FALSE(median({}));
    CHECK(median({7}) == 7);
    CHECK(median({3, 1, 2}) == 2);
    CHECK(median({4, 1, 3, 2}) == 2.5);
    CHECK(quantile({10, 20, 30, 40, 50}, 0.9) == Approx(46)); // PERCENTILE.INC
    CHECK(quantile({10, 20, 30, 40, 50}, 0) == 10);
    CHECK(quantile({10, 20, 30, 40, 50}, 1) == 50);
}

TEST_CASE("waiting times count those who still wait (Kaplan and Meier)", "[report]") {
    Waits waits;
    const std::pair<double, bool> all[] = {{2, true}, {3, true},  {3, false},
                                           {5, true}, {8, false}, {10, true}};
    for (const auto& [time, happened] : all) waits.add(time, happened);
    const auto curve = waits.survival();
    REQUIRE(curve.size() == 4);
    CHECK(curve[0].second == Approx(.833333).margin(5e-7));
    CHECK(curve[1].second == Approx(.666667).margin(5e-7));
    CHECK(curve[2].second == Approx(.444444).margin(5e-7));
    CHECK(curve[3].second == 0);
    CHECK(waits.quantile(.5) == 5.0);
    CHECK(waits.quantile(.9) == 10.0);
    Waits open;
    open.add(1, true);
    open.add(4, false);
    open.add(5, false);
    CHECK(open.quantile(.5) == std::nullopt); // not reached
    CHECK(Waits().quantile(.5) == std::nullopt);
}

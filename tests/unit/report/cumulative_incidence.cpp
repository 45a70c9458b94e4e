#include "report/cumulative_incidence.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

constexpr std::size_t waiting = CumulativeIncidence::waiting;
constexpr double far = 1e9;

CumulativeIncidence of(std::initializer_list<std::pair<double, std::size_t>> waits) {
    CumulativeIncidence all;
    for (const auto& [time, end] : waits) all.add(time, end);
    return all;
}

} // namespace

TEST_CASE("the incidence of one end is what Kaplan and Meier's curve leaves", "[report]") {
    // 1 minus the curve of the vectors: .833333 .666667 .444444 0.
    const auto alone = of({{2, 0}, {3, 0}, {3, waiting}, {5, 0}, {8, waiting}, {10, 0}});
    const auto curve = alone.incidence(0);
    REQUIRE(curve.size() == 4);
    CHECK(curve[0].second == Approx(1 - 0.833333).epsilon(1e-5));
    CHECK(curve[1].second == Approx(1 - 0.666667).epsilon(1e-5));
    CHECK(curve[2].second == Approx(1 - 0.444444).epsilon(1e-5));
    CHECK(curve[3].second == Approx(1));
    CHECK(*alone.quantile(0, 0.9, far) == 10);
    CHECK(*alone.quantile(0, 0.9, 9) == 5); // of what came by then
    // The variance is Greenwood's then: (4/9)^2 (1/30 + 1/20 + 1/6).
    const auto by_five = alone.share(0, 5);
    CHECK(by_five.share == Approx(5.0 / 9));
    CHECK(by_five.interval->low == Approx(0.10743254901929343));
    CHECK(by_five.interval->high == Approx(0.8565284740546335));
    CHECK_FALSE(alone.share(0, far).interval);
}

TEST_CASE("competing ends share what happened", "[report]") {
    // Where all ended, nobody waits any more, and the shares are those of the counts.
    const auto ended = of({{2, 0}, {3, 0}, {3, 1}, {5, 0}, {8, 1}, {10, 0}});
    CHECK(ended.share(0, far).share == Approx(4.0 / 6));
    CHECK(ended.share(1, far).share == Approx(2.0 / 6));
    CHECK(*ended.quantile(0, 0.5, far) == 3);
    CHECK(CumulativeIncidence().share(0, far).share == 0);
    CHECK_FALSE(CumulativeIncidence().quantile(0, 0.5, far));
}

TEST_CASE("the interval of an incidence is of Greenwood's kind", "[report]") {
    // Worked out apart, in Python, from the sums in Marubini and Valsecchi: variances 0.033 and 0.0189375.
    const auto waits = of({{2, 0}, {3, 0}, {3, waiting}, {5, 1}, {5, 0}, {8, waiting}, {10, 0}, {12, 1}});
    const auto taken = waits.share(0, 9), lost = waits.share(1, 9);
    CHECK(taken.share == Approx(0.4));
    CHECK(taken.interval->low == Approx(0.08886966228216642));
    CHECK(taken.interval->high == Approx(0.7069087320387651));
    CHECK(lost.share == Approx(0.15));
    CHECK(lost.interval->low == Approx(0.007486210874338742));
    CHECK(lost.interval->high == Approx(0.4793619382638002));
}

TEST_CASE("an estimate tells something as long as enough are at risk", "[report]") {
    CumulativeIncidence young;
    for (int i = 0; i < 30; ++i) young.add(i, waiting);
    young.add(29.5, 0); // nearly all by the estimate, and the only one
    CHECK(young.share(0, far).share == 1);
    const auto horizon = young.horizon(10);
    REQUIRE(horizon);
    CHECK(horizon->time == 21); // 21 to 29, and the one
    CHECK(horizon->at_risk == 10);
    CHECK(young.share(0, horizon->time).share == 0);
    // As long as nobody was only seen to wait, it is a plain share of all.
    CumulativeIncidence all;
    for (int i = 0; i < 10; ++i) all.add(i, 0);
    CHECK(all.horizon(10)->time == 9);
    CHECK(all.horizon(10)->at_risk == 1);
    CHECK_FALSE(all.horizon(11));
    CHECK_FALSE(CumulativeIncidence().horizon(0));
}

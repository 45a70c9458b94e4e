#include "report/campaign_gap.hpp"

#include <catch2/catch.hpp>
#include <numeric>

using namespace handoff;

namespace {

double sum_of(const CampaignGap& gap) {
    return std::accumulate(gap.parts.begin(), gap.parts.end(), gap.other);
}

const CampaignChain benchmark{.cost = 1000,
                              .leads = 100,
                              .qualified = 50,
                              .touched = 40,
                              .soon = 20,
                              .won_soon = 8,
                              .won_late = 2,
                              .revenue = 5000,
                              .other = 100};

} // namespace

TEST_CASE("the parts of a campaign's gap add up to it", "[report]") {
    const CampaignChain fair{.cost = 500,
                             .leads = 20,
                             .qualified = 15,
                             .touched = 9,
                             .soon = 3,
                             .won_soon = 1,
                             .won_late = 1,
                             .revenue = 1800,
                             .other = 0};
    const CampaignGap gap = gap_to(benchmark, fair);
    CHECK(gap.expected == Approx(2550));
    CHECK(gap.gap == Approx(1800 - 2550));
    CHECK(sum_of(gap) == Approx(gap.gap));
    CHECK(gap.parts[0] < 0); // 20 leads for 500, not 50
    CHECK(gap.parts[1] > 0); // three in four are qualified, not one in two
    CHECK(gap.parts[2] < 0);
    CHECK(gap.parts[3] < 0); // a third was touched soon, not half
    CHECK(gap.parts[5] > 0); // 900 a deal, not 500
    CHECK(gap.other == Approx(-50));
}

TEST_CASE("one factor that differs explains all of it", "[report]") {
    CampaignChain one = benchmark;
    one.revenue = 10000;
    const CampaignGap gap = gap_to(benchmark, one);
    CHECK(gap.parts[5] == Approx(5000));
    CHECK(sum_of(gap) == Approx(5000));
    const CampaignGap same = gap_to(benchmark, benchmark);
    CHECK(same.gap == Approx(0));
    CHECK(sum_of(same) == Approx(0));
}

TEST_CASE("a campaign without leads lacks volume, and nothing else", "[report]") {
    const CampaignGap gap = gap_to(benchmark, CampaignChain{.cost = 200});
    CHECK(gap.gap == Approx(-1020));
    CHECK(gap.parts[0] == Approx(-1000));
    CHECK(gap.other == Approx(-20));
    CHECK(sum_of(gap) == Approx(gap.gap));
}

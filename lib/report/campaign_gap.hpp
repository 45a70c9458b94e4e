#pragma once

#include <array>
#include <cstddef>

namespace handoff {

/// How a campaign's cost became revenue, step by step.
struct CampaignChain {
    double cost = 0, leads = 0;
    double qualified = 0;              ///< of the leads
    double touched = 0;                ///< of the qualified: by sales
    double soon = 0;                   ///< of the touched: within a day of their creation
    double won_soon = 0, won_late = 0; ///< deals of the touched, by whether they were touched soon
    double revenue = 0;                ///< of these deals
    double other = 0;                  ///< of deals that came another way: of leads not qualified, or of none

    CampaignChain& operator+=(const CampaignChain&) noexcept;
};

/// What explains that a campaign brought more or less than the benchmark would have for its cost: the parts
/// add up to the gap. Each factor's part is its Shapley value: its effect on the product of all, averaged
/// over every order in which the factors could be changed from the benchmark's to the campaign's.
struct CampaignGap {
    static constexpr std::size_t factors = 6; ///< volume, fit, coverage, latency, win rate, deal size
    double expected = 0, gap = 0;
    std::array<double, factors> parts{};
    double other = 0;
};
CampaignGap gap_to(const CampaignChain& benchmark, const CampaignChain& one) noexcept;

} // namespace handoff

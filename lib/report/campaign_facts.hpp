#pragma once

#include "report/amounts.hpp"
#include "report/deals.hpp"
#include "report/people.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace handoff {

/// The campaigns of a report with what belongs to each.
struct CampaignFacts {
    /// Days after the start at which campaigns are looked at: is it alive, has it paid, and what came of it?
    static constexpr int to_this_day = 1'000'000;
    static constexpr int looks[] = {30, 180, to_this_day};

    struct One {
        std::uint32_t row = 0; ///< in the table of campaigns
        Moment starts;
        std::optional<double> cost;
    };
    struct Lead {
        std::size_t campaign = 0; ///< in `all`
        Person person;
        Moment at; ///< created, or joined the campaign
    };
    std::vector<One> all; ///< the dearest first
    std::vector<Lead> leads;
    std::vector<std::pair<std::size_t, const Deal*>> deals; ///< each with its campaign
    std::optional<Amounts> costs, amounts;                  ///< of campaigns, and of deals
    std::optional<std::uint32_t> accepted_at,
        qualified_at; ///< the stages 'sal' and 'mql', where there are any

    /// Whether something happened by so many days after a campaign began.
    static bool by_then(const One&, Moment at, int days, const Zone&);
};

} // namespace handoff

#pragma once

#include "score/score_state.hpp"

#include <span>
#include <vector>

namespace handoff {

/// The latest reset of each group before a moment, by one lead's events: of each reset those of its touches.
std::vector<LatestReset> latest_resets(const ScoreState& state, std::span<const MatchedTouches> events,
                                       Instant at);

/// One lead's points as of a moment.
struct ScoreAt {
    std::vector<Points> rules;  ///< what each rule of the agreement gives
    std::vector<Points> groups; ///< with their minima and maxima

    /// `by_columns`: what the rules on the lead's own columns give (those on touches are left out); `touches`
    /// as of LeadTouches.
    ScoreAt(const ScoreState& state, std::span<const Points> by_columns,
            std::span<const MatchedTouches> touches, Instant at);
};

} // namespace handoff

#pragma once

#include "score/one_lead.hpp"

#include <handoff/score.hpp>

#include <vector>

namespace handoff {

/// The rules that nearly fired for a lead: too few touches of those that have to come together, or too far
/// apart; a touch just out of the window; a number just out of a band that gives more, or of a condition.
std::vector<Scorer::Nearly> nearly_fired(const ScoreState& state, const OneLead& lead);

} // namespace handoff

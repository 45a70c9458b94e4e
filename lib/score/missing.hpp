#pragma once

#include "score/one_lead.hpp"

#include <handoff/score.hpp>

#include <optional>

namespace handoff {

/// What a lead that does not qualify needs to. Every way is tried out on the agreement's own rules, with all
/// limits, minima and maxima. `touches`: where touches come from, if there are any.
Scorer::Missing find_missing(const ScoreState& state, const OneLead& lead, const Export* touches);

} // namespace handoff

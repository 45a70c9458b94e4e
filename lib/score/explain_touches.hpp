#pragma once

#include "score/touch_rules.hpp"

#include <handoff/reason.hpp>

#include <string>
#include <utility>
#include <vector>

namespace handoff {

/// Reasons with their effects as exact points; the texts of the effects are made when all are known.
using Effects = std::vector<std::pair<Reason, Points>>;

/// Adds the reason that a minimum or maximum bit, if it did. Returns what is left.
Points explain_bounds(Effects& effects, const std::string& name, const Place& place, const Bounds& bounds,
                      Points points);

/// Adds why a rule on touches gave what it gave: what all its touches are worth, then a reset, its limit, its
/// minimum and maximum where they bite. The effects add up to CountedTouches::points.
void explain_touches(Effects& effects, const TouchRule& rule, const CountedTouches& touches,
                     const LatestReset& reset, Instant as_of, const Zone& zone);

} // namespace handoff

#pragma once

#include <handoff/points.hpp>

#include <span>
#include <string>
#include <vector>

namespace handoff {

/// "+15", "-2.5", "+0".
std::string effect_text(Points effect);

/// Effects as text, of which the shown numbers add up to the shown sum (`to_text` of the effects' sum). Where
/// rounding each to 6 decimals would miss it, the largest effect takes the difference.
std::vector<std::string> effect_texts(std::span<const Points> effects);

} // namespace handoff

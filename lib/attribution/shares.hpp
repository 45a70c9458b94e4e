#pragma once

#include <handoff/attribution.hpp>

#include <span>

namespace handoff {

// As the functions of the same names in attribution.hpp, into memory of the caller's, for many paths. A path
// has at least one step; spans are as long as it has steps.
void share_out(PathModel, const TouchPaths&, const TouchPaths::Path&, double half_life_days,
               std::span<double> shares);
void divide(std::int64_t whole, std::span<const double> shares, std::span<std::int64_t> parts);

} // namespace handoff

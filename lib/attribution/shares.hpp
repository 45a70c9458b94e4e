#pragma once

#include <handoff/attribution.hpp>

#include <span>
#include <vector>

namespace handoff {

// As the functions of the same names in attribution.hpp, into memory of the caller's, for many paths. A path
// has at least one step; spans are as long as it has steps.
void share_out(PathModel, const TouchPaths&, const TouchPaths::Path&, double half_life_days,
               std::span<double> shares);
void divide(std::int64_t whole, std::span<const double> shares, std::span<std::int64_t> parts);

/// Shares out every path that led to something: `take(path, channel, conversions, value)` for each of its
/// steps, `path` being its number.
template <class Take>
void share_paths(PathModel model, const TouchPaths& paths, double half_life_days, Take take) {
    std::vector<double> shares;
    std::vector<std::int64_t> parts;
    for (std::size_t number = 0; number < paths.paths.size(); ++number) {
        const TouchPaths::Path& path = paths.paths[number];
        if (path.size == 0 || (path.conversions == 0 && path.value == 0)) continue;
        shares.resize(path.size);
        parts.resize(path.size);
        share_out(model, paths, path, half_life_days, shares);
        divide(path.value, shares, parts);
        const auto steps = paths.steps_of(path);
        for (std::size_t i = 0; i < path.size; ++i)
            take(number, steps[i], shares[i] * path.conversions, parts[i]);
    }
}

} // namespace handoff

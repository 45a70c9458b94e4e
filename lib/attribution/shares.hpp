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

/// Which paths led to something, in order, and what they led to together: to all but Markov chains the others
/// do not matter.
struct Converted {
    explicit Converted(const TouchPaths&);
    std::vector<std::size_t> paths;
    double conversions = 0;
    std::int64_t value = 0;
};

/// As the function of the same name in attribution.hpp, where it is known which paths led to something.
Credit credit(PathModel, const TouchPaths&, const Converted&, double half_life_days);

/// Shares out what these paths led to: `take(path, channel, conversions, value)` for each of their steps,
/// `path` being its number.
template <class Take>
void share_paths(PathModel model, const TouchPaths& paths, const Converted& converted, double half_life_days,
                 Take take) {
    std::vector<double> shares;
    std::vector<std::int64_t> parts;
    for (const std::size_t number : converted.paths) {
        const TouchPaths::Path& path = paths.paths[number];
        if (path.size == 0) continue;
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

#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace handoff {

struct Interval {
    double low = 0, high = 0;
};

/// The 95 % Wilson score interval of a share of `trials`: honest for small numbers and near 0 and 1, where
/// the usual one is not. Nothing without trials.
std::optional<Interval> wilson(std::size_t successes, std::size_t trials) noexcept;

/// The value below which a share of the values lies, with linear interpolation between neighbours (as
/// PERCENTILE.INC in spreadsheets). Nothing without values. `share` is 0 to 1.
std::optional<double> quantile(std::vector<double> values, double share);
/// The middle value, or the mean of the two in the middle.
inline std::optional<double> median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

} // namespace handoff

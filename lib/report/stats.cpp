#include "report/stats.hpp"

#include <algorithm>
#include <cmath>

namespace handoff {

std::optional<Interval> wilson(std::size_t successes, std::size_t trials) noexcept {
    if (trials == 0) return std::nullopt;
    constexpr double z = 1.959963984540054; // of the normal distribution, 2.5 % on either side
    const double n = static_cast<double>(trials), share = static_cast<double>(successes) / n;
    const double shrink = 1 + z * z / n;
    const double centre = (share + z * z / (2 * n)) / shrink;
    const double half = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / shrink;
    // At the ends the formula gives 0 and 1 exactly, but for rounding.
    return Interval{successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half};
}

std::optional<double> quantile(std::vector<double> values, double share) {
    if (values.empty()) return std::nullopt;
    const double position = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(below);
    std::nth_element(values.begin(), at, values.end());
    const double fraction = position - static_cast<double>(below), low = *at;
    if (fraction == 0) return low;
    return low + fraction * (*std::min_element(at + 1, values.end()) - low);
}

std::vector<std::pair<double, double>> Waits::survival() const {
    std::vector<double> times = happened_, seen_until = waiting_;
    std::sort(times.begin(), times.end());
    std::sort(seen_until.begin(), seen_until.end());
    std::vector<std::pair<double, double>> curve;
    double waiting = 1;
    std::size_t left = 0; // those who had only been seen until before
    for (std::size_t i = 0; i < times.size();) {
        const double time = times[i];
        while (left < seen_until.size() && seen_until[left] < time) ++left;
        const std::size_t at_risk = size() - i - left, before = i;
        while (i < times.size() && times[i] == time) ++i;
        waiting *= 1 - static_cast<double>(i - before) / static_cast<double>(at_risk);
        curve.emplace_back(time, waiting);
    }
    return curve;
}

std::optional<double> Waits::quantile(double share) const { return quantiles({&share, 1}).front(); }

std::vector<std::optional<double>> Waits::quantiles(std::span<const double> shares) const {
    constexpr double dust = 1e-12; // of multiplying shares
    const auto curve = survival();
    std::vector<std::optional<double>> times;
    for (const double share : shares) {
        const auto found = std::find_if(curve.begin(), curve.end(),
                                        [&](const auto& each) { return each.second <= 1 - share + dust; });
        times.push_back(found == curve.end() ? std::nullopt : std::optional(found->first));
    }
    return times;
}

} // namespace handoff

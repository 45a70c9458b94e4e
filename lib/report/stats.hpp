#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace handoff {

struct Interval {
    double low = 0, high = 0;
};

/// The 95% Wilson score interval of a share of `trials`: honest for small numbers and near 0 and 1, where
/// the usual one is not. Nothing without trials.
std::optional<Interval> wilson(std::size_t successes, std::size_t trials) noexcept;

/// The value below which a share of the values lies, with linear interpolation between neighbours (as
/// PERCENTILE.INC in spreadsheets). Nothing without values. `share` is 0 to 1.
std::optional<double> quantile(std::vector<double> values, double share);
/// The middle value, or the mean of the two in the middle.
inline std::optional<double> median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

/// Times until something happened, some of which only say that it had not happened by then (censored).
class Waits {
  public:
    void add(double time, bool happened) { (happened ? happened_ : waiting_).push_back(time); }
    std::size_t size() const noexcept { return happened_.size() + waiting_.size(); }
    /// The time by which it had happened to this share, by Kaplan and Meier's estimate (1958), which neither
    /// leaves out nor shortens those who still wait. Nothing while so many still wait that it is not known.
    std::optional<double> quantile(double share) const;
    std::vector<std::optional<double>> quantiles(std::span<const double> shares) const;
    /// Of those who still wait after each time at which it happened, the share: in order of time.
    std::vector<std::pair<double, double>> survival() const;

  private:
    std::vector<double> happened_, waiting_;
};

} // namespace handoff

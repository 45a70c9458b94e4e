#pragma once

#include "report/stats.hpp"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace handoff {

/// Times until one of several ends came, whichever was first, some of which only say that none had come by
/// then (censored): the estimate of Aalen and Johansen (1978).
class CumulativeIncidence {
  public:
    static constexpr std::size_t waiting = static_cast<std::size_t>(-1);
    void add(double time, std::size_t end) { waits_.push_back({time, end}); }
    std::size_t size() const noexcept { return waits_.size(); }
    /// The share to which this end comes first, by each time at which it came: in order of time. With one
    /// kind of end it is what Kaplan and Meier's curve leaves.
    std::vector<std::pair<double, double>> incidence(std::size_t end) const;

    /// How far an estimate tells something: the longest time that was seen at which so many still waited, or
    /// before which none was only seen to wait, so that the estimate is a plain share of all. Behind it a
    /// single end may move the estimate by half of all. Nothing when fewer were seen at all.
    struct Horizon {
        double time = 0;
        std::size_t at_risk = 0; ///< those who had waited so long
    };
    std::optional<Horizon> horizon(std::size_t least) const;
    /// The share to which this end comes first, and by that time, with its 95 % interval: of Greenwood's
    /// kind, by the delta method (Marubini and Valsecchi, Analysing Survival Data from Clinical Trials and
    /// Observational Studies, 1995, on competing risks), on the scale of log(-log), so that it stays between
    /// 0 and 1. No interval at 0 and 1.
    struct Share {
        double share = 0;
        std::optional<Interval> interval;
    };
    Share share(std::size_t end, double by) const;
    /// The time by which so much of the share by that time had come; nothing when none came.
    std::optional<double> quantile(std::size_t end, double part, double by) const;

  private:
    struct Wait {
        double time;
        std::size_t end;
    };
    /// What happened at one time, and the estimate then.
    struct Step {
        double time;
        double at_risk, ended, so; ///< how many: ended in any way, and in the one asked for
        double before;             ///< the share that had not ended before
        double share;              ///< the share that had ended so, this time's among them
    };
    std::vector<Step> steps(std::size_t end) const;

    std::vector<Wait> waits_;
};

} // namespace handoff

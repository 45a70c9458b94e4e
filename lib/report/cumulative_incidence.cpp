#include "report/cumulative_incidence.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace handoff {

std::vector<CumulativeIncidence::Step> CumulativeIncidence::steps(std::size_t end) const {
    std::vector<Wait> waits = waits_;
    std::sort(waits.begin(), waits.end(), [](const Wait& a, const Wait& b) { return a.time < b.time; });
    std::vector<Step> steps;
    double before = 1, share = 0;
    for (std::size_t i = 0; i < waits.size();) {
        Step step{.time = waits[i].time,
                  .at_risk = static_cast<double>(waits.size() - i),
                  .ended = 0,
                  .so = 0,
                  .before = before,
                  .share = 0};
        // Those who were still waiting then were so after all that happened at the same time.
        for (; i < waits.size() && waits[i].time == step.time; ++i) {
            step.ended += waits[i].end != waiting ? 1 : 0;
            step.so += waits[i].end == end ? 1 : 0;
        }
        share += before * step.so / step.at_risk;
        before *= 1 - step.ended / step.at_risk;
        step.share = share;
        if (step.ended > 0) steps.push_back(step);
    }
    return steps;
}

std::vector<std::pair<double, double>> CumulativeIncidence::incidence(std::size_t end) const {
    std::vector<std::pair<double, double>> curve;
    for (const Step& step : steps(end))
        if (step.so > 0) curve.emplace_back(step.time, step.share);
    return curve;
}

std::optional<CumulativeIncidence::Horizon> CumulativeIncidence::horizon(std::size_t least) const {
    if (waits_.size() < std::max<std::size_t>(least, 1)) return std::nullopt;
    std::vector<double> times;
    double first_seen_waiting = std::numeric_limits<double>::infinity();
    for (const Wait& wait : waits_) {
        times.push_back(wait.time);
        if (wait.end == waiting) first_seen_waiting = std::min(first_seen_waiting, wait.time);
    }
    std::sort(times.begin(), times.end());
    const auto behind_first = std::upper_bound(times.begin(), times.end(), first_seen_waiting);
    double time = least > 0 ? times[times.size() - least] : times.back();
    if (behind_first != times.begin()) time = std::max(time, *(behind_first - 1));
    const auto at_risk = times.end() - std::lower_bound(times.begin(), times.end(), time);
    return Horizon{time, static_cast<std::size_t>(at_risk)};
}

CumulativeIncidence::Share CumulativeIncidence::share(std::size_t end, double by) const {
    std::vector<Step> steps = this->steps(end);
    std::erase_if(steps, [by](const Step& step) { return step.time > by; });
    const double share = steps.empty() ? 0 : steps.back().share;
    double variance = 0;
    for (const Step& step : steps) {
        const double rest = share - step.share;
        if (step.ended < step.at_risk)
            variance += rest * rest * step.ended / (step.at_risk * (step.at_risk - step.ended));
        variance += step.before * step.before * (step.at_risk - step.so) * step.so /
                    (step.at_risk * step.at_risk * step.at_risk);
        variance -= 2 * rest * step.before * step.so / (step.at_risk * step.at_risk);
    }
    constexpr double dust = 1e-12; // of multiplying shares
    if (share < dust || share > 1 - dust || variance < 0) return {share, std::nullopt};
    constexpr double z = 1.959963984540054; // of the normal distribution, 2.5 % on either side
    const double power = std::exp(z * std::sqrt(variance) / (-share * std::log(share)));
    return {share, Interval{std::pow(share, power), std::pow(share, 1 / power)}};
}

std::optional<double> CumulativeIncidence::quantile(std::size_t end, double part, double by) const {
    constexpr double dust = 1e-12; // of multiplying shares
    const double whole = share(end, by).share;
    for (const auto& [time, share] : incidence(end))
        if (time <= by && share >= part * whole - dust) return time;
    return std::nullopt;
}

} // namespace handoff

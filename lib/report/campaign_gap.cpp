#include "report/campaign_gap.hpp"

#include <bit>
#include <optional>

namespace handoff {

namespace {

constexpr std::size_t factors = CampaignGap::factors;

/// The factors whose product, times the cost, is the revenue of the chain. Latency and the win rate each take
/// part in how many deals come of a touched lead: the share touched soon, and the rates of both kinds.
struct Factors {
    std::optional<double> volume, fit, coverage, soon, size;
    std::optional<double> rate_soon, rate_late;

    explicit Factors(const CampaignChain& of) {
        const auto ratio = [](double part, double whole) {
            return whole > 0 ? std::optional(part / whole) : std::nullopt;
        };
        volume = ratio(of.leads, of.cost);
        fit = ratio(of.qualified, of.leads);
        coverage = ratio(of.touched, of.qualified);
        soon = ratio(of.soon, of.touched);
        rate_soon = ratio(of.won_soon, of.soon);
        rate_late = ratio(of.won_late, of.touched - of.soon);
        size = ratio(of.revenue, of.won_soon + of.won_late);
    }
};

/// Revenue per unit of cost with some factors (bits) of one campaign and the others of the benchmark. What a
/// campaign cannot show, since nobody came so far, is as in the benchmark.
double revenue(unsigned changed, const Factors& benchmark, const Factors& one) {
    const auto pick = [&](unsigned factor, const std::optional<double>& ours,
                          const std::optional<double>& theirs) {
        return (changed >> factor & 1) != 0 && ours ? *ours : theirs.value_or(0);
    };
    const double soon = pick(3, one.soon, benchmark.soon);
    const double rate = soon * pick(4, one.rate_soon, benchmark.rate_soon) +
                        (1 - soon) * pick(4, one.rate_late, benchmark.rate_late);
    return pick(0, one.volume, benchmark.volume) * pick(1, one.fit, benchmark.fit) *
           pick(2, one.coverage, benchmark.coverage) * rate * pick(5, one.size, benchmark.size);
}

} // namespace

CampaignChain& CampaignChain::operator+=(const CampaignChain& more) noexcept {
    cost += more.cost;
    leads += more.leads;
    qualified += more.qualified;
    touched += more.touched;
    soon += more.soon;
    won_soon += more.won_soon;
    won_late += more.won_late;
    revenue += more.revenue;
    other += more.other;
    return *this;
}

CampaignGap gap_to(const CampaignChain& benchmark, const CampaignChain& one) noexcept {
    CampaignGap out;
    if (benchmark.cost <= 0) return out;
    out.expected = (benchmark.revenue + benchmark.other) / benchmark.cost * one.cost;
    out.gap = one.revenue + one.other - out.expected;
    out.other = one.other - benchmark.other / benchmark.cost * one.cost;
    const Factors theirs(benchmark), ours(one);
    // |S|! (n - |S| - 1)! / n! for a set of |S| factors that were changed before.
    constexpr double weight[factors] = {1.0 / 6, 1.0 / 30, 1.0 / 60, 1.0 / 60, 1.0 / 30, 1.0 / 6};
    for (unsigned factor = 0; factor < factors; ++factor)
        for (unsigned before = 0; before < 1U << factors; ++before) {
            if ((before >> factor & 1) != 0) continue;
            const double effect =
                revenue(before | 1U << factor, theirs, ours) - revenue(before, theirs, ours);
            out.parts[factor] += one.cost * weight[std::popcount(before)] * effect;
        }
    return out;
}

} // namespace handoff

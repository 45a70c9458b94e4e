#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <span>

namespace acme {

/// Chance with a fixed seed.  The standard's engines give the same numbers everywhere, its distributions do
/// not, so those stand here.
class Random {
  public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    double unit() { return static_cast<double>(engine_() >> 11) * 0x1p-53; } ///< [0, 1)
    bool chance(double probability) { return unit() < probability; }
    /// From low to high, both included.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(unit() * static_cast<double>(high - low + 1));
    }
    /// Near 0, mostly within -1 and 1, never beyond 2.
    double bell() { return unit() + unit() + unit() + unit() - 2; }
    template <class T>
    const T& pick(std::span<const T> from) {
        return from[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(from.size()) - 1))];
    }
    template <class T, std::size_t N>
    const T& pick(const T (&from)[N]) {
        return pick(std::span<const T>(from));
    }
    /// A position, each as likely as its weight says.
    std::size_t weighted(std::span<const double> weights) {
        double sum = 0;
        for (const double weight : weights) sum += weight;
        double left = unit() * sum;
        for (std::size_t at = 0; at + 1 < weights.size(); ++at)
            if ((left -= weights[at]) < 0) return at;
        return weights.size() - 1;
    }
    std::size_t weighted(std::initializer_list<double> weights) {
        return weighted(std::span(weights.begin(), weights.size()));
    }

  private:
    std::mt19937_64 engine_;
};

} // namespace acme

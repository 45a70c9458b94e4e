#pragma once

#include <handoff/agreement.hpp>

#include <array>
#include <bit>
#include <cstdint>
#include <numbers>
#include <vector>

namespace handoff {

/// 2^(-i/64).
extern const std::array<double, 64> roots_of_half;

/// 2^-x for x >= 0, to the last bit or two of a double, in a few instructions: a table of 64 roots and a
/// short series between them.
inline double halved(double x) noexcept {
    if (!(x < 1000)) return 0;
    const std::uint64_t sixtyfourths = static_cast<std::uint64_t>(x * 64);
    // x is a whole number of 64ths and a rest below 1/64, of which six terms of the series are enough.
    const double y = (static_cast<double>(sixtyfourths) / 64 - x) * std::numbers::ln2;
    const double series =
        1 + y * (1 + y * (1.0 / 2 + y * (1.0 / 6 + y * (1.0 / 24 + y * (1.0 / 120 + y * (1.0 / 720))))));
    const double power = std::bit_cast<double>((1023 - (sixtyfourths >> 6)) << 52);
    return roots_of_half[sixtyfourths & 63] * series * power;
}

/// What a touch is worth by its age, under one rule: asked once for every touch, so prepared once. The result
/// is rounded to 1e-9 points, halves away from zero.
class DecayCurve {
  public:
    DecayCurve(const Decay& decay, Points full);

    /// The age must not be negative.
    Points at(Duration age) const noexcept {
        if (age.count() >= expires_) return {};
        switch (form_) {
        case Decay::Form::none:
            return full_;
        case Decay::Form::half_life:
            return rounded(halved(static_cast<double>(age.count()) * per_period_));
        case Decay::Form::steps:
            return step(static_cast<std::size_t>(age.count() / period_));
        case Decay::Form::linear:
            return rounded(1 - static_cast<double>(age.count()) * per_period_);
        }
        return {};
    }

    friend bool operator==(const DecayCurve&, const DecayCurve&) = default;

  private:
    Points rounded(double share) const noexcept {
        const double nano = full_nano_ * share;
        return {static_cast<std::int64_t>(nano < 0 ? nano - 0.5 : nano + 0.5)};
    }
    Points step(std::size_t steps) const noexcept;

    Decay::Form form_;
    Points full_;
    double full_nano_;
    std::int64_t period_;
    double per_period_;
    double kept_; // at each step
    std::int64_t expires_;
    std::vector<Points> steps_; // what is left after 0, 1, 2 … steps
};

} // namespace handoff

#include "score/decay.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace handoff {

namespace {

constexpr std::size_t known_steps = 1024;

/// 2^(-i/64).
const std::array<double, 64> roots = [] {
    std::array<double, 64> values{};
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::exp2(-static_cast<double>(i) / 64);
    return values;
}();

} // namespace

double halved(double x) noexcept {
    if (!(x < 1000)) return 0;
    const std::uint64_t sixtyfourths = static_cast<std::uint64_t>(x * 64);
    // x is a whole number of 64ths and a rest below 1/64, of which six terms of the series are enough.
    const double y = (static_cast<double>(sixtyfourths) / 64 - x) * std::numbers::ln2;
    const double series =
        1 + y * (1 + y * (1.0 / 2 + y * (1.0 / 6 + y * (1.0 / 24 + y * (1.0 / 120 + y * (1.0 / 720))))));
    const double power = std::bit_cast<double>((1023 - (sixtyfourths >> 6)) << 52);
    return roots[sixtyfourths & 63] * series * power;
}

DecayCurve::DecayCurve(const Decay& decay, Points full)
    : form_(decay.form), full_(full), full_nano_(static_cast<double>(full.nano)),
      period_(std::max<std::int64_t>(decay.period.count(), 1)), per_period_(1 / static_cast<double>(period_)),
      kept_(1 - decay.lost), expires_(std::numeric_limits<std::int64_t>::max()) {
    if (decay.expires) expires_ = decay.expires->count();
    if (form_ == Decay::Form::linear) expires_ = std::min(expires_, period_);
    if (form_ != Decay::Form::steps) return;
    for (std::size_t i = 0; i < known_steps; ++i) {
        steps_.push_back(rounded(std::pow(kept_, static_cast<double>(i))));
        if (steps_.back() == Points{}) break;
    }
}

Points DecayCurve::step(std::size_t steps) const noexcept {
    if (steps < steps_.size()) return steps_[steps];
    if (steps_.back() == Points{}) return {};
    return rounded(std::pow(kept_, static_cast<double>(steps)));
}

} // namespace handoff

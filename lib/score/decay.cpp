#include "score/decay.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace handoff {

namespace {

constexpr std::size_t known_steps = 1024;

} // namespace

const std::array<double, 64> roots_of_half = [] {
    std::array<double, 64> values{};
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::exp2(-static_cast<double>(i) / 64);
    return values;
}();

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

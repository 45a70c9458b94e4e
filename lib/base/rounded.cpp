#include "base/rounded.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace handoff {

double rounded(double value, int decimals) noexcept {
    constexpr double all_whole = 4503599627370496.0; // 2^52: from here on no number has a fraction
    const double scale = std::pow(10.0, decimals), scaled = std::abs(value) * scale;
    if (!(scaled < all_whole)) return value;
    const double hair = std::min(4 * std::numeric_limits<double>::epsilon() * scaled, 1e-6);
    return std::copysign(std::floor(scaled + 0.5 + hair) / scale, value);
}

std::string rounded_text(double value, int decimals) {
    std::string digits = fmt::format("{:.{}f}", std::abs(rounded(value, decimals)), decimals);
    const std::size_t whole = std::min(digits.find('.'), digits.size());
    for (std::size_t at = whole; at > 3; at -= 3) digits.insert(at - 3, 1, ',');
    const bool zero = digits.find_first_not_of("0.,") == std::string::npos;
    return value < 0 && !zero ? "-" + digits : digits;
}

std::string percent_text(double share, int decimals) { return rounded_text(100 * share, decimals) + "%"; }

} // namespace handoff

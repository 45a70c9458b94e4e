#include "score/effects.hpp"

#include <algorithm>
#include <cstdlib>

namespace handoff {

namespace {

constexpr std::int64_t shown = 1000; // nano points in the last digit that is shown

/// In units of the last shown digit, rounded as to_text rounds: halves away from zero.
std::int64_t rounded(Points points) noexcept {
    const std::int64_t whole = points.nano / shown, rest = points.nano % shown;
    return whole + (rest >= shown / 2 ? 1 : rest <= -shown / 2 ? -1 : 0);
}

} // namespace

std::string effect_text(Points effect) {
    std::string text = to_text(effect);
    if (text.front() != '-') text.insert(text.begin(), '+');
    return text;
}

std::vector<std::string> effect_texts(std::span<const Points> effects) {
    Points sum;
    std::vector<std::int64_t> units;
    std::int64_t of_units = 0;
    for (const Points effect : effects) {
        sum += effect;
        units.push_back(rounded(effect));
        of_units += units.back();
    }
    if (!units.empty()) {
        const auto largest = std::max_element(units.begin(), units.end(), [](std::int64_t a, std::int64_t b) {
            return std::abs(a) < std::abs(b);
        });
        *largest += rounded(sum) - of_units;
    }
    std::vector<std::string> texts;
    for (const std::int64_t unit : units) texts.push_back(effect_text({unit * shown}));
    return texts;
}

} // namespace handoff

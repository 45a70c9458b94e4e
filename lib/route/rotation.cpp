#include "route/rotation.hpp"

namespace handoff {

std::uint32_t rotate(std::span<RotationTurn> turns, std::span<const std::uint32_t> able) {
    std::int64_t earned = 0;
    std::uint32_t picked = able.front();
    for (const std::uint32_t position : able) {
        turns[position].credit += turns[position].weight;
        earned += turns[position].weight;
        if (turns[position].credit > turns[picked].credit) picked = position;
    }
    turns[picked].credit -= earned;
    return picked;
}

double owed(std::span<const RotationTurn> turns, std::span<const std::uint32_t> able,
            std::uint32_t position) {
    std::int64_t earned = 0;
    for (const std::uint32_t each : able) earned += turns[each].weight;
    return static_cast<double>(turns[position].credit + turns[position].weight) / static_cast<double>(earned);
}

std::int64_t baseline(std::span<const std::int64_t> credits) {
    if (credits.empty()) return 0;
    std::int64_t sum = 0;
    for (const std::int64_t credit : credits) sum += credit;
    return sum / static_cast<std::int64_t>(credits.size());
}

} // namespace handoff

#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace handoff {

/// A place in a pool's rotation. Weights and credits are whole millionths, so that long runs do not drift.
struct RotationTurn {
    std::int64_t weight = 0;
    std::int64_t credit = 0; ///< what is owed; over the members of a pool that all took part it sums to 0
    std::uint64_t given = 0;
};

constexpr std::int64_t one_lead = 1'000'000;

/// Smooth weighted round robin among the turns at the positions `able` (at least one): each earns its weight,
/// the one owed most is picked (the earlier in a tie) and pays for all. Those who are not able earn nothing,
/// so absence neither costs nor saves up leads. Returns the position picked.
std::uint32_t rotate(std::span<RotationTurn> turns, std::span<const std::uint32_t> able);

/// What the turn at `position` is owed once everyone able has earned, in leads: what `rotate` compares.
double owed(std::span<const RotationTurn> turns, std::span<const std::uint32_t> able, std::uint32_t position);

/// The credit a joiner starts with: the mean of those who are there, so that it is neither flooded nor
/// starved.
std::int64_t baseline(std::span<const std::int64_t> credits);

} // namespace handoff

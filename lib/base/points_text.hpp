#pragma once

#include <handoff/points.hpp>

#include <cstddef>

namespace handoff {

/// The longest text of points, with room to spare.
inline constexpr std::size_t points_text_size = 32;

/// Writes what append() appends at `out` (at least `points_text_size` bytes) and returns its end; for hot
/// loops.
char* write_text(char* out, Points) noexcept;

} // namespace handoff

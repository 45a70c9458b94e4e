#pragma once

#include <handoff/time.hpp>

namespace handoff {

/// The longest canonical text of an instant: "2026-09-01T00:00:00.123456Z", with room to spare.
inline constexpr std::size_t instant_text_size = 32;

/// Writes the canonical text at `out` (at least `instant_text_size` bytes) and returns its end; for hot
/// loops.
char* write_text(char* out, Instant) noexcept;
char* write_text(char* out, Date) noexcept;

} // namespace handoff

#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace handoff {

/// Stands where a text is no time of the form that read_iso_seconds() reads.
inline constexpr std::int64_t not_iso = std::numeric_limits<std::int64_t>::min();

/// Reads a column of times as IsoSecond reads one, several at a time: microseconds since 1970, UTC, of those
/// that stand like "2026-09-01T06:00:00Z" and exist, `not_iso` for any other. As many as there are texts.
void read_iso_seconds(std::span<const std::string_view> texts, std::span<std::int64_t> times) noexcept;

} // namespace handoff

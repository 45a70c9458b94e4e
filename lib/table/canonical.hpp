#pragma once

#include <string_view>

namespace handoff {

// Whether a cell stands already as the tool writes it; for hot loops.

/// "2026-09-01" or "2026-09-01T00:00:00Z", with or without decimals.
bool is_canonical_instant(std::string_view text) noexcept;
/// "-1234.5".
bool is_canonical_number(std::string_view text) noexcept;

} // namespace handoff

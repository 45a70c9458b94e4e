#pragma once

#include <handoff/report.hpp>

#include <cstdint>
#include <span>

namespace handoff {

/// How many handovers these are, by the rows of their leads. A lead that was handed over twice stands behind
/// the number once, with two.
ReportCell handover_count(std::span<const std::uint32_t> rows);

} // namespace handoff

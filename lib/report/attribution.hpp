#pragma once

#include <handoff/report.hpp>

#include <string_view>

namespace handoff {

inline constexpr std::string_view attribution_question =
    "Which channels had a part in the deals, and how sure is that?";

/// Credit of each channel under every model, what marketing sourced and influenced, and what channels cost
/// (docs/reports/attribution.md).
Report attribution(const ReportInput&);

} // namespace handoff

#pragma once

#include <handoff/report.hpp>

#include <string_view>

namespace handoff {

inline constexpr std::string_view nurture_question =
    "What became of the leads that came back, and which of them wake?";

/// Leads that reps rejected or returned (docs/reports/nurture.md).
Report nurture(const ReportInput&);

} // namespace handoff

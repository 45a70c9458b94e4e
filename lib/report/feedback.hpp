#pragma once

#include <handoff/report.hpp>

#include <string_view>

namespace handoff {

inline constexpr std::string_view feedback_question = "Which leads do reps reject, and what do they say?";

/// What reps answered, by where leads come from and who had them (docs/reports/feedback.md).
Report feedback(const ReportInput&);

} // namespace handoff

#pragma once

#include <handoff/report.hpp>

#include <string_view>

namespace handoff {

inline constexpr std::string_view worklist_question = "What is to be done now, and in which order?";

/// What reps owe their leads now (docs/reports/worklist.md).
Report worklist(const ReportInput&);

} // namespace handoff

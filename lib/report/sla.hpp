#pragma once

#include <handoff/report.hpp>

#include <string_view>

namespace handoff {

inline constexpr std::string_view sla_question = "Are leads touched in time, and who is waiting?";

/// How the first touches stand to their service levels (docs/reports/sla.md).
Report sla(const ReportInput&);

} // namespace handoff

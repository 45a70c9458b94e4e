#pragma once

#include <handoff/report.hpp>

namespace handoff {

inline constexpr std::string_view campaigns_question = "Which campaigns pay, and which only cost?";

/// The report `campaigns`: cost, leads, accepted leads, pipeline, revenue and return of every campaign, by 30
/// and by 180 days after its start.
Report campaigns(const ReportInput&);

} // namespace handoff

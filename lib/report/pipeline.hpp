#pragma once

#include <handoff/report.hpp>

#include <string_view>

namespace handoff {

inline constexpr std::string_view pipeline_question =
    "Which channel brings deals, what are they worth, and how many are won?";

/// What each channel brought in deals and money (docs/reports/pipeline.md).
Report pipeline(const ReportInput&);

} // namespace handoff

#pragma once

#include <handoff/report.hpp>

#include <string_view>

namespace handoff {

inline constexpr std::string_view quality_question = "Does the score tell who becomes a customer?";

/// How well scores foretold outcomes (docs/reports/quality.md).
Report quality(const ReportInput&);

} // namespace handoff

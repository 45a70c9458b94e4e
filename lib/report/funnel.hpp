#pragma once

#include <handoff/report.hpp>

#include <string_view>

namespace handoff {

inline constexpr std::string_view funnel_question = "How far do leads get, and how long does each step take?";

/// How far leads get and how long each step takes (docs/reports/funnel.md).
Report funnel(const ReportInput&);

} // namespace handoff

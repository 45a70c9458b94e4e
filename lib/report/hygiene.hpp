#pragma once

#include <handoff/report.hpp>

#include <string_view>

namespace handoff {

inline constexpr std::string_view hygiene_question =
    "What is wrong with the leads, and what is worth fixing first?";

/// How complete, valid, fresh and unique leads are (docs/reports/hygiene.md).
Report hygiene(const ReportInput&);

} // namespace handoff

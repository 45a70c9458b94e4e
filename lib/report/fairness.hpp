#pragma once

#include <handoff/report.hpp>

#include <string_view>

namespace handoff {

inline constexpr std::string_view fairness_question =
    "Does every rep get the leads that are due, and who is owed some?";
/// Of every pool and rep: entitled against received, in leads and in points, what is owed and the most that
/// ever was, nights without a share, make-up leads; and what reps got beside the pools.
Report fairness(const ReportInput&);

} // namespace handoff

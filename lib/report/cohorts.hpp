#pragma once

#include "report/people.hpp"

#include <handoff/report.hpp>

#include <cstdint>
#include <span>

namespace handoff {

/// For each step of the lifecycle, the leads that were created in each week, month, quarter or year
/// (ReportInput::cohort): how many took the step so far, how many will by the estimate of Aalen and Johansen,
/// and whether too little time has passed to tell. Throws Error (request) for another word.
ReportTable cohorts_table(const ReportInput&, const People&, std::span<const std::uint32_t> chosen);

} // namespace handoff

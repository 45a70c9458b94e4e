#pragma once

#include "report/moment.hpp"
#include "report/people.hpp"

#include <handoff/report.hpp>

#include <cstdint>
#include <optional>
#include <span>

namespace handoff {

/// The period that a report is about, up to its day, and the one before that is as long. Nothing without a
/// first day, or when that is still to come.
struct PeriodBefore {
    Period now, before;
};
std::optional<PeriodBefore> period_before(const Period&, Date today);

/// How far the leads came that were created in a period, beside those of the period before.
ReportTable period_before_table(const ReportInput&, const People&, const PeriodBefore&);

} // namespace handoff

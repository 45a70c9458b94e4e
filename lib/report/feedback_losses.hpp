#pragma once

#include "report/deals.hpp"
#include "report/feedback_groups.hpp"

namespace handoff {

/// What sales says about why: loss reasons of the deals of these leads, competitors by answers and deals, and
/// the content that reps missed. Tables without rows are left out.
std::vector<ReportTable> loss_tables(const ReportInput&, std::span<const Followup* const> followed, Answered,
                                     const LeadIndex&);

} // namespace handoff

#pragma once

#include "report/followed_leads.hpp"

#include <handoff/report.hpp>

#include <vector>

namespace handoff {

/// Kept and broken, of every clock of every service level: the first touch, each attempt that has a target,
/// the answer. Without rows where first touches are all that is asked for.
ReportTable clocks_table(const Agreement&, Instant as_of, const std::vector<const Followup*>&);

/// Attempts that are late, missed, or soon due: the worst first.
ReportTable late_attempts_table(const FollowedLeads&);

/// Clocks that run, of first touches, attempts and answers: who used most of the time first.
ReportTable running_table(const FollowedLeads&, Instant as_of);

} // namespace handoff

#pragma once

#include "report/followed_leads.hpp"

namespace handoff {

/// For each group how long leads waited for the first touch: by the rep's working time, by the clock, and
/// since they were created. Those who still wait are counted as waiting (Kaplan-Meier).
ReportTable waiting_times_table(const FollowedLeads&, const std::string& what, const std::string& by);

/// A note below tables with such times, some of which were not reached; empty where all were.
std::string note_on_not_reached(const ReportTable&);

} // namespace handoff

#pragma once

#include "report/followed_leads.hpp"
#include "report/waiting_leads.hpp"

#include <handoff/report.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace handoff {

/// A lead that stands in nurture because the CRM shows it there: no answer of the rep who had it last put it
/// there, and so no disposition says when it wakes.
struct ParkedLead {
    std::uint32_t row = 0;
    const Followup* last = nullptr; ///< its last handover; none: no rep had it
    std::optional<Instant> since;   ///< when it came there, at the latest; none: nothing says that
};

/// Of one rep or a period: only leads whose last handover is that of the rep, in the period.
std::vector<ParkedLead> parked_leads(const ReportInput&, const FollowedLeads&, const WaitingLeads&);

} // namespace handoff

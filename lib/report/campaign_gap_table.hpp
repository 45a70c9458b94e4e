#pragma once

#include "report/campaign_facts.hpp"

#include <handoff/report.hpp>

namespace handoff {

/// What each campaign brought beside what all together bring for the same cost, and why. Without rows where
/// there are no touches, no deals, or no two campaigns that had the time to pay.
ReportTable campaign_gap_table(const ReportInput&, const CampaignFacts&);

} // namespace handoff

#pragma once

#include <handoff/agreement.hpp>
#include <handoff/table.hpp>

#include <vector>

namespace handoff {

/// Fills blank cells of an export of campaigns with what [[campaign]] of the agreement says, and adds the
/// campaigns that it lacks. What the export says itself stays; a cost that the agreement gives otherwise is
/// in the warnings that are returned.
std::vector<Diagnostic> add_agreed_campaigns(Table& campaigns, const Agreement&);

struct Report;
struct ReportInput;
/// Where a report is split by campaign_id, people read the campaigns' names in place of their ids.
void name_campaigns(Report&, const ReportInput&);

} // namespace handoff

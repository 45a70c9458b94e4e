#pragma once

#include "report/people.hpp"

#include <handoff/report.hpp>

#include <vector>

namespace handoff {

/// How many leads went on to convert, by how soon sales reacted, within each grade. Only leads that had not
/// converted a week after their clock started, and that somebody still had, are counted, and only what came
/// after that week: else those that converted at once would make quick answers look good, and those that
/// waited long had by waiting shown that they were there. Without rows while no lead is that old.
ReportTable sla_conversion(const ReportInput&, const People&, const std::vector<const Followup*>&);

} // namespace handoff

#pragma once

#include <handoff/report.hpp>

#include <optional>
#include <vector>

namespace handoff {

/// How many leads went on to convert, by how soon sales reacted, within each grade. Only leads that had not
/// converted a week after their clock started, and that somebody still had, are counted, and only what came
/// after that week: else those that converted at once would make quick answers look good, and those that
/// waited long had by waiting shown that they were there. Nothing while no lead is that old.
std::optional<ReportTable> sla_conversion(const ReportInput&, const std::vector<const Followup*>&);

} // namespace handoff

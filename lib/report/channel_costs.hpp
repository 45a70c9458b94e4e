#pragma once

#include <handoff/report.hpp>

#include <span>
#include <string>

namespace handoff {

/// What campaigns cost, by channel, and what came of it by the credit in the tables 'pipeline' and 'revenue':
/// from the least to the most that any model gives. Campaigns count that began in the report's period.
/// Without rows when there are no costs, or credit is not by channel.
ReportTable channel_costs_table(const ReportInput&, const std::string& by,
                                std::span<const ReportTable> credit);

} // namespace handoff

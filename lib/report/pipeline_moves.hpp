#pragma once

#include "report/deals.hpp"

#include <handoff/report.hpp>

#include <span>
#include <string>
#include <vector>

namespace handoff {

/// What moved in a pipeline since its deals were last looked at (ReportInput::deals_then): the open amount
/// then and now by the values of a column, with all that lies between; how many deals moved in which way;
/// and the deals themselves. Without tables where nothing was open, then or now.
struct PipelineMoves {
    std::vector<ReportTable> tables;
    std::vector<std::string> notes;
};
PipelineMoves pipeline_moves(const ReportInput&, const Deals&, std::span<const Deal* const> chosen,
                             const LeadIndex&, const std::string& column);

} // namespace handoff

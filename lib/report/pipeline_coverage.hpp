#pragma once

#include "report/pipeline_quarter.hpp"

namespace handoff {

/// The open pipeline beside what is still missing to the goals on money won: without rows when the agreement
/// has no such goal. `open` and `weighted` are of all open deals; which of them are expected in time, the
/// quarter knows.
ReportTable coverage_table(const ReportInput&, const PipelineQuarter&, const Measured& open, double weighted);

} // namespace handoff

#pragma once

#include <handoff/report.hpp>

namespace handoff {

/// The open pipeline beside what is still missing to the goals on money won: without rows when the agreement
/// has no such goal. `open` and `weighted` are of all open deals.
ReportTable coverage_table(const ReportInput&, double open, double weighted);

} // namespace handoff

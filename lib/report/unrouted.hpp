#pragma once

#include <handoff/report.hpp>

namespace handoff {

/// The leads that nobody could take to this day, each with what stood in the way of every rep.
ReportTable unrouted_table(const ReportInput&);

} // namespace handoff

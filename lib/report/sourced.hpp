#pragma once

#include "report/journeys.hpp"

namespace handoff {

/// How many deals marketing brought (sourced) and had a part in (influenced), by the usual definitions side
/// by side, of the deals created in the report's period. They overlap: no deal is divided between two
/// departments.
ReportTable sourced_table(const JourneySources&);

} // namespace handoff

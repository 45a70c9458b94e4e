#pragma once

#include <handoff/dossier.hpp>

#include <vector>

namespace handoff {

/// How long each rep had the lead, whether its clocks were kept, and when they stood still.
std::vector<ReportTable> clock_tables(const DossierInput&);

} // namespace handoff

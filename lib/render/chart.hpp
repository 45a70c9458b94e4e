#pragma once

#include "render/format.hpp"

#include <string>

namespace handoff {

/// The chart that a table asks for (ReportTable::chart), as a figure with inline SVG whose parts say their
/// numbers to the mouse and to those who do not see it; empty where there is none, or too little to draw.
std::string chart_of(const ReportTable&, const TableText&);

} // namespace handoff

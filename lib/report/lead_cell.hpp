#pragma once

#include <handoff/report.hpp>

#include <string>
#include <utility>

namespace handoff {

/// The name of a lead of a list: it opens that lead.
inline ReportCell lead_cell(std::string name, std::uint32_t row) {
    ReportCell cell(std::move(name));
    cell.behind = std::make_shared<const RowsBehind>(RowsBehind{RowsBehind::Of::leads, {row}, {}});
    return cell;
}

} // namespace handoff

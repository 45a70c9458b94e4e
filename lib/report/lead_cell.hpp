#pragma once

#include <handoff/report.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace handoff {

/// A lead of a list: its key (id, else e-mail address), which people see as its name. It opens that lead.
inline ReportCell lead_cell(std::string_view key, std::string name, std::uint32_t row) {
    ReportCell cell(key.empty() ? std::string_view(name) : key);
    if (!key.empty() && name != key) cell.name = std::move(name);
    cell.behind = std::make_shared<const RowsBehind>(RowsBehind{RowsBehind::Of::leads, {row}, {}});
    return cell;
}

} // namespace handoff

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

/// The column of such cells.
inline ReportColumn lead_column() {
    return {.key = "lead",
            .title = "lead",
            .definition = "the lead's name and company",
            .wrap = true,
            .named = true};
}

} // namespace handoff

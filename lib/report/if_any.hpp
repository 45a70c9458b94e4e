#pragma once

#include <handoff/report.hpp>

#include <utility>
#include <vector>

namespace handoff {

/// Adds a table that people see only when it has rows.
inline void add_if_any(std::vector<ReportTable>& tables, ReportTable table) {
    table.if_any = true;
    tables.push_back(std::move(table));
}

} // namespace handoff

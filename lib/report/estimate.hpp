#pragma once

#include "report/stats.hpp"

#include <handoff/report.hpp>

namespace handoff {

/// How many rows these are; they stand behind the number.
inline ReportCell count_cell(std::vector<std::uint32_t> rows, RowsBehind::Of of = RowsBehind::Of::leads) {
    ReportCell cell(static_cast<double>(rows.size()));
    cell.behind = std::make_shared<const RowsBehind>(RowsBehind{of, std::move(rows), {}});
    return cell;
}

/// Numbers of rows, each with its row.
struct Measured {
    std::vector<std::uint32_t> rows;
    std::vector<double> values;
    void add(std::uint32_t row, double value) {
        rows.push_back(row);
        values.push_back(value);
    }
};

/// A share with its 95% Wilson interval; blank without trials.
inline ReportCell share_cell(std::size_t successes, std::size_t trials) {
    ReportCell cell;
    const auto interval = wilson(successes, trials);
    if (!interval) return cell;
    cell.value = static_cast<double>(successes) / static_cast<double>(trials);
    cell.low = interval->low;
    cell.high = interval->high;
    return cell;
}

/// A share that can be opened: of everything it is a share of, 1 for what counts and 0 for the others.
inline ReportCell share_cell(Measured counted, RowsBehind::Of of) {
    std::size_t successes = 0;
    for (const double each : counted.values) successes += each > 0 ? 1 : 0;
    ReportCell cell = share_cell(successes, counted.values.size());
    if (!cell.blank())
        cell.behind = std::make_shared<const RowsBehind>(
            RowsBehind{of, std::move(counted.rows), std::move(counted.values)});
    return cell;
}

/// The middle of what was measured, blank without any.
inline ReportCell median_cell(Measured measured, RowsBehind::Of of = RowsBehind::Of::leads) {
    const auto middle = median(measured.values);
    if (!middle) return {};
    ReportCell cell(*middle);
    cell.behind = std::make_shared<const RowsBehind>(
        RowsBehind{of, std::move(measured.rows), std::move(measured.values)});
    return cell;
}

} // namespace handoff

#pragma once

#include "report/amounts.hpp"
#include "report/estimate.hpp"

namespace handoff {

inline double sum_of(const Measured& measured) noexcept {
    double sum = 0;
    for (const double value : measured.values) sum += value;
    return tidy_sum(sum);
}

/// A sum of money, with each row's part behind it.
inline ReportCell sum_cell(const Measured& measured, RowsBehind::Of of) {
    ReportCell cell(sum_of(measured));
    cell.behind = std::make_shared<const RowsBehind>(RowsBehind{of, measured.rows, measured.values});
    return cell;
}

} // namespace handoff

#pragma once

#include "report/stats.hpp"

#include <handoff/report.hpp>

namespace handoff {

inline ReportCell count_cell(std::size_t count) { return static_cast<double>(count); }

/// A share with its 95 % Wilson interval; blank without trials.
inline ReportCell share_cell(std::size_t successes, std::size_t trials) {
    ReportCell cell;
    const auto interval = wilson(successes, trials);
    if (!interval) return cell;
    cell.value = static_cast<double>(successes) / static_cast<double>(trials);
    cell.low = interval->low;
    cell.high = interval->high;
    return cell;
}

/// The median of times, blank without any.
inline ReportCell median_cell(std::vector<double> values) {
    const auto middle = median(std::move(values));
    return middle ? ReportCell(*middle) : ReportCell();
}

} // namespace handoff

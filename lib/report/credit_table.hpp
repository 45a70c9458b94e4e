#pragma once

#include "attribution/shares.hpp"

#include <handoff/attribution.hpp>
#include <handoff/report.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace handoff {

/// What a table of credit is about.
struct CreditSubject {
    std::string key, title;
    std::string by;        ///< what channels are called: "channel"
    std::string converted; ///< what was converted to, many: "deals"
    /// Money in these units of the paths' value, or conversions when there are none.
    std::optional<double> units;
    std::string currency;
    /// Of each path that converted, its row, and of what; empty when nobody can look at them.
    std::vector<std::uint32_t> rows;
    RowsBehind::Of of = RowsBehind::Of::deals;
    std::vector<std::uint32_t> untouched;  ///< rows that converted without a path
    std::vector<double> untouched_amounts; ///< of each, where money is shared
    double half_life_days = 7;

    /// What is shared: the value in its unit, or the conversions.
    double amount(double conversions, std::int64_t value) const {
        return units ? static_cast<double>(value) / *units : conversions;
    }
};

/// Credit of each channel under every model, side by side, the one with the most credit first; the spread
/// between the models is how uncertain the credit is. Models that cannot be worked out are left out, and a
/// note says why.
ReportTable credit_table(const TouchPaths&, const CreditSubject&);
/// The same for several subjects without rows, which need the models only once.
std::vector<ReportTable> credit_tables(const TouchPaths&, const Converted&, std::span<const CreditSubject>);

} // namespace handoff

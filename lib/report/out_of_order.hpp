#pragma once

#include "report/moment.hpp"

#include <handoff/report.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace handoff {

/// Something that by its dates came before what it can only follow on: one of the two is wrong.
struct OutOfOrder {
    std::uint32_t row = 0; ///< of the leads or deals
    std::string what;      ///< "sql before sal"
    Moment at, follows_on;
    double days = 0; ///< between the two, more than 0
};

/// Who they are, with both times: those with the most days first, at most 25 of them; the others are put
/// together in one more row, so that the rows behind it are all. No rows when there are none.
ReportTable out_of_order_table(const ReportInput&, RowsBehind::Of, std::vector<OutOfOrder>);

} // namespace handoff

#pragma once

#include "report/moment.hpp"
#include "report/periods.hpp"

#include <handoff/agreement.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// The values that the items of a table are put together by.
struct Axis {
    std::string title, definition;
    std::vector<std::uint32_t> of; ///< by item
    std::vector<std::string> names;
    std::string note;
    bool in_order = false;   ///< of their own: not to be put by size
    bool has_others = false; ///< the last name is "(other)"
};

/// "month", or "month(closed_at)": periods of the day in a column.
struct PeriodOf {
    PeriodLength length{};
    std::string word;                  ///< "month"
    std::string column = "created_at"; ///< where none is named
    bool named = false;
};
std::optional<PeriodOf> read_period_of(std::string_view text);

/// Periods in their order, empty ones too; the oldest of very many together, and those without a date at the
/// end. `asked` is how they are asked for, `what` what the time in words is: "the deal was created".
Axis axis_of_periods(std::span<const Moment>, const PeriodOf&, const std::string& asked,
                     const std::string& what, const Agreement&);
/// Days of the agreement's zone in their order, those without one at the end.
Axis axis_of_days(std::span<const Moment>, const std::string& column, const std::string& what,
                  const Agreement&);

} // namespace handoff

#pragma once

#include <string>
#include <string_view>

namespace handoff {

/// What a cell of the report `table` says of its leads or deals, as `--value` names it.
struct Measure {
    enum class Kind { count, sum, mean, median, rate, win_rate };
    Kind kind = Kind::count;
    std::string of;   ///< what stands in parentheses: a column, "deals", a stage or a condition
    std::string text; ///< as it was written

    /// "count", "count(deals)", "sum(amount)", "mean(score)", "median(employees)", "rate(won)",
    /// "rate(country = 'DE')", "win_rate". Throws Error (request) for anything else.
    static Measure parse(std::string_view text);
};

} // namespace handoff

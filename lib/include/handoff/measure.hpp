#pragma once

#include <string>
#include <string_view>

namespace handoff {

/// What is worked out of leads or deals, as `--value` of the report `table`, a goal or a saved report names
/// it.
struct Measure {
    enum class Kind { count, sum, mean, median, rate, win_rate };
    Kind kind = Kind::count;
    std::string of;   ///< what stands in parentheses: a column, "deals", a stage or a condition
    std::string text; ///< as it was written

    /// "count", "count(deals)", "sum(amount)", "mean(score)", "median(employees)", "rate(won)",
    /// "rate(country = 'DE')", "win_rate". Throws Error (request) for anything else; `name` is what messages
    /// call it by.
    static Measure parse(std::string_view text, std::string_view name = "--value");
};

} // namespace handoff

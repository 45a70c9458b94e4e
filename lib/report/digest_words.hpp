#pragma once

#include "report/goal_progress.hpp"
#include "report/week.hpp"

#include <string>

namespace handoff {

std::string whole_percent(double share); ///< "38%"
/// "1,250 USD"; without a currency, "1,250".
std::string in_currency(double amount, const std::string& currency);

/// A number of a week, or what moved it: "1,250 USD", "42"; with a sign, "+42". Its currency is that of
/// WeekChanges.
std::string number_of_week(const WeekChange&, double value, const std::string& currency, bool sign = false);

/// How far a goal is: "23%, target 90%", "47 of 52, 4 reps behind".
std::string measured(const GoalProgress&, const std::string& currency);

} // namespace handoff

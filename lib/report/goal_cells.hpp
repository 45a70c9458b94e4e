#pragma once

#include "report/goal_progress.hpp"

#include <handoff/report.hpp>

#include <string>
#include <vector>

namespace handoff {

/// What goals are measured in: each has a table of its own, since a column has one unit.
enum class GoalUnit { counts, money, shares };
GoalUnit unit_of(const Goal&) noexcept;

/// Columns and cells of a goal's progress: to, done, target, reached, pace, state, needed, projected, course;
/// of a share: to, counted, share, target, state.
std::vector<ReportColumn> progress_columns(GoalUnit, const std::string& currency);
void add_progress(std::vector<ReportCell>& row, const GoalProgress&);

/// Throws Error (request) for an agreement without goals, and for options that ask for other periods or
/// another split than those of the goals.
void need_goals(const ReportInput&, std::string_view report);

} // namespace handoff

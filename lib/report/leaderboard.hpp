#pragma once

#include <handoff/report.hpp>

#include <string_view>

namespace handoff {

inline constexpr std::string_view leaderboard_question = "How far is each rep toward their own goal?";
/// Each rep against their own part of the goals that each has, or that are theirs alone: in tables 'counts',
/// 'sums' and 'shares'. Throws Error (request) without such goals.
Report leaderboard(const ReportInput&);

} // namespace handoff

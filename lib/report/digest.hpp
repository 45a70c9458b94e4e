#pragma once

#include <handoff/report.hpp>

#include <string_view>

namespace handoff {

inline constexpr std::string_view digest_question = "What do both sides talk about this week?";
/// The one page of the weekly meeting: what changed against the week before and what moved it, promises,
/// three leads worth reading, what was learned, three questions, wins, and the state of the agreement.
Report digest(const ReportInput&);

} // namespace handoff

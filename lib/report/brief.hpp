#pragma once

#include <handoff/report.hpp>

#include <string_view>

namespace handoff {

inline constexpr std::string_view brief_question =
    "Whom do I call first, what do I know of them, and what can I send?";
/// For one rep: the leads of the last night that gave any, the best first, each with its story and what the
/// agreement's content has for its persona and stage.
Report brief(const ReportInput&);

} // namespace handoff

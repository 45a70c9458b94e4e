#pragma once

#include <handoff/report.hpp>

#include <string_view>

namespace handoff {

inline constexpr std::string_view goals_question = "Are the promises of both sides kept?";
/// How far every goal of the agreement is: in tables 'counts', 'money' and 'shares', by what it is measured
/// in, and 'past' with the periods that are over. Throws Error (request) without goals.
Report goals(const ReportInput&);

} // namespace handoff

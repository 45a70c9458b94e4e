#pragma once

#include <handoff/report.hpp>

#include <string_view>

namespace handoff {

inline constexpr std::string_view wins_question = "Which deals were won, and who helped?";
/// Each deal won in the period (without one: in the fiscal quarter of the report), the newest first: who
/// closed it, every assist of both sides, how it came about, in a sentence. Tables 'wins', 'assists' and
/// 'course'. Throws Error (request) without deals.
Report wins(const ReportInput&);

} // namespace handoff

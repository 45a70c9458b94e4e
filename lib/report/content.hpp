#pragma once

#include <handoff/report.hpp>

#include <string_view>

namespace handoff {

inline constexpr std::string_view content_question =
    "What do we have for whom, what is used, and does it help?";
/// The pieces that the agreement lists ([[content]]) against those that were used: by persona and stage, with
/// the gaps, and by piece in won and lost deals. Throws Error (request) without touches.
Report content(const ReportInput&);

} // namespace handoff

#pragma once

#include "world.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace acme {

// What happens between sales and a lead once handoff gives out the leads: every case that the agreement has a
// rule for happens to some of them, always to the same.

/// Reps work on a lead once they were given it, on the evening before.
inline constexpr std::chrono::hours after_handover{24};

/// A change of status, as the CRM keeps its history.
struct StatusChange {
    Moment at;
    std::string_view from, to;
};
/// The changes of a lead in the order in which the CRM wrote them down: steps that were skipped, leads that
/// went back or came again, and changes that are older than their lead.
std::vector<StatusChange> status_changes(const World&, const Lead&);

/// While a customer asked to wait.
struct Wait {
    Moment from, to;
};
std::optional<Wait> wait_of(const World&, const Lead&);

/// What a rep answered, with all that the form asks.
struct Answer {
    std::string_view lead_id, verdict, disposition, comment;
    std::string_view competitor = {}, content_used = {}, content_missing = {}, next_step = {};
    Moment at;
};
/// In the order of time: answers twice, codes that nobody agreed on, leads that nobody wants to have.
std::vector<Answer> answers(const World&);

} // namespace acme

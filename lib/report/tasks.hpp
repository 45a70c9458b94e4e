#pragma once

#include <handoff/followup.hpp>
#include <handoff/ledger.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace handoff {

/// One thing that somebody has to do for a lead. Lower kinds come first.
struct Task {
    enum class Kind {
        escalated,
        overdue_touch,
        overdue_attempt,
        touch,
        attempt,
        attempts_missing,
        answer
    } kind = Kind::touch;
    const Followup* lead = nullptr;
    std::string what;
    std::optional<Instant> due;
    std::string told = {}; ///< who does it, where that is not the lead's rep
    std::string_view who() const noexcept { return told.empty() ? lead->handover->rep : told; }
};

/// What is to be done for a lead that a rep has: what is overdue, and what is due until then. Nothing once it
/// was handed back, or went to somebody else.
struct TasksAt {
    Instant as_of{}, until{};
    std::span<const Ledger::Breach> breaches; ///< of this lead, and of others
};
std::vector<Task> tasks_of(const Followup&, const TasksAt&);

/// "3 h ago", "in 2 days"; blank when no time is set.
std::string when_due(const Task&, Instant as_of);

} // namespace handoff

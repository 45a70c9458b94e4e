#pragma once

#include <handoff/agreement.hpp>
#include <handoff/reason.hpp>
#include <handoff/table.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace handoff {

/// What routing must know of the past: loaded from the ledger, given as a value, returned changed. Empty: a
/// fresh start.
struct RoutePast {
    struct Open {
        std::string rep, pool, route, sla;
        std::optional<Instant> due_at;
        std::optional<std::int64_t> due_work; ///< minutes
        Instant assigned_at{};
    };
    std::map<std::string, Open> open; ///< lead_id -> its open assignment
    struct Turn {
        double credit = 0;       ///< smooth weighted round robin: what the rep is owed, in leads times weight
        std::uint64_t given = 0; ///< leads ever given by this pool
    };
    std::map<std::pair<std::string, std::string>, Turn> turns; ///< (pool, rep)
    std::map<std::string, Instant> last;                       ///< rep -> last assignment
    std::map<std::pair<std::string, Date>, std::uint32_t>
        today;          ///< (rep, day in the agreement's zone) -> leads given
    bool known = false; ///< false without a ledger: rotation starts afresh, and leads with an owner keep it
};

struct Assignment {
    enum class Outcome {
        not_taken, ///< not qualified, disqualified, opted out of every channel
        kept,      ///< has an open assignment, or an owner
        assigned,
        unrouted ///< no rule or no rep could take it
    } outcome = Outcome::not_taken;
    std::string rep, pool, route, sla;
    std::optional<Instant> due_at; ///< first touch, clock time
    std::optional<std::int64_t>
        due_work; ///< working minutes of the target; none for targets in days or clock time
    std::optional<Instant> assigned_at;
    std::vector<Reason>
        reasons; ///< rules that did not hold, candidates passed over, the tie-break, the due time
};

struct Routing {
    std::vector<Assignment> leads; ///< one for each row
    RoutePast past;                ///< with this run's assignments
    std::size_t assigned = 0, kept = 0, unrouted = 0, not_taken = 0;
};

/// Decides for every lead of a scored lead table (canonical columns; qualified, score …) who gets it. Leads
/// are served in the order of their score, best first, then of the input; the result does not depend on
/// threads. Throws Error (request) for rules that name unknown columns.
Routing route(const Table& leads, const Agreement&, const RoutePast&, Instant as_of);

/// Adds rep, pool, route, sla, due_at, due_work, assigned_at (and reasons) to the table, in place of columns
/// of those names.
void add_columns(Table& leads, const Routing&, bool reasons);

} // namespace handoff

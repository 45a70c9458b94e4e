#pragma once

#include <handoff/agreement.hpp>
#include <handoff/reason.hpp>
#include <handoff/table.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace handoff {

/// A rep did not do in time what the service level of a lead asks for.
struct BrokenClock {
    std::string missed; ///< "the first touch", "the answer"
    Instant due{};
};

/// What routing must know of the past: loaded from the ledger, given as a value, returned changed. Empty: a
/// fresh start.
struct RoutePast {
    struct Open {
        std::string rep, pool, route, sla;
        std::optional<Instant> due_at;
        std::optional<std::int64_t> due_work; ///< minutes
        Instant assigned_at{};
        bool vanished =
            false; ///< its lead is gone from the export: unless it is back, it takes no rep's time
        bool came_back = false; ///< another rep, or this one before, handed it back
        bool escalated = false; ///< somebody else was told already that its clock is broken
    };
    std::map<std::string, Open, std::less<>> open; ///< lead (lead_key) -> its open assignment
    struct Turn {
        double owed = 0;            ///< by rotation: leads the rep is due, above those it got
        double entitled = 0;        ///< its share of every lead it could have taken, ever, in leads
        std::uint64_t given = 0;    ///< leads ever given by this pool
        double made_up = 0;         ///< make-up leads that are in `owed` already, ever
        double entitled_points = 0; ///< its share of the scores of every lead it could have taken, ever
        double given_points = 0;    ///< the scores of the leads ever given by this pool
        /// Half leads that it is taken to have open above those it has: by least_loaded a joiner begins level
        /// with the others, and each lead it gets takes one half off.
        std::uint64_t ahead = 0;
    };
    using PoolAndRep = std::pair<std::string, std::string>;
    std::map<PoolAndRep, Turn> turns;
    /// Leads a rep has coming, ever, since some that it got went back through no fault of its own. What of
    /// them is not in its turn yet is added to what it is owed, one a run.
    std::map<PoolAndRep, double> made_up;
    std::map<std::string, std::uint64_t>
        last; ///< rep -> number of its last assignment; they count up over all reps
    std::map<std::pair<std::string, Date>, std::uint32_t>
        by_day; ///< (rep, day in the agreement's zone) -> leads given, of this week
    /// Who had a lead last, where nobody has it now.
    struct Former {
        std::string rep;
        Instant assigned_at{}, ended_at{};
        std::string stage; ///< in which it ended
    };
    /// What the last rep of a lead answered, where that ended the assignment and nobody has the lead since.
    struct HandedBack {
        std::string rep, disposition;
        bool rejected = false; ///< else returned
        Instant at{};
        std::vector<std::string> reps; ///< who had it, in order, once for each time it was handed over
    };
    std::map<std::string, HandedBack, std::less<>> handed_back;
    /// A rep who let a lead's clock break, so that the lead went to another.
    struct Missed {
        std::string rep;
        Instant at{}; ///< when it was taken away
    };
    std::map<std::string, std::vector<Missed>, std::less<>> missed; ///< lead -> in order of time
    /// Open leads whose clock is broken tonight (judge_clocks) -> what was missed.
    std::map<std::string, BrokenClock, std::less<>> broken;
    /// Open leads whose reps handed them back with a disposition that they have not earned -> how near they
    /// came ("2 of 6 attempts made …").
    std::map<std::string, std::string, std::less<>> unearned;
    std::map<std::string, Former, std::less<>> former;     ///< lead -> who knows the person
    std::map<std::string, Instant, std::less<>> unrouted;  ///< lead -> since when nobody could take it
    std::map<std::string, Instant, std::less<>> qualified; ///< lead -> when it first qualified, where known
    bool known = false; ///< false without a ledger: rotation starts afresh, and leads with an owner keep it
};

struct Assignment {
    enum class Outcome {
        not_taken, ///< not qualified, disqualified, opted out of every channel, at the end of its path
        kept,      ///< has an open assignment, or an owner
        assigned,
        unrouted ///< no rule or no rep could take it
    } outcome = Outcome::not_taken;
    /// Who has the lead: the rep's id, or the owner as the CRM writes it when that is no rep of the
    /// agreement. Blank when nobody has it.
    std::string rep;
    std::string pool, route, sla;
    std::optional<Instant> due_at; ///< first touch, clock time
    std::optional<std::int64_t>
        due_work; ///< working minutes of the target; none for targets in days or clock time
    std::optional<Instant> assigned_at;
    bool by_hand =
        false; ///< kept: the CRM's owner is another rep than ours, or one where we had none; new tonight
    /// What tonight's run does since the clock of a rep is broken: assigned to another, else escalated.
    struct Breach {
        std::string rep; ///< who missed it
        BrokenClock clock;
        std::string told; ///< kept: who was told of it
    };
    std::optional<Breach> breach;
    std::optional<Instant> unrouted_since; ///< unrouted: the first run that could not route it
    std::uint64_t number = 0; ///< assigned: counts up over all assignments of all runs, in the order served
    std::vector<Reason>
        reasons; ///< rules that did not hold, candidates passed over, the tie-break, the due time
};

struct Routing {
    std::vector<Assignment> leads; ///< one for each row
    RoutePast past;                ///< with this run's assignments
    std::size_t assigned = 0, kept = 0, unrouted = 0, not_taken = 0;
    std::size_t by_hand = 0;                 ///< of those kept
    std::size_t rerouted = 0, escalated = 0; ///< of those assigned, and of those kept: by broken clocks
    /// Rows of leads that would be routed once more, but were handed over most_handovers times already.
    std::vector<std::uint32_t> worn_out;
};

/// A lead that so many reps had, and that came back from all of them, is not routed again by itself.
constexpr std::size_t most_handovers = 3;

struct RouteOptions {
    /// Whose reasons are written down; they cost far more memory than the decisions themselves.
    enum class Reasons {
        none,
        unrouted, ///< of leads that nobody could take
        decided,  ///< and of those assigned or taken over by hand
        all
    } reasons = Reasons::decided;
    std::optional<std::size_t> only; ///< reasons of this row only, for explaining one lead
    unsigned threads = 0;            ///< 0: as many as there are cores
};

/// Decides for every lead of a scored lead table (canonical columns; qualified, score …) who gets it. Leads
/// are served in the order of their score, best first, then of the input; the result does not depend on
/// threads. Throws Error (request) for rules that name unknown columns, and for leads that are not scored.
Routing route(const Table& leads, const Agreement&, const RoutePast&, Instant as_of, RouteOptions = {});

/// Adds rep, pool, route, sla, due_at, due_work, assigned_at (and route_reasons) to the table, in place of
/// columns of those names.
void add_columns(Table& leads, const Routing&, bool reasons);

/// Reasons on one line, as in the column route_reasons: "everyone else: holds; ben: chosen: owed 1 lead …".
std::string to_text(std::span<const Reason>);

/// What a lead is remembered by from night to night: its lead_id, else its e-mail in lower case; blank when
/// it has neither.
std::string lead_key(std::string_view lead_id, std::string_view email);

/// Whether a stage is the end of a lead's way to a rep: beside the path (nurture, disqualified, lost), or the
/// path's last (won).
bool ends_path(const Lifecycle&, std::string_view stage) noexcept;

} // namespace handoff

#pragma once

#include <handoff/agreement.hpp>
#include <handoff/exports.hpp>
#include <handoff/maybe_instant.hpp>
#include <handoff/route.hpp>
#include <handoff/table.hpp>

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

class TextPool;
struct TouchReading;

/// A lead was given to a rep: from the ledger, or as a lead file says. Its text stands where that came from:
/// in the table of leads and the agreement, or in the TextPool that the ledger was given.
struct Handover {
    std::string_view lead; ///< lead_key
    std::string_view rep, pool, route, sla;
    Instant at{};
    MaybeInstant due_at; ///< of the first touch, as it was worked out then
    MaybeInstant ended;  ///< when the lead went to another rep, or to the end of its path
    bool by_hand = false;
    bool again = false;       ///< somebody had the lead before: its clock starts with the handover
    std::string_view version; ///< of the agreement, then; blank where it has none, or is not known
};

/// What a rep said of a lead that was handed over.
struct Answer {
    enum class Verdict : std::uint8_t { accept, reject, hand_back };
    std::string lead; ///< lead_key
    std::string rep;
    Verdict verdict = Verdict::accept;
    std::string disposition; ///< a code of the agreement; blank for an acceptance
    std::string comment, competitor, content_used, content_missing, next_step;
    Instant at{};
    friend auto operator<=>(const Answer&, const Answer&) = default;
};
std::string_view to_text(Answer::Verdict) noexcept; ///< "accept", "reject", "return"

/// The clocks of a lead stood still.
struct Hold {
    std::string lead; ///< lead_key
    std::string code; ///< of a [[pause]]
    Instant from{};
    std::optional<Instant> to; ///< none: still
};

/// What became of a handover: its clock, its attempts, its answer. All times up to as_of.
struct Followup {
    const Handover* handover = nullptr;
    const Sla* sla = nullptr;       ///< none: no service level
    const Answer* answer = nullptr; ///< the last one
    std::uint32_t row = 0;          ///< of the lead in the table of leads
    /// Of the answer, so that to count the millions of them need not look at each; accept without one.
    Answer::Verdict verdict = Answer::Verdict::accept;

    enum class State : std::uint8_t {
        untimed, ///< no service level, or one without a target for the first touch
        open,    ///< not due yet
        kept,    ///< touched in time
        late,    ///< touched, too late
        missed,  ///< due, and not touched to this day, or until the lead went elsewhere
        stopped, ///< the lead went elsewhere, untouched, before it was due
        paused   ///< not due yet, and its clock stands still
    } state = State::untimed;
    enum class Cadence : std::uint8_t {
        none,     ///< no attempts were agreed
        running,  ///< there is time, and more attempts are to come
        done,     ///< as many attempts on as many channels as agreed
        reached,  ///< the person answered: a reply, a connected call, a meeting
        given_up, ///< the time is over, and attempts are missing
        ended     ///< the lead went elsewhere, or was answered for, before
    } cadence = Cadence::none;
    std::uint16_t channels = 0; ///< different ones among the attempts
    std::uint32_t too_soon = 0; ///< attempts that came within the gap, and do not count
    std::uint32_t answers = 0;  ///< how many were given: a later one supersedes

    MaybeInstant created;        ///< the lead
    Instant clock_start{};       ///< as the service level starts it: created, qualified or assigned
    MaybeInstant due;            ///< of the first touch, later by holds; none without a target
    MaybeInstant answer_due;     ///< when the rep owes an answer, later by holds
    MaybeInstant first_touch;    ///< the first by sales that counts, from the clock's start on
    MaybeInstant touched_before; ///< the last that counts before the clock started: no answer to it
    MaybeInstant next_attempt;   ///< while running: not before this; may be past
    MaybeInstant answered;       ///< the first one
    /// From the clock's start to the first touch, or to now (to the end of the handover) while there is none:
    /// working time on the rep's calendar, and elapsed time.
    Duration worked{}, elapsed{};
    double share = 0; ///< of the allowed time that was used; 1 at the due time

    struct Attempt {
        Instant at{};
        std::string_view type;    ///< "call"
        std::string_view channel; ///< "phone"
    };
    /// The clock of the k-th attempt, where the agreement has a target for it. It runs from the handover on,
    /// and stops when the person is reached, the lead is handed back or goes elsewhere.
    struct AttemptClock {
        std::uint32_t number = 0;  ///< k
        State state = State::open; ///< never untimed
        Instant due{};             ///< later by holds
        MaybeInstant made;         ///< when the k-th attempt was made
        double share = 0;          ///< of the allowed time that was used; 1 at the due time
    };
    // These stand in the Followups.
    std::span<const Hold> holds;                  ///< while the rep had the lead, in order; up to as_of
    std::span<const Attempt> attempts;            ///< by sales since the handover, the agreed gap apart
    std::span<const AttemptClock> attempt_clocks; ///< in order of k
    /// What the answer's disposition has to be earned by, and was not done by then: "2 more attempts, 1 more
    /// channel, within 10d". Empty: the answer counts.
    std::string_view unearned;
    /// The lead came back: its last answer is no acceptance, and counts.
    bool came_back() const noexcept { return verdict != Answer::Verdict::accept && unearned.empty(); }
    bool current() const noexcept { return !handover->ended; }
};
std::string_view to_text(Followup::State) noexcept;
std::string_view to_text(Followup::Cadence) noexcept;

/// Everything that is followed up, in order of handover. What it points into must outlive it.
struct FollowupInput {
    const Agreement* agreement = nullptr;
    Instant as_of{};
    const Table* leads = nullptr;
    const Table* contacts = nullptr; ///< may be none, as merges
    const Merges* merges = nullptr;
    Export* touches = nullptr; ///< none: nobody was touched
    std::span<const Handover> handovers;
    std::span<const Answer> answers;
    std::span<const Hold> holds; ///< that are known; those that the leads and answers show are added
    /// The leads show a later night than `as_of`: only `holds` tell which clocks stood still then.
    bool leads_are_newer = false;
    const LeadIndex* index = nullptr;     ///< of leads, contacts and merges; none: it is made
    const TouchReading* beside = nullptr; ///< what else is read of the touches, in the same pass
};
class Followups {
  public:
    /// Streams the touches. Throws Error (request) for a service level whose condition names unknown columns.
    explicit Followups(const FollowupInput&);
    ~Followups();
    Followups(Followups&&) noexcept;

    std::span<const Followup> all() const noexcept;
    std::size_t unknown_leads() const noexcept;   ///< handovers of leads that are not in the table
    std::size_t unknown_answers() const noexcept; ///< answers for leads that were never handed over
    void add_notes(std::vector<std::string>& notes) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// What a rep missed, where a clock of a lead that it has is broken at this time: the first touch, else an
/// attempt, else the answer where the service level has a target for neither. Nothing for a clock that was
/// over before the rep got the lead.
std::optional<BrokenClock> broken_clock(const Followup&, Instant as_of);

/// Whether all that was due while the rep has the lead was done, in time or late.
bool clocks_over(const Followup&) noexcept;

/// What the night's routing must know of the clocks of open leads (RoutePast::broken, unearned).
struct ClocksTonight {
    std::map<std::string, BrokenClock, std::less<>> broken;
    std::map<std::string, std::string, std::less<>> unearned;
    std::vector<Answer> earned;    ///< of those that ended nothing so far
    std::vector<std::string> over; ///< leads whose clocks cannot break any more, whatever is still to come
};
ClocksTonight judge_clocks(const Followups&, std::span<const Answer> unsettled, Instant as_of);
/// Whether routing needs to know what touches there were: an answer must be earned, or a broken clock does
/// something.
bool judges_clocks(const Agreement&) noexcept;

/// The handovers that a lead file shows by its columns rep and assigned_at; without these, its owners, from
/// the time a lead was created.
std::vector<Handover> handovers_of(const Table& leads, const Agreement&, TextPool&);

/// Reads answers from an export of outcomes, cleaned. An answer whose verdict or disposition is none of the
/// agreement's is refused: its row, place and the nearest code are in `wrong`.
struct WrongAnswer {
    std::size_t row = 0;
    Diagnostic why;
};
std::vector<Answer> read_answers(const Table& outcomes, const Agreement&, std::vector<WrongAnswer>& wrong);

} // namespace handoff

#pragma once

#include <handoff/agreement.hpp>
#include <handoff/exports.hpp>
#include <handoff/followup.hpp>
#include <handoff/route.hpp>
#include <handoff/table.hpp>

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace handoff {

/// The only state: an append-only SQLite file of every decision and outcome (docs/ledger.md). One run is one
/// transaction: what is not committed never happened, also when the process dies.
class Ledger {
  public:
    /// Opens, creates or migrates. Throws Error (request) for a file that is no ledger, or from a newer
    /// handoff; Error (data) when another run has it locked for more than five seconds.
    static Ledger open(const std::string& path);
    ~Ledger();
    Ledger(Ledger&&) noexcept;

    struct Input {
        std::string kind, path, sha256;
        std::uint64_t rows = 0;
    };
    struct Run {
        std::string command;
        Instant as_of{};
        std::string agreement_version, agreement_sha256, program;
        std::vector<Input> inputs;
        std::uint64_t rows_in = 0, rows_out = 0, rejected = 0, merged = 0;
    };
    /// Begins a run's transaction; returns false, and begins nothing, when exactly this run (command, as_of,
    /// agreement, the bytes of its inputs) is already in the ledger. Throws Error (request) when the ledger
    /// already holds a later night, since what changed from night to night could no longer be told. Rolled
    /// back unless commit() follows; until then other runs wait.
    bool begin(const Run&, Instant started);
    void commit(Instant finished);
    bool knows_later_than(Instant) const; ///< a run as of a later time is in the ledger

    /// Within a run. Persons and their keys; the stage each lead shows tonight (its column `stage`, and at
    /// least 'mql' once it has qualified), with the earliest and latest time it can have been reached (since
    /// it was last seen); the facts that changed. A lead without lead_id and email is not remembered; of two
    /// rows with one key the first counts.
    struct Night {
        bool same_files = false; ///< the bytes are those of an earlier night: nobody was seen tonight
        std::size_t late = 0;    ///< rows that were updated before what the ledger knows: they change nothing
        std::size_t vanished = 0; ///< leads that are gone since the last night
        std::size_t returned = 0; ///< leads that were gone, and are back
    };
    Night record_leads(const Table& leads, const Agreement&, Instant as_of);
    /// Within a run: what deals show tonight, where that is not what is known of them. A deal without an id
    /// is not remembered.
    struct DealNight {
        bool same_files = false; ///< as of leads
        std::size_t late = 0;    ///< as of leads
        std::size_t added = 0;   ///< deals that were never seen before
        std::size_t changed = 0;
        std::size_t gone = 0; ///< since the last night that saw deals
        std::size_t returned = 0;
        std::size_t unnamed = 0; ///< rows without a deal_id
    };
    DealNight record_deals(const Table& deals, Instant as_of);
    static std::span<const std::string_view> deal_columns() noexcept; ///< as lead_columns()
    /// The columns of leads that a run reads to remember them, and to find those that were merged.
    static std::span<const std::string_view> lead_columns() noexcept;
    /// Before the leads: persons whose leads were merged become one. The survivor takes over the keys, an
    /// open assignment where it has none, and the earlier qualification. Returns how many were merged
    /// tonight.
    std::size_t record_merges(const Merges&, Instant as_of);
    /// Of leads whose qualification, grade or grade of a named score changed, or that another version judged:
    /// all of it, with the scores. The first qualification is latched.
    void record_scores(const Table& scored, const Agreement&, Instant as_of);
    /// New assignments, those made by hand in the CRM among them, and whose turn it is.
    void record_routing(const Table& leads, const Routing&, Instant as_of);

    /// Within a run, before past(): what reps answered. A lead that is rejected or returned by the rep who
    /// has it is nobody's from the time of the answer on; where the disposition is no fault of the rep's, it
    /// gets a lead of the pool made up. A later answer supersedes, and both are kept; one that is known adds
    /// nothing.
    struct Answered {
        std::size_t added = 0, known = 0;
        std::size_t later = 0;            ///< after `as_of`: not recorded yet
        std::size_t ended = 0;            ///< leads that came back
        std::size_t made_up = 0;          ///< leads that reps get in their place
        std::size_t idle = 0;             ///< given by a rep who did not have the lead then
        std::vector<std::string> unknown; ///< leads that were never handed over: not recorded
    };
    /// An answer that must be earned ends nothing until settle_answers() says that it was.
    Answered record_answers(std::span<const Answer>, const Agreement&, Instant as_of);
    /// The last answers of reps who have the leads and are to have them no more, were they earned.
    std::vector<Answer> unsettled() const;
    /// Within a run: these answers, of the above, are earned, and count as given.
    Answered settle_answers(std::span<const Answer>, const Agreement&, Instant as_of);
    /// Every answer, in order of time; those for some leads (lead_key).
    std::vector<Answer> answers() const;
    std::vector<Answer> answers_of(std::span<const std::string> leads) const;

    /// What routing must know, for a run as of `as_of`; leads given are counted by day in `zone`, the
    /// agreement's. An assignment is open until the next one of the same lead, until its rep hands it back,
    /// or until a later run sees the lead's stage at the end of its path (ends_path). Read it after begin(),
    /// so that no other run comes between.
    RoutePast past(const Zone& zone, Instant as_of) const;
    /// Leads whose qualification is latched: lead (lead_key) -> when they first qualified.
    std::map<std::string, Instant> qualified() const;
    /// The score and grade, or those of a named score, that such a lead had when it first qualified; without
    /// a score when the leads that were recorded had none.
    struct FirstQualified {
        Instant at{};
        std::optional<Points> score;
        std::string grade;
    };
    std::map<std::string, FirstQualified, std::less<>> first_qualified(std::string_view named = {}) const;
    /// How a lead was judged on a night.
    struct Judgement {
        Instant at{};
        std::optional<Points> score; ///< none: the leads that were recorded had none
        std::string grade;
        bool qualified = false, disqualified = false;
        struct Named {
            std::string name;
            std::optional<Points> score;
            std::string grade;
        };
        std::vector<Named> named; ///< in order of their names
        std::string version;      ///< of the agreement
    };
    /// Each time that one lead (lead_key) was judged otherwise than before, or by another version, in order
    /// of time.
    std::vector<Judgement> judgements_of(std::string_view lead) const;
    /// Adds to leads how they stood judged at a moment, and returns the names of the columns: recorded_at
    /// (the night), recorded_score, recorded_grade, recorded_score_NAME and recorded_grade_NAME of each named
    /// score of the agreement, recorded_qualified, first_qualified (when, up to then).
    std::vector<std::string> add_judgements(Table& leads, const Agreement&, Instant at) const;
    /// Under which version of the agreement each lead (lead_key) was judged: the one under which it first
    /// qualified; for those that never did, the last that judged them.
    std::map<std::string, std::string> versions() const;
    /// Within a run: changes of stage as an export of them says (kind stages, cleaned). What is known adds
    /// nothing; a lead that the ledger has not seen yet is known by them from now on.
    struct History {
        std::size_t added = 0, known = 0;
        std::size_t deals = 0;    ///< of those that were added: of deals
        std::size_t nobody = 0;   ///< neither of a lead nor of a deal
        std::size_t other = 0;    ///< of fields that are no stage, or without a time
        std::size_t unmapped = 0; ///< to a stage that the lifecycle does not have; recorded as it stands
    };
    History record_history(const Table& changes, const Agreement&, Instant as_of);
    /// Stage changes of every lead, in order of time: columns lead_id, stage, earliest, latest, known_from
    /// (export: seen on the lead's first night; night-to-night: seen as a change between two nights; history:
    /// as an export of the changes says). The earliest time is blank when nothing is known.
    Table stages() const;
    Table stages_of(std::string_view lead) const; ///< (lead_key) the same, of one lead
    /// What was known of deals after a night: their deal_id (of 18 characters of Salesforce the first 15),
    /// the columns that are remembered, and `present`, "false" for those that were gone by then. One row for
    /// each deal that had been seen.
    struct DealsThen {
        Instant at{};
        Table deals;
    };
    /// After the last night before the one that read deals of these bytes (SHA-256 of their files); after the
    /// last night at all where that read others. Nothing when there is no such night.
    std::optional<DealsThen> deals_before(std::span<const std::string> sha256, Instant as_of) const;
    /// After the last night up to then; where there is none, after the first.
    std::optional<DealsThen> deals_at(Instant) const;
    /// Stage changes of deals that were seen, or told by an export of changes, later than that: columns
    /// deal_id, stage, earliest, latest, known_from (night-to-night or history), in order of time.
    Table deal_stages(Instant later_than) const;
    /// Why a lead (lead_key) went to the rep who has it now, as decided then; empty when nobody has it.
    std::vector<Reason> assignment_reasons(std::string_view lead) const;
    /// Every time a lead was given to a rep, in order of time, and when that ended.
    std::vector<Handover> handovers(TextPool&) const;
    std::vector<Handover> handovers_of(std::string_view lead, TextPool&) const;
    /// Those of leads that somebody has, without those whose clocks were over on an earlier night of the same
    /// agreement (its SHA-256): unless the rep's last answer is none that counts, they cannot break any more.
    std::vector<Handover> open_handovers(std::string_view agreement_sha256, TextPool&) const;
    /// Within a run: open leads whose clocks are over. A memory that spares later nights the work.
    void record_clocks_over(std::span<const std::string> leads);
    /// Within a run: whose clocks stand still tonight, of leads that somebody has, and whose go on.
    void record_holds(const Table& leads, const Agreement&, Instant as_of);
    /// Every time the clocks of a lead stood still, as seen from night to night, in order of time.
    std::vector<Hold> holds() const;
    std::vector<Hold> holds_of(std::span<const std::string> leads) const;
    /// Broken clocks by which a lead was taken from a rep, or of which somebody was told (`told`).
    struct Breach {
        std::string lead, rep, missed, told;
        Instant due{}, at{};
    };
    std::vector<Breach> breaches() const;
    std::vector<Breach> breaches_of(std::string_view lead) const;
    /// What was recorded of whose turn it is: for each run, the turns that it changed, in order of the runs.
    struct TurnAfter {
        Instant as_of{};
        std::string pool, rep;
        RoutePast::Turn turn;
    };
    std::vector<TurnAfter> turns() const;
    /// Make-up leads that reps were promised, in order of time.
    struct MakeUp {
        std::string pool, rep, reason;
        double leads = 0;
        Instant at{};
    };
    std::vector<MakeUp> make_ups() const;
    /// Leads that nobody could take to this day, the longest first, with the reasons of the last run.
    struct Unrouted {
        std::string lead; ///< lead_key
        Instant since{};
        std::vector<Reason> reasons;
    };
    std::vector<Unrouted> unrouted() const;
    /// What is remembered of phone numbers from earlier nights, and, within a run, what is to be.
    std::vector<KnownPhone> phones() const;
    void record_phones(std::span<const KnownPhone>);
    std::uint64_t runs() const;
    /// Compares the now_ tables with what the history says; what differs, as errors.
    std::vector<Diagnostic> check() const;

  private:
    struct Impl;
    explicit Ledger(std::unique_ptr<Impl>);
    std::unique_ptr<Impl> impl_;
};

} // namespace handoff

#pragma once

#include <handoff/agreement.hpp>
#include <handoff/exports.hpp>
#include <handoff/files.hpp>
#include <handoff/reason.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace handoff {

/// Scores leads by an agreement, as of an instant. Use: leads first, then touches, then read the result. Each
/// touch's points decay, are rounded to 1e-9, summed; then the rule's min and max, then the group's, apply;
/// the score is the sum of the groups. The result is the same for any number of threads.
class Scorer {
  public:
    /// What one touch was worth by one rule when it came, and what is left of that today.
    struct TouchLeft {
        std::optional<Instant> at; ///< none: the touch has no time
        std::string group, rule;
        Points full, left; ///< before the rule's minimum and maximum
        std::string note;  ///< why nothing is left, or what the points were given for; mostly blank
    };
    /// A lead's score at a moment.
    struct PastScore {
        Instant at{};
        std::vector<Points> groups; ///< as in groups()
        Points score;
        std::string grade;         ///< blank without [score.grade]
        std::vector<Points> named; ///< of each [score.NAME]
        std::vector<std::string> named_grades;
        bool qualified = false;
    };
    /// What a lead needs to qualify.
    struct Missing {
        std::vector<std::string> unmet; ///< the parts of `lifecycle.mql` that do not hold
        bool disqualified = false;      ///< whatever its points are
        /// The fewest points that do it, by group, or of the "score" where any group does; empty: points
        /// alone do not do it.
        std::vector<std::pair<std::string, Points>> points;
        /// One thing that would have to happen, so many times.
        struct Step {
            std::string rule;
            bool touch = true;     ///< else a blank column comes to say something
            std::string what;      ///< the touch, or what the lead's column says
            std::size_t times = 1; ///< of touches
            std::size_t days = 1;  ///< over so many days, where a limit counts by day
        };
        std::vector<std::vector<Step>> ways; ///< with the fewest touches first; each makes it qualify
    };

    /// A rule that gives nothing, or less than it might, and what it lacks (docs/explain.md says how little).
    struct Nearly {
        std::string group, rule;
        Place place;
        std::string saw;     ///< "2 touches, 2 from 2026-08-04 to 2026-08-08"
        std::string missing; ///< "1 more touch before 2026-08-11T00:00:00Z"
        Points points;       ///< how many more it would give, with its minimum and maximum
    };

    /// The agreement must live as long as the scorer. Binding errors come from add_leads and add_touches,
    /// since only they know the columns.
    Scorer(const Agreement&, Instant as_of);
    ~Scorer();
    Scorer(Scorer&&) noexcept;

    /// Which touches, contacts and merges will follow. Optional, before leads: then only the keys of leads
    /// that they can join by are kept.
    void expect(const Export& touches_or_contacts);
    /// Reads all leads (the export must be open with `again` when write() is used). Once.
    void add_leads(Export& leads);
    /// Contact ids of leads, so that touches on contacts join. Optional, before touches.
    void add_contacts(Export& contacts);
    /// Leads that were merged, besides what leads say themselves: their touches are the survivor's, and both
    /// rows get the same score. Optional, after contacts, before touches.
    void add_merges(const Merges& merges);
    /// Streams touches; may be called for several exports. Of files that overlap, a touch (its touch_id,
    /// without one the whole row) counts in the first that has it.
    void add_touches(Export& touches);
    /// Adds up. After this nothing can be added.
    void finish();

    std::size_t leads() const noexcept;
    std::uint64_t touches() const noexcept; ///< read
    std::uint64_t
    repeated() const noexcept; ///< of these, that an earlier file had already: they do not count
    /// Touches that joined no lead, by what they name.
    struct Orphans {
        std::uint64_t unnamed = 0;  ///< nobody
        std::uint64_t unknown = 0;  ///< somebody, a deal or an account that is not known
        std::uint64_t contacts = 0; ///< a contact who is no lead
        std::uint64_t shared = 0;   ///< only a deal or an account of several leads
        std::uint64_t all() const noexcept { return unnamed + unknown + contacts + shared; }
    };
    const Orphans& orphans() const noexcept;
    std::uint64_t undated() const noexcept; ///< without a readable time: only rules without window, decay,
                                            ///< limit and at_least count them
    std::uint64_t future() const noexcept;  ///< after `as_of`: no rule counts them

    const std::vector<std::string>& groups() const noexcept;
    Points group(std::size_t group, std::size_t lead) const noexcept;
    Points score(std::size_t lead) const noexcept;
    std::string_view grade(std::size_t lead) const noexcept; ///< blank without [score.grade]
    bool disqualified(std::size_t lead) const noexcept;
    bool
    qualified(std::size_t lead) const noexcept; ///< `lifecycle.mql` holds and the lead is not disqualified

    /// Why: each rule that fired, each minimum and maximum that bit, in the order of the agreement. Per group
    /// the effects add up to the group's points. Reads the lead's and its touches' rows again, for these
    /// leads only.
    struct Explained {
        std::vector<std::pair<std::string, std::vector<Reason>>> groups;
        std::vector<Reason> verdict;    ///< grade, disqualification, named scores, qualification
        std::vector<Nearly> nearly;     ///< in the order of the agreement
        std::vector<TouchLeft> touches; ///< newest first, then in the order of the rules
        std::vector<PastScore> weeks;   ///< the last eight, the oldest first; the last one is `as_of`
        std::optional<Missing> missing; ///< none: it qualifies, or the agreement does not say what does
    };
    std::vector<Explained> explain(std::span<const std::size_t> leads, Export& lead_export,
                                   std::span<Export*> touches) const;
    /// Scores (the main one, or a named one) as they were, each lead's at an instant of its own, by the
    /// touches up to then; touches without a time do not count, and the lead's own columns say what they say
    /// today. Reads leads and touches for itself; needs add_leads (and add_contacts) only. Leads without an
    /// instant have no score.
    struct Then {
        std::vector<Points> score;              ///< [lead]
        std::vector<std::string> grade;         ///< [lead]; blank where the score has no grade
        std::vector<std::vector<Points>> rules; ///< [rule of the agreement][lead]: what it gave
    };
    Then then(std::span<const std::optional<Instant>> when, Export& leads, std::span<Export* const> touches,
              std::string_view named = {}) const;
    /// At most `n` strongest reasons of every lead (by the size of their effect), for the `reasons` column,
    /// and of each named score for `reasons_NAME`. Must be asked for before add_leads.
    void keep_reasons(std::size_t n);
    std::string reasons(std::size_t lead) const;

    /// The names of the columns that score adds, in order: groups, score, grade (when graded), score_NAME and
    /// grade_NAME of each named score, qualified, disqualified, reasons and reasons_NAME (when kept).
    std::vector<std::string> added_columns() const;
    /// Writes the leads as they were read, with the added columns at the end (in place of columns of those
    /// names), in input order.
    void write(Export& leads, OutputFile& out) const;
    struct Moment {
        bool header = false;                ///< column names come first
        std::span<const std::uint8_t> only; ///< [lead] whether it is written at all; empty: every lead
        const Table* beside = nullptr;      ///< of the same leads: these columns follow the added ones
        std::vector<std::string> columns;
    };
    /// Writes one row for each lead that was there (its created_at), in input order: the moment, the lead's
    /// keys, then the added columns. Such rows of several scorers, each as of another moment, are the scores
    /// over time.
    void write_moment(Export& leads, OutputFile& out, const Moment&) const;
    /// What write() adds, as columns of a table, for the stages that follow in one process.
    void add_columns(Table& leads) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace handoff

#pragma once

#include "base/big_array.hpp"
#include "ingest/lead_keys.hpp"
#include "score/grading.hpp"
#include "score/lead_resets.hpp"
#include "score/lead_rules.hpp"
#include "score/touch_rules.hpp"

#include <handoff/score.hpp>

#include <map>
#include <memory>
#include <mutex>

namespace handoff {

/// The position of a column that an export really has.
std::optional<std::size_t> column_of(const Export& from, std::string_view name);
inline bool has_column(const Export& from, std::string_view name) {
    return column_of(from, name).has_value();
}

/// A bare date is the first instant of that day in the zone.
std::optional<Instant> time_of(std::string_view cell, const Zone& zone);

/// Which keys of leads touches will join by.
struct JoinedBy {
    bool id = true, contact = true, email = true, deal = true, account = true;
    bool expected = false; ///< somebody said which
};

/// Where things stand in an export of touches.
struct TouchColumns {
    LeadKeys::Columns keys;
    std::optional<std::size_t> at;

    TouchColumns(const Export& touches, const LeadKeys& leads);
    std::vector<std::size_t> wanted(const Bound& bound) const;
    std::optional<Instant> time(const Table& table, std::size_t row, const Zone& zone) const;
};

/// What a scorer knows: grows while exports are read, is read by everything else.
struct ScoreState {
    ScoreState(const Agreement& agreement, Instant as_of);

    const Agreement& agreement;
    Instant as_of;
    std::vector<std::string> group_names;
    std::vector<Bounds> group_bounds;
    std::size_t main_groups; ///< the first of them, which the main score adds up
    Grading grading;
    /// A score beside the main one.
    struct Named {
        std::string name;
        std::vector<std::size_t> groups;
        Grading grading;
        Points of(std::span<const Points> all_groups) const noexcept;
    };
    std::vector<Named> named;
    std::vector<TouchRule> touch_rules;
    std::vector<std::size_t> group_of_rule; ///< [rule of the agreement]
    std::size_t reasons_kept = 0;
    JoinedBy joined_by;

    // ---- leads: one entry for each lead, or a piece of each for every group, rule or slot
    std::optional<LeadRules> lead_rules;
    std::optional<LeadResets> lead_resets;
    std::vector<ResetEvent> lead_events;   ///< what their columns say, of each lead itself
    std::optional<Bound> qualification;    ///< over `qualified_by`, then the columns of the score
    std::vector<std::size_t> qualified_by; ///< columns of leads that the qualification reads
    std::vector<Table> qualification_rows; ///< those columns, per chunk
    std::vector<std::size_t> first_lead;   ///< of each chunk, and the number of leads
    BigArray<Points> groups;               ///< [lead][group]: from lead rules; after finish() the result
    BigArray<std::uint16_t> outcomes;      ///< [lead][lead rule], only when reasons are kept
    BigArray<std::uint8_t> disqualified, qualified;
    BigArray<std::uint16_t> grades;
    LeadKeys keys;
    std::vector<std::uint32_t> holders; ///< empty when each stands for itself
    unsigned threads = 1;
    bool has_leads = false, finished = false;

    // ---- touches
    /// Where touch rules add up. Rules without min and max share the slot of their group, unless reasons are
    /// kept. Rules that differ in nothing but group, min and max add up the same touches to the same points:
    /// they share a sum, and the first of them adds to it.
    struct Slot {
        std::size_t group;
        Bounds bounds;
        std::size_t sum; ///< which of the lead's
    };
    std::vector<Slot> slots;
    std::vector<std::size_t> slot_of_rule;
    std::vector<bool> added_by_another; ///< by touch rule
    std::size_t sums_of_lead = 0;
    BigArray<std::int64_t> sums; ///< [lead][sum], in the first lead with the same id
    /// A touch that waits for all others of its lead.
    struct Waiting {
        static constexpr Instant undated = Instant::min(); ///< of a timeless rule
        std::uint32_t lead;
        std::uint32_t rule;
        Instant at;
        friend auto operator<=>(const Waiting&, const Waiting&) = default;
    };
    std::vector<Waiting> waiting;
    /// Of leads that hold touches; after finish() the latest of each lead and reset, in order.
    std::vector<ResetEvent> resets;
    std::vector<Instant> latest_reset; ///< [holder][group], where there are resets
    std::uint64_t touches = 0, repeated = 0, undated = 0, future = 0;
    Scorer::Orphans orphans;

    std::size_t leads() const noexcept { return grades.size(); }
    /// Where a touch rule adds up for a lead that holds touches.
    std::int64_t& sum(std::size_t lead, std::size_t touch_rule) noexcept {
        return sums[lead * sums_of_lead + slots[slot_of_rule[touch_rule]].sum];
    }
    Points main_score(std::span<const Points> all_groups) const noexcept;
    Points score(std::size_t lead) const noexcept { return main_score(groups_of(lead)); }
    const std::string& named_grade(const Named& score, std::span<const Points> all_groups) const {
        return score.grading.label(score.grading.of(all_groups, score.of(all_groups)));
    }
    std::span<const Points> groups_of(std::size_t lead) const noexcept {
        return {groups.data() + lead * group_names.size(), group_names.size()};
    }
    /// The lead that holds the touches of this one: itself, or the first with the same id.
    std::size_t holder(std::size_t lead) const noexcept { return holders.empty() ? lead : holders[lead]; }

    /// The number of the first lead of a chunk that is read again. Throws Error (data) when it has not as
    /// many rows as the first time.
    std::size_t first_of_chunk(std::uint64_t chunk, std::size_t rows) const;

    Scope scope_of(const Export& from) const;

    /// Binds everything that reads leads; throws every mistake at once.
    void bind_leads(const Scope& leads);
    /// Conditions that read no more than the qualification does: bound to its columns of leads, then those of
    /// the score.
    Bound bind_to_score(std::span<const Expression> conditions, const Scope& leads) const;
    /// The conditions of the rules on touches, then those of the resets by touches.
    Bound bind_touches(const Export& from) const;
    void lay_out_slots();
    /// Of the rules before one in an order, the one that adds to its sum; none: it needs one of its own.
    std::optional<std::size_t> adds_the_same(std::span<const std::size_t> before, std::size_t rule) const;
    void work_off_resets();
    void work_off_waiting();
    void add_up(std::size_t from, std::size_t to);
    void qualify();
    /// The columns of leads that the qualification reads, copied.
    Table qualification_columns(const Table& leads) const;
    /// Adds the columns of the score to those: of [row][group] and whether each row is disqualified.
    void add_score_columns(Table& table, std::span<const Points> all_groups,
                           std::span<const std::uint8_t> are_disqualified) const;
    /// Of the main score, or of a named one.
    std::string reasons(std::size_t lead, const Named* of = nullptr) const;
};

struct Scorer::Impl : ScoreState {
    using ScoreState::ScoreState;
};

} // namespace handoff

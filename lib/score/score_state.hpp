#pragma once

#include "base/big_array.hpp"
#include "ingest/lead_keys.hpp"
#include "score/grading.hpp"
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
    /// A bare date is the first instant of that day in the agreement's zone.
    std::optional<Instant> time(const Table& table, std::size_t row, const Zone& zone) const;
};

/// What a scorer knows: grows while exports are read, is read by everything else.
struct ScoreState {
    ScoreState(const Agreement& agreement, Instant as_of);

    const Agreement& agreement;
    Instant as_of;
    std::vector<std::string> group_names;
    std::vector<Bounds> group_bounds;
    Grading grading;
    std::vector<TouchRule> touch_rules;
    std::size_t reasons_kept = 0;
    JoinedBy joined_by;

    // ---- leads: one entry for each lead, or a piece of each for every group, rule or slot
    std::optional<LeadRules> lead_rules;
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
    /// kept.
    struct Slot {
        std::size_t group;
        Bounds bounds;
    };
    std::vector<Slot> slots;
    std::vector<std::size_t> slot_of_rule;
    BigArray<std::int64_t> sums; ///< [lead][slot], in the first lead with the same id
    /// A touch that waits for all others of its lead.
    struct Waiting {
        std::uint32_t lead;
        std::uint32_t rule;
        Instant at;
        friend auto operator<=>(const Waiting&, const Waiting&) = default;
    };
    std::vector<Waiting> waiting;
    std::uint64_t touches = 0, repeated = 0, undated = 0, future = 0;
    Scorer::Orphans orphans;

    std::size_t leads() const noexcept { return grades.size(); }
    /// Where a touch rule adds up for a lead that holds touches.
    std::int64_t& sum(std::size_t lead, std::size_t touch_rule) noexcept {
        return sums[lead * slots.size() + slot_of_rule[touch_rule]];
    }
    Points score(std::size_t lead) const noexcept;
    /// The lead that holds the touches of this one: itself, or the first with the same id.
    std::size_t holder(std::size_t lead) const noexcept { return holders.empty() ? lead : holders[lead]; }

    /// The number of the first lead of a chunk that is read again. Throws Error (data) when it has not as
    /// many rows as the first time.
    std::size_t first_of_chunk(std::uint64_t chunk, std::size_t rows) const;

    Scope scope_of(const Export& from) const;

    /// Binds everything that reads leads; throws every mistake at once.
    void bind_leads(const Scope& leads);
    Bound bind_touches(const Export& from) const;
    void lay_out_slots();
    void work_off_waiting();
    void add_up(std::size_t from, std::size_t to);
    void qualify();
    /// The columns of leads that the qualification reads, copied.
    Table qualification_columns(const Table& leads) const;
    /// Adds groups, score, grade and disqualified of some leads to those.
    void add_score_columns(Table& table, std::size_t from, std::size_t to) const;
    std::string reasons(std::size_t lead) const;
};

struct Scorer::Impl : ScoreState {
    using ScoreState::ScoreState;
};

} // namespace handoff

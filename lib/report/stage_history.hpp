#pragma once

#include "report/cells.hpp"
#include "report/people.hpp"

#include <handoff/report.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace handoff {

/// A stage that a lead is known to have come to, and how that is known.
struct StageStep {
    enum class Known : std::uint8_t {
        created,    ///< the lead came in
        converted,  ///< the lead's converted_at
        deal,       ///< a deal of the lead was made, won or lost
        history,    ///< an export of changes
        two_nights, ///< the ledger saw another stage the night before
        first_seen, ///< the ledger saw it on the lead's first night
        answer,     ///< a rep accepted it, or gave it back
        handover,   ///< it came back, and another rep got it
        shown       ///< the leads show it now; since when is not known any better
    };
    // What is odd about it, as bits.
    enum Mark : std::uint8_t {
        skipped = 1,        ///< stages of the path were passed over
        backward = 2,       ///< from a later stage of the path
        again = 4,          ///< the lead was there before
        before_created = 8, ///< earlier than the lead, which cannot be
        in_future = 16,     ///< later than the report, which cannot be either
        strange = 32,       ///< no stage of the lifecycle
        same = 64           ///< the lead stood there already
    };
    std::uint32_t person = 0;
    std::uint16_t stage = 0; ///< of the path, then of those aside; past their ends when it is strange
    Known known = Known::created;
    std::uint8_t marks = 0;
    std::string_view text; ///< the stage as it was written
    Instant from{},
        to{}; ///< the earliest and the latest it can have been; `unknown_start` when nothing is known
    static constexpr Instant unknown_start = Instant::min();

    bool has(Mark mark) const noexcept { return (marks & mark) != 0; }
    /// A lead can stand there as of the report.
    bool counts() const noexcept { return !has(strange) && !has(in_future); }
};
std::string_view to_text(StageStep::Known) noexcept;

/// Which stages each lead came to, one after another: from the leads' own dates, their deals, exports of
/// changes, the ledger and the answers of reps together. Nothing that any of them says is left out.
class StageHistory {
  public:
    /// Both must outlive it.
    StageHistory(const ReportInput&, const People&);

    /// Of a person, in order of time.
    std::span<const StageStep> of(std::uint32_t person) const noexcept {
        return {steps_.data() + first_[person], first_[person + 1] - first_[person]};
    }
    /// The step by which a person came to where it stands at a time; none before anything is known of it.
    const StageStep* standing(std::uint32_t person, Instant at) const noexcept;
    /// How many stages there are to stand in, and their names: the path, then those aside.
    std::size_t places() const noexcept { return path_ + aside_; }
    const std::string& name(std::size_t place) const noexcept;
    std::size_t of_path() const noexcept { return path_; }
    /// There are changes of stage, from an export or the ledger, and not only the leads' dates.
    bool has_changes() const noexcept { return has_changes_; }
    /// "passed over 'mql'; again": what is odd about a step.
    std::string note(const StageStep&) const;

  private:
    void add(std::uint32_t person, std::string_view stage, Instant from, Instant to, StageStep::Known);
    void add(std::uint32_t person, std::string_view stage, Moment, StageStep::Known);
    void add_created_and_converted();
    void add_deals();
    void add_changes(const Table& changes);
    void add_answers();
    std::set<std::pair<std::string_view, Instant>> earned_ends() const;
    void add_handovers(const std::map<std::string_view, std::vector<Instant>>& put_aside);
    void sort();
    void finish(std::uint32_t person, std::vector<StageStep>& steps) const;
    void drop_repeated(std::vector<StageStep>& steps) const;
    void put_in_order(std::vector<StageStep>& steps) const;
    void add_what_is_shown(std::uint32_t person, std::vector<StageStep>& steps) const;
    void mark(std::uint32_t person, std::vector<StageStep>& steps) const;
    std::uint16_t place_of(std::string_view stage) const;
    std::uint32_t person_of(std::string_view lead) const noexcept;

    const ReportInput& input_;
    const People& people_;
    const Lifecycle& lifecycle_;
    Cells stage_, updated_at_, qualified_; ///< of the leads
    std::size_t path_, aside_;
    std::vector<StageStep> steps_;
    std::vector<std::size_t> first_;                           ///< of each person, and the end
    mutable std::map<std::string_view, std::uint16_t> places_; ///< of stages as they were written
    bool has_changes_ = false;
};

} // namespace handoff

#pragma once

#include "report/estimate.hpp"
#include "report/goal_items.hpp"
#include "report/working_days.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace handoff {

/// How far a goal got in one of its periods.
struct GoalProgress {
    const Goal* goal = nullptr;
    Date from, to; ///< both days included
    enum class State { coming, nothing, behind, on_pace, kept, broken } state = State::coming;
    double target = 0;                     ///< for reps who do not work all of it: their part
    Measured done;                         ///< what counted, with what each added
    std::size_t trials = 0, successes = 0; ///< of a share
    std::size_t days = 0, left = 0; ///< working days of the period, and those from the day of the report on
    std::optional<double> pace;     ///< what would be done by now if every working day brought the same
    std::optional<double> per_day;  ///< needed on each working day that is left
    std::optional<double> projected, low, high; ///< at the end, if days to come are like those before
    Series course;                              ///< done so far, working day by working day
    std::vector<const Rep*> short_of_it; ///< of a goal that each has: those who are behind, or broke it

    double sum() const;
    /// What was reached of the target, as a share of it; of a goal that is a share, the share itself.
    std::optional<double> value() const;
};
std::string_view to_text(GoalProgress::State) noexcept;

/// Whose goals these are.
class GoalPeople {
  public:
    explicit GoalPeople(const Agreement& agreement) : agreement_(agreement), days_(agreement) {}
    std::vector<const Rep*> of(const Goal&) const; ///< empty: nobody in particular
    std::string who(const Goal&) const;            ///< "everybody", "pool enterprise", "each of enterprise"
    const WorkingDays& days() const noexcept { return days_; }
    /// The part of a period's working days, by the rep's calendar, on which the rep really works.
    double part(const Rep&, Date from, Date to) const;

  private:
    const Agreement& agreement_;
    WorkingDays days_;
};

struct GoalPeriod {
    Date from, to;
};
/// The period of a goal that a day lies in; of a goal that is reached once, that one.
GoalPeriod period_of(const Goal&, const Agreement&, Date day);
/// Those that are over, the oldest first, at most `most`: from the goal's first day on, else since the
/// agreement was signed.
std::vector<GoalPeriod> past_periods(const Goal&, const Agreement&, Date today, std::size_t most);

/// Of the goal's people together, or of one rep (who has the whole target of a goal that each has). What each
/// promised is kept when each of them keeps it.
GoalProgress progress_of(const Goal&, const GoalPeriod&, const GoalItems&, const GoalPeople&, Date today,
                         const Rep* only = nullptr);

} // namespace handoff

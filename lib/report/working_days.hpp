#pragma once

#include <handoff/agreement.hpp>
#include <handoff/calendar.hpp>

#include <map>
#include <span>
#include <string>
#include <vector>

namespace handoff {

/// On which days reps work.
class WorkingDays {
  public:
    explicit WorkingDays(const Agreement&);
    /// By the rep's calendar: a rep without one works every day.
    bool has_hours(const Rep&, Date) const;
    /// The same, but not before the rep starts, after the rep leaves, or while the rep is away.
    bool works(const Rep&, Date) const;
    /// The days, both ends among them, on which any of these reps works; without reps every day.
    std::vector<Date> of(std::span<const Rep* const> reps, Date from, Date to) const;

  private:
    std::map<std::string, Calendar, std::less<>> calendars_;
};

} // namespace handoff

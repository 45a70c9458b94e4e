#pragma once

#include <handoff/agreement.hpp>
#include <handoff/calendar.hpp>
#include <handoff/reason.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace handoff {

/// When the first touch and later attempts of an assigned lead are due.
class DueTimes {
  public:
    explicit DueTimes(const Agreement&);

    struct Moments {
        std::optional<Instant> created, qualified;
        Instant assigned{};
        bool again = false; ///< somebody had the lead before: the clock starts with the assignment
    };
    struct Due {
        std::optional<Instant> at;
        std::optional<std::int64_t> work; ///< minutes
    };
    /// Nothing without a service level or target. A clock that should start at a moment nobody knows starts
    /// at the assignment. With `reason`, says how it was worked out.
    Due of(const Sla*, const Rep&, const Moments&, Reason* reason);
    /// Of an attempt, from the assignment on.
    Instant of_attempt(const Sla::Target&, const Rep&, Instant assigned) const;
    /// Of a rep without one: around the clock.
    const Calendar& calendar_of(const Rep&) const;
    /// How that was worked out, of every attempt that has a target; none: nothing to say.
    std::optional<Reason> attempts_reason(const Sla*, const Rep&, Instant assigned) const;

  private:
    static Due due(const Sla::Target&, const Calendar&, Instant start);
    /// "working time on calendar 'office'", "around the clock"; nothing for elapsed time.
    std::string how(const Sla::Target&, const Rep&) const;

    std::map<std::string, Calendar, std::less<>> calendars_;
    Calendar always_ = Calendar::always();
    // The last answer of each: most leads of a night start their clocks at the same moment.
    std::map<std::pair<const Sla*, const Calendar*>, std::pair<Instant, Due>> last_;
};

} // namespace handoff

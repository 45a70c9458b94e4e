#pragma once

#include <handoff/agreement.hpp>
#include <handoff/calendar.hpp>
#include <handoff/reason.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace handoff {

/// When the first touch of an assigned lead is due.
class DueTimes {
  public:
    explicit DueTimes(const Agreement&);

    struct Moments {
        std::optional<Instant> created, qualified;
        Instant assigned{};
    };
    struct Due {
        std::optional<Instant> at;
        std::optional<std::int64_t> work; ///< minutes
    };
    /// Nothing without a service level or target. A clock that should start at a moment nobody knows starts
    /// at the assignment. With `reason`, says how it was worked out.
    Due of(const Sla*, const Rep&, const Moments&, Reason* reason) const;

  private:
    std::map<std::string, Calendar, std::less<>> calendars_;
    Calendar always_ = Calendar::always();
};

} // namespace handoff

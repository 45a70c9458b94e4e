#pragma once

#include <handoff/agreement.hpp>
#include <handoff/time.hpp>

#include <memory>

namespace handoff {

/// Working time: several blocks a day in a zone, without holidays. Exact across nights, weekends, holidays
/// and clock changes. Properties: add(start, elapsed(start, end)) = end for a working instant `end` that is
/// not the start of a block (there: the end of the block before); elapsed is additive.
class Calendar {
  public:
    explicit Calendar(const CalendarSettings&);
    static Calendar always(); ///< 24 hours every day, UTC: a rep without a calendar

    const Zone& zone() const noexcept { return zone_; }
    bool works_on(Date) const noexcept; ///< there is working time on that local day
    bool works_at(Instant) const;
    /// The first working instant at or after `at`. Throws Error (request) when there is none within two
    /// years.
    Instant next_working(Instant at) const;
    /// The instant at which `work` of working time has passed since `start`. 0 gives next_working(start).
    Instant add(Instant start, Duration work) const;
    /// Working time in [from, to); negative when to < from.
    Duration elapsed(Instant from, Instant to) const;
    /// The end of the last block of the Nth working day after the local day of `start` (n >= 1).
    Instant end_of_day(Instant start, std::uint32_t n) const;

  private:
    Calendar() = default;
    Zone zone_ = Zone::utc();
    std::vector<CalendarSettings::Block> hours_[7];
    std::vector<Date> holidays_; // sorted
};

} // namespace handoff

#pragma once

#include <handoff/agreement.hpp>
#include <handoff/time.hpp>

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace handoff {

/// A time in which a clock does not run: a lead on hold.
struct Pause {
    Instant from{}, to{};
};

/// Working time: several blocks a day in a zone, without holidays. Exact across nights, weekends, holidays
/// and clock changes: a block lasts as long as it really lasts that day.
///
/// A block holds its start and not its end: 17:00 is no working instant of 09:00-17:00. Work that just fills
/// a block is done at its end, not at the start of the next: 16:45 + 15 minutes is 17:00, though 17:00 + 1
/// minute is 09:01 of the next working day. So add(start, elapsed(start, end)) = end for every `end` within a
/// block or at its end; for the start of a block it is the end of the block before. Both are monotone, and
/// elapsed(a, b) + elapsed(b, c) = elapsed(a, c).
class Calendar {
  public:
    /// Throws Error (request) when no day of the week has working hours, or there is no such zone.
    explicit Calendar(const CalendarSettings&);
    static Calendar always(); ///< 24 hours every day, UTC: a rep without a calendar

    const Zone& zone() const noexcept { return zone_; }
    bool works_on(Date) const noexcept; ///< there is working time on that local day
    bool works_at(Instant) const;
    /// The first working instant at or after `at`. Throws Error (request) when holidays leave none for two
    /// years, as add and end_of_day do.
    Instant next_working(Instant at) const;
    /// The first instant by which `work` of working time has passed since `start`; next_working(start) for no
    /// work. Throws Error (request) when that takes more than a hundred years.
    Instant add(Instant start, Duration work) const;
    /// Working time in [from, to); negative when to < from.
    Duration elapsed(Instant from, Instant to) const;
    /// The same with a clock that stands still in pauses (in any order, they may overlap). Only what of a
    /// pause is working time counts: a hold from 17:00 to 09:00 moves nothing.
    Instant add(Instant start, Duration work, std::span<const Pause> pauses) const;
    Duration elapsed(Instant from, Instant to, std::span<const Pause> pauses) const;
    /// The end of the last block of the Nth working day after the local day of `start` (n >= 1): Monday 10:00
    /// and 1 is the end of Tuesday, so is Monday 22:00; Saturday and 1 is the end of Monday.
    Instant end_of_day(Instant start, std::uint32_t n) const;

  private:
    using Blocks = std::vector<CalendarSettings::Block>;
    Calendar() = default;
    const Blocks& blocks_of(std::chrono::local_days) const noexcept; ///< none on a day without work
    template <class Visit>
    void visit_blocks(Instant from, Visit visit) const;
    [[noreturn]] void no_work(Instant after) const;

    Zone zone_ = Zone::utc();
    Blocks hours_[7];
    std::map<Date, Blocks> hours_on_;
    std::vector<Date> holidays_; // sorted
    std::string name_;
    Place place_;
};

} // namespace handoff

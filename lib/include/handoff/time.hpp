#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace handoff {

/// A moment in UTC, to the microsecond.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
/// A calendar day without a time of day or zone.
using Date = std::chrono::year_month_day;
using Duration = std::chrono::microseconds;

/// A time zone of the system's tz database, by its IANA name. Copying is cheap.
class Zone {
  public:
    /// Throws Error (request) when there is no zone of that name, with the nearest one.
    static Zone named(std::string_view name);
    static Zone utc();

    const std::string& name() const noexcept;
    /// The UTC instant of a local time. A local time that a clock change skips moves forward to the change;
    /// one that happens twice is the earlier.
    Instant to_utc(std::chrono::local_time<std::chrono::microseconds>) const;
    std::chrono::local_time<std::chrono::microseconds> to_local(Instant) const;
    Date date_of(Instant) const;
    /// The first instant of a local day.
    Instant start_of(Date) const;

  private:
    explicit Zone(const void* zone) : zone_(zone) {}
    const void* zone_; // date::time_zone; kept out of the header
};

/// "2026-09-01T00:00:00Z", with as many decimals of a second as are not zero (0, 3 or 6).
std::string to_text(Instant);
/// "2026-09-01".
std::string to_text(Date);

/// Reads canonical text: "YYYY-MM-DD", or "YYYY-MM-DDTHH:MM:SS[.ffffff](Z|±HH[:]MM)" ('T' may be a space).
/// Without a zone the time is taken as UTC; a bare date is its first instant in UTC. Blank when it is
/// anything else. Fast.
std::optional<Instant> read_instant(std::string_view) noexcept;
std::optional<Date> read_date(std::string_view) noexcept;

/// A length of time as an agreement writes it: "90s" "30m", "1h", "14d", "2w", "1h 30m"; d is 24 hours. Blank
/// when unreadable.
std::optional<Duration> read_duration(std::string_view) noexcept;
/// The shortest text that reads back as the same length: "14d", "1h 30m".
std::string to_text(Duration);

} // namespace handoff

#pragma once

#include <handoff/time.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace handoff {

/// A time as an export gives it: an instant, or a day without a time. Unknown by default. In 8 bytes, since a
/// report keeps several for every lead.
class Moment {
  public:
    Moment() = default;
    explicit Moment(Instant at) noexcept : code_(at.time_since_epoch().count() * 2) {}
    explicit Moment(Date day) noexcept
        : code_(Instant(std::chrono::sys_days(day)).time_since_epoch().count() * 2 + 1) {}
    /// Canonical text; unknown when it is anything else.
    static Moment read(std::string_view cell) noexcept;

    bool known() const noexcept { return code_ != unknown; }
    Date day_in(const Zone&) const;
    /// The earliest and the latest instant it can have been: a mere day begins and ends in the zone.
    Instant first(const Zone&) const;
    Instant last(const Zone&) const;
    /// The earlier of two; a known one before an unknown one.
    friend Moment earlier(Moment a, Moment b) noexcept {
        return b.known() && (!a.known() || b.code_ < a.code_) ? b : a;
    }
    /// Days from one to the other. Where either is a mere day, calendar days in the zone: a deal dated the
    /// day its lead came in was not closed before it.
    friend double days_between(Moment from, Moment to, const Zone&);

  private:
    static constexpr std::int64_t unknown = std::numeric_limits<std::int64_t>::min();
    bool is_day() const noexcept { return (code_ & 1) != 0; }
    Instant at() const noexcept { return Instant(Duration(code_ >> 1)); }

    std::int64_t code_ = unknown;
};

/// Days from and to which a report looks, both included; either may be open.
struct Period {
    std::optional<Date> from, to;
    /// Throws Error (request) when it ends before it begins.
    void check() const;
    bool whole() const noexcept { return !from && !to; }
    bool contains(Moment, const Zone&) const; ///< an unknown moment only lies in the whole of time
    std::string text() const;                 ///< "from 2026-01-01 to 2026-03-31"
};

} // namespace handoff

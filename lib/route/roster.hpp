#pragma once

#include <handoff/agreement.hpp>
#include <handoff/route.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace handoff {

/// The reps on the day of the run: who is away, how many leads each has today and open, who waited longest.
class Roster {
  public:
    static constexpr std::uint32_t nobody = 0xffffffff;
    struct Member {
        const Rep* rep = nullptr;
        const Rep::Away* away = nullptr; ///< on the day of the run
        double weight = 1;               ///< on that day: less while it ramps up
        std::uint32_t week_of_ramp = 0;  ///< 1 in its first week; 0: it is past its ramp, or has none
        std::uint32_t open = 0, today = 0, this_week = 0;
        std::uint64_t last = 0; ///< number of its last assignment; 0: none yet
    };

    /// Open leads are not counted yet: the caller adds them by `take_over`.
    Roster(const Agreement&, const RoutePast&, Instant as_of);

    Date day() const noexcept { return day_; }
    std::size_t size() const noexcept { return members_.size(); }
    const Member& operator[](std::uint32_t member) const noexcept { return members_[member]; }
    std::uint32_t find(const Rep* rep) const noexcept; ///< `nobody` for none
    std::uint32_t cover_of(std::uint32_t member) const noexcept;

    enum class Bar { none, not_started, gone, away, full_today, full_this_week, full };
    /// What keeps a member from taking a lead now.
    Bar bar(std::uint32_t member) const noexcept;
    /// The bar in words: "skipped: away until 2026-11-30".
    std::string words(std::uint32_t member, Bar) const;

    void take_over(std::uint32_t member) { ++members_[member].open; } ///< an open lead not given tonight
    void lose(std::uint32_t member) { --members_[member].open; }      ///< an open lead went to another
    std::uint64_t give(std::uint32_t member);                         ///< the number of the assignment
    /// Writes `last` and today's leads back.
    void store(RoutePast&) const;

  private:
    const Agreement* agreement_;
    Date day_;
    std::vector<Member> members_; // in the order of the agreement
    std::uint64_t number_ = 0;    // of the last assignment of all
};

} // namespace handoff

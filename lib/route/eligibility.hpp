#pragma once

#include "route/hand_backs.hpp"
#include "route/owner_names.hpp"

#include <handoff/route.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace handoff {

/// Whether an owner that is no rep is a place where leads wait for one.
bool is_queue(std::string_view owner) noexcept;

/// Which leads are routed (docs/routing.md): those that are qualified, not disqualified, not opted out of
/// every channel, not at the end of their path, that nobody has, and that are not to wait after a rep handed
/// them back.
class Eligibility {
  public:
    /// The table must outlive it. Throws Error (request) when the leads are not scored.
    Eligibility(const Table& leads, const Agreement&, const RoutePast&, Instant as_of);

    std::string key(std::size_t row) const;
    std::string_view created_at(std::size_t row) const;
    bool opted_out(std::size_t row, std::string_view channel) const; ///< "email" or "phone"
    /// True when the lead is to be routed; otherwise who has it and why stand in the assignment. With
    /// `reasons`, also says so in words.
    bool taken(std::size_t row, Assignment&, bool reasons);
    /// Whether the lead is at the end of its path, as far as we know.
    bool through(std::size_t row) const;
    const HandBacks& hand_backs() const noexcept { return hand_backs_; }
    /// What follows from the broken clock of an open lead tonight; its service level decides.
    struct Broken {
        const RoutePast::Open* open = nullptr;
        const BrokenClock* clock = nullptr;
        const Sla* sla = nullptr;
        std::size_t times = 0; ///< it went to another rep for that before
        bool moves = false;    ///< it is to go to another rep
        bool told = false;     ///< somebody is told that was not told yet, should it stay
    };
    std::optional<Broken> broken(std::string_view lead) const;
    /// A lead that stays with the rep who has it.
    void keep(const RoutePast::Open&, Assignment&, bool reasons) const;
    /// Of the rows asked so far, those that came back too often to be routed once more.
    const std::vector<std::uint32_t>& worn_out() const noexcept { return worn_out_; }

  private:
    struct Columns {
        const Column *lead_id, *email, *owner, *qualified, *disqualified, *email_opt_out, *phone_opt_out,
            *stage, *created_at;
    };
    std::string not_taken_because(std::size_t row) const;
    std::string_view stage(std::size_t row) const;
    bool through(std::string_view stage, std::string_view lead) const;
    void keep_open(const RoutePast::Open&, const Rep* owner, Assignment&, bool reasons) const;

    const Agreement& agreement_;
    const RoutePast& past_;
    Instant as_of_;
    Columns columns_;
    OwnerNames owners_;
    HandBacks hand_backs_;
    std::vector<std::uint32_t> worn_out_;
};

} // namespace handoff

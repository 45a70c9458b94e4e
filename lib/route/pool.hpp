#pragma once

#include "route/roster.hpp"
#include "route/rotation.hpp"

#include <string>
#include <vector>

namespace handoff {

/// A pool on the day of the run: its members in the order of the agreement, and whose turn it is.
class RepPool {
  public:
    RepPool(std::string name, const Agreement&, const Roster&, const RoutePast&);

    struct Candidate {
        std::uint32_t member;                         ///< of the roster
        std::uint32_t stands_in_for = Roster::nobody; ///< a cover from outside the pool
    };
    const std::string& name() const noexcept { return name_; }
    const std::vector<Candidate>& candidates() const noexcept { return candidates_; }

    /// Picks among the candidates at the positions `able` (at least one, in order), and, where `why` is
    /// given, says in plain words why that one: "chosen: owed 0.71 leads, the most of 3".
    std::uint32_t pick(By by, const std::vector<std::uint32_t>& able, const Roster& roster, std::string* why);
    void store(RoutePast&, const Roster&) const;

  private:
    std::string name_;
    std::vector<Candidate> candidates_;
    std::vector<RotationTurn> turns_; // of the candidates
};

} // namespace handoff

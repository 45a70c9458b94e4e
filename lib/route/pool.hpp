#pragma once

#include "route/roster.hpp"
#include "route/rotation.hpp"

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace handoff {

/// A pool on the day of the run: its members in the order of the agreement, and whose turn it is.
class RepPool {
  public:
    /// How the routes use it: in which ways, and which skills (by number) they may ask for.
    struct Use {
        std::vector<By> ways;
        std::set<std::uint32_t> skills;
    };
    RepPool(std::string name, const Use&, const std::vector<std::string>& skills, const Agreement&,
            const Roster&, const RoutePast&);

    struct Candidate {
        std::uint32_t member;                         ///< of the roster
        std::uint32_t stands_in_for = Roster::nobody; ///< a cover from outside the pool
        double weight = 1;                            ///< tonight: a rep on its ramp has less than its own
        RoutePast::Turn turn;                         ///< at the start of the run
        bool joined = false;                          ///< can take leads tonight
    };
    const std::string& name() const noexcept { return name_; }
    const std::vector<Candidate>& candidates() const noexcept { return candidates_; }

    struct Pick {
        std::uint32_t candidate = Rotation::nobody;
        std::size_t able = 0; ///< how many could take the lead
    };
    /// Picks among those who have the skills, without some members of the roster, who gets a lead of so many
    /// points, and, where `why` is given,
    /// says in plain words why that one: "chosen: owed 0.71 leads, the most of 3".
    Pick pick(By by, const Rotation::Skills& needs, const std::vector<std::uint32_t>& without_members,
              double points, const Roster& roster, std::string* why);
    /// The member's numbers changed, here or in another pool.
    void changed(std::uint32_t member, const Roster&);
    void store(RoutePast&, const Roster&) const;

  private:
    void find_candidates(const Agreement&, const Roster&);
    void load(const Roster&, const RoutePast&);
    void level_joiners(const Roster&);

    std::string name_;
    std::vector<Candidate> candidates_;
    std::unordered_map<std::uint32_t, std::uint32_t> places_; // member -> candidate
    struct Given {
        std::uint64_t leads = 0;
        double points = 0;
    };
    std::vector<Given> given_; // tonight
    Rotation rotation_;
};

/// All pools that routes lead to.
class Pools {
  public:
    /// A route uses a pool; returns the pool's number. Before open().
    std::size_t use(const std::string& name, By, const std::vector<std::string>& skills);
    std::uint32_t skill(const std::string& name); ///< its number, given at the first question
    /// Once everybody's open leads are known.
    void open(const Agreement&, const Roster&, const RoutePast&);

    RepPool& operator[](std::size_t pool) noexcept { return pools_[pool]; }
    void changed(std::uint32_t member, const Roster&);
    void store(RoutePast&, const Roster&) const;

  private:
    std::vector<std::pair<std::string, RepPool::Use>> used_;
    std::vector<std::string> skills_; // in small letters
    std::vector<RepPool> pools_;
    std::vector<std::vector<std::uint32_t>> pools_of_; // of each member
};

} // namespace handoff

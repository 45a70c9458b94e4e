#pragma once

#include <handoff/agreement.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace handoff {

/// Whose turn it is in a pool, among those who can take leads tonight. Of every lead each who can take it is
/// entitled to a share, its weight by the weights of all who can; in rotation whoever is owed most then gets
/// the lead (the earlier place in a tie) and is owed one lead less. Who cannot take a lead is entitled to
/// nothing of it, so that absence neither costs nor saves up leads.
///
/// A decision costs as many steps as there are different weights and skills, not as there are people: those
/// of the same weight and skills earn alike, so that their order among themselves stays while others are
/// picked. What is owed is counted in whole millionths of a weight, where one lead is worth the weights of
/// everybody there: exact while nobody drops out, else exact to a millionth.
class Rotation {
  public:
    static constexpr std::uint32_t nobody = 0xffffffff;
    using Skills = std::vector<std::uint32_t>; ///< by number, sorted

    /// Places count from 0; only these ways of picking will be asked for.
    Rotation(std::size_t places, std::span<const By> ways);
    void join(std::uint32_t place, double weight, Skills skills, std::uint32_t open, std::uint64_t last);
    /// Before start(): half leads that it is taken to have open above those it has. Each lead it gets takes
    /// one off, so that by least_loaded it gets two for each one of the others until it is level.
    void set_ahead(std::uint32_t place, std::uint64_t halves) { positions_[place].ahead = halves; }
    /// After all have joined: what each is owed, in leads.
    void start(std::span<const double> owed);
    /// Takes no more leads tonight.
    void leave(std::uint32_t place);
    /// Has so many open leads now, the last of that number.
    void update(std::uint32_t place, std::uint32_t open, std::uint64_t last);

    struct Choice {
        std::uint32_t place = nobody;
        double owed = 0;         ///< rotation: what it was owed before it got the lead, in leads
        std::size_t able = 0;    ///< how many could take it
        std::size_t level = 0;   ///< how many were level with it; counted up to `most_level`, on request
        std::uint64_t ahead = 0; ///< least_loaded: half leads counted above those it had open
    };
    static constexpr std::size_t most_level = 26;
    /// Picks among those who have all the skills, without some (places), who gets a lead of so many points.
    /// `nobody` when there is none.
    Choice pick(By, const Skills& needs, std::span<const std::uint32_t> without, bool count_level,
                double points = 0);

    /// Of the leads since start(): how many, and how many points.
    struct Entitled {
        double leads = 0, points = 0;
        void add(double share, double of_points) {
            leads += share;
            points += share * of_points;
        }
    };
    double owed(std::uint32_t place) const; ///< in leads
    Entitled entitled(std::uint32_t place) const;
    std::uint64_t ahead(std::uint32_t place) const { return positions_[place].ahead; }

  private:
    static constexpr std::size_t ways = 4;
    struct Key {
        std::int64_t rank; ///< the least is picked
        std::uint32_t place;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    struct Class { ///< of the same weight and skills
        std::int64_t weight = 0;
        Skills skills;
        std::size_t count = 0;
        std::int64_t earned = 0; ///< by each of them
        Entitled entitled;
        std::array<std::set<Key>, ways> order;
    };
    struct Position {
        std::uint32_t its_class = nobody;
        bool here = false;
        std::int64_t credit = 0; ///< without what its class has earned, while it is here
        Entitled entitled;
        std::uint32_t open = 0;
        std::uint64_t last = 0, ahead = 0;
        std::int64_t load() const noexcept {
            return 2 * std::int64_t{open} + static_cast<std::int64_t>(ahead);
        }
    };
    struct Share {
        std::uint32_t its_class;
        std::int64_t earns;
        double part;
    };
    struct Able { ///< who have certain skills
        std::uint64_t version = 0;
        std::vector<std::uint32_t> classes;
        std::vector<Share> shares;
        std::int64_t weight = 0, pays = 0;
        std::size_t count = 0;
    };

    Able& able(const Skills& needs);
    void share_out(Able&) const;
    Able reduced(const Able&, std::span<const std::uint32_t> without) const;
    std::int64_t rank(By, const Position&) const noexcept;
    bool before(By, std::uint32_t a, const Share&, std::uint32_t b, const Share&) const;
    std::uint32_t first(const Class&, By, std::span<const std::uint32_t> without) const;
    std::size_t level_with(By, std::uint32_t place, const Share&, const Able&,
                           std::span<const std::uint32_t> without) const;
    template <class Change>
    void change(std::uint32_t place, Change);

    std::array<bool, ways> used_{};
    std::vector<Position> positions_;
    std::vector<Class> classes_;
    std::map<Skills, Able> able_;
    std::uint64_t version_ = 1; // changes when somebody leaves
    std::int64_t one_lead_ = 0;
};

/// What a joiner is owed at first: the mean of those who are there, so that it is neither flooded nor
/// starved.
double baseline(std::span<const double> owed);

} // namespace handoff

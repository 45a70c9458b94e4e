#pragma once

#include "score/score_state.hpp"

#include <set>
#include <span>
#include <vector>

namespace handoff {

/// The touches that match rules or resets, by lead, and the resets that columns of leads tell of, kept so
/// that scores can be worked out as of any moment.
class LeadTouches {
  public:
    /// Which touches are wanted.
    struct Wanted {
        const std::set<std::size_t>* holders = nullptr; ///< of these leads only; none: of all
        std::span<const Instant> until = {}; ///< [holder] none after that, for nobody will ask; empty: all
    };
    /// Reads the touches again.
    LeadTouches(const ScoreState& state, std::span<Export* const> touches, const Wanted& wanted);

    /// One lead's, by rule on touches, then by reset.
    void find(std::size_t lead, std::vector<MatchedTouches>& into) const;

  private:
    /// A touch that matches a rule, or an event, by the lead that holds the touches of its id.
    struct Match {
        std::uint32_t holder, rule;
        Instant at; ///< the least: not known
        friend auto operator<=>(const Match&, const Match&) = default;
    };

    class Finder;
    /// Puts what the batches brought, in any order, in its own: by lead, then sorted.
    void put_in_order(std::vector<std::vector<Match>> found);

    const ScoreState& state_;
    std::vector<std::size_t> first_; // [holder], and the end: where the matches of a lead begin
    BigArray<Match> matches_;        // sorted, so that they are the same for any number of threads
};

} // namespace handoff

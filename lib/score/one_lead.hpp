#pragma once

#include "score/score_at.hpp"

#include <map>
#include <memory>
#include <vector>

namespace handoff {

/// One lead with everything that its score is worked out from, so that it can be scored as of any moment, and
/// as if more had happened.
class OneLead {
  public:
    /// `row`: its columns at their positions in the scope; those that no rule reads may be blank. `touches`
    /// as of LeadTouches.
    OneLead(const ScoreState& state, Scope scope, Table row, std::vector<MatchedTouches> touches);

    const Table& row() const noexcept { return row_; }
    const std::vector<MatchedTouches>& touches() const noexcept { return touches_; }

    /// What rules on columns find as of a moment, by such rule (LeadRule's outcomes).
    std::vector<std::uint16_t> outcomes(Instant at) const;

    struct Verdict {
        ScoreAt score;
        bool disqualified = false, qualified = false;
    };
    Verdict judge(Instant at) const { return judge(at, outcomes(at), touches_); }
    /// As if the rules on columns found this, and these were its touches.
    Verdict judge(Instant at, const std::vector<std::uint16_t>& outcomes,
                  std::span<const MatchedTouches> touches) const;
    /// Whether it qualifies with these points.
    bool qualifies(Instant at, std::span<const Points> groups) const;
    /// The parts of the agreement's `lifecycle.mql` that do not hold with these points.
    std::vector<std::string> unmet(Instant at, std::span<const Points> groups) const;

    /// Which parts of a condition on leads do not hold: their places in its `and`; 0 for one without any.
    std::vector<std::size_t> unmet_parts(const Expression& condition, Instant at) const;

  private:
    /// The agreement as of a moment.
    struct AsOf {
        LeadRules rules;
        Bound qualification;
        AsOf(const ScoreState& state, const Scope& scope);
    };
    const AsOf& as_of(Instant at) const;
    Scope scope_as_of(Instant at) const;
    /// Those of its `and`, else the whole.
    std::vector<Expression> parts_of(const Expression& condition) const;
    Table scored_row(std::span<const Points> groups) const;

    const ScoreState& state_;
    Scope scope_;
    Table row_;
    std::vector<MatchedTouches> touches_;
    mutable std::map<Instant, std::unique_ptr<AsOf>> as_of_; // made when first asked for
};

} // namespace handoff

#pragma once

#include "report/suggestions.hpp"

#include <handoff/report.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// The bands or values of a rule that gives points by a column, and what became of the leads in each; all
/// leads with another value are in a step of their own, which gives nothing.
class RuleSteps {
  public:
    /// The column is blank for all where the leads do not have it.
    RuleSteps(const Agreement&, const ScoreRule&, const Table& leads);

    void add(std::uint32_t row, bool good);

    /// The line of the rule with other points, where steps that earn more turn out worse (Wilson's 95%
    /// intervals do not overlap, 30 leads or more in each): as many as the better one has, until none is left
    /// that does. `good` is what the good ones did: "reached 'opportunity'".
    struct Change {
        AgreementLine line;
        std::string changed, because;
    };
    std::optional<Change> change(const std::string& good) const;

  private:
    struct Step {
        std::string name; ///< as the agreement writes it; empty: all other values
        Points points;
        std::size_t leads = 0, good = 0;
    };
    /// Two steps of which the first earns more and surely turns out worse.
    struct Pair {
        std::size_t worse = 0, better = 0;
        double gap = 0;
    };
    std::optional<Pair> strongest(const std::vector<Points>&) const;
    std::string told(const Step&, bool at_most) const;
    std::vector<AgreementLine> lines() const;

    const Agreement& agreement_;
    const ScoreRule& rule_;
    const Table& leads_;
    std::optional<std::size_t> column_;
    std::vector<Step> steps_;                  ///< the last: all other values
    std::map<std::string, std::size_t> cells_; ///< of values: a cell in lower case, and its step
};

} // namespace handoff

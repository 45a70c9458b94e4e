#pragma once

#include <handoff/agreement.hpp>
#include <handoff/exports.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace handoff {

/// A rule that reads a lead's own columns. What it finds is an outcome: 0 when it does not fire, else 1, or
/// the number of the band or value; what an outcome is worth stands in `points`, the rule's min and max
/// applied.
struct LeadRule {
    const ScoreRule* rule = nullptr;
    std::size_t group = 0;
    enum class Form { when, bands, values } form = Form::when;
    std::size_t expression = 0; ///< when: of the bound ones
    std::size_t column = 0;     ///< bands, values: in the scope
    std::vector<Points> given;  ///< by outcome, before min and max
    std::vector<Points> points; ///< by outcome
};

/// All rules on leads, bound to the columns of an export.
class LeadRules {
  public:
    /// Throws Error (request) with every unknown column and every condition that cannot be bound.
    LeadRules(const Agreement& agreement, const Scope& scope);

    const std::vector<LeadRule>& rules() const noexcept { return rules_; }
    const Bound& bound() const noexcept { return *bound_; }
    const std::set<std::size_t>& columns() const noexcept { return columns_; } ///< that rules read

    /// Finds outcomes batch by batch. One per thread.
    class Evaluator {
      public:
        explicit Evaluator(const LeadRules& rules);
        void run(const Table& table);
        /// Of a rule for each row of the last run.
        std::span<const std::uint16_t> outcomes(std::size_t rule);

      private:
        void find_bands(const LeadRule&, std::span<const std::string_view> cells);
        void find_values(std::size_t rule, std::span<const std::string_view> cells);

        const LeadRules& rules_;
        Bound::Evaluator evaluator_;
        const Table* table_ = nullptr;
        std::vector<std::uint16_t> outcomes_;
        std::string folded_;
    };

  private:
    std::vector<LeadRule> rules_;
    std::vector<std::unordered_map<std::string, std::uint16_t>> values_; // by rule: value -> outcome
    std::set<std::size_t> columns_;
    std::optional<Bound> bound_;
};

/// The position of a rule's group in the model. Throws Error (ours) when there is none: an agreement that was
/// read has checked it.
std::size_t group_of(const ScoreModel& model, const ScoreRule& rule);

} // namespace handoff

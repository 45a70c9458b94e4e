#pragma once

#include "route/eligibility.hpp"
#include "route/pool.hpp"

#include <handoff/exports.hpp>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace handoff {

/// The routes of an agreement bound to a table of leads, and evaluated for a batch of them at a time.
class RouteRules {
  public:
    struct Rule {
        const Route* route = nullptr;
        const Sla* sla = nullptr;
        std::size_t when = 0; ///< expression
        struct Need {
            std::string skill;
            std::size_t when = 0;
        };
        std::vector<Need> needs;
        std::uint32_t member = Roster::nobody; ///< `to` is this rep
        std::optional<std::size_t> column;     ///< `to` is this column of the batch
        std::size_t pool = 0;                  ///< otherwise, of pools()
    };

    /// Throws Error (request) with every mistake: unknown columns in conditions and in `to`.
    RouteRules(const Table& leads, const Agreement&, const Roster&, const RoutePast&, Instant as_of);

    const std::vector<Rule>& rules() const noexcept { return rules_; }
    std::vector<RepPool>& pools() noexcept { return pools_; }

    /// Evaluates everything for these rows of the leads.
    void read(std::span<const std::uint32_t> rows);
    bool holds(std::size_t expression, std::size_t in_batch) const {
        return evaluator_->mask(expression)[in_batch] != 0;
    }
    /// What the condition saw: "employees = 480, country = 'US'".
    std::string values(std::size_t expression, std::size_t in_batch) const {
        return bound_->values(expression, batch_, in_batch);
    }
    std::string_view cell(std::size_t column, std::size_t in_batch) const {
        return batch_[column].cells[in_batch];
    }

  private:
    std::vector<Expression> prepare(const Agreement&, const Roster&, const RoutePast&, Diagnostics&);
    void add_blank(const std::string& name);

    const Table& leads_;
    Scope scope_;
    std::vector<std::string> blanks_; // canonical columns that rules name and the leads do not have
    std::vector<Rule> rules_;
    std::vector<RepPool> pools_;
    std::unique_ptr<Bound> bound_;
    std::unique_ptr<Bound::Evaluator> evaluator_;
    Table batch_;
};

} // namespace handoff

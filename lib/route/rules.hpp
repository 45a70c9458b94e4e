#pragma once

#include "base/prefetch.hpp"
#include "route/pool.hpp"

#include <handoff/exports.hpp>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace handoff {

/// The routes, territories and exclusions of an agreement bound to a table of leads, and all their conditions
/// evaluated for the leads that are to be routed.
class RouteRules {
  public:
    static constexpr std::uint32_t none = 0xffffffff;
    struct Rule {
        const Route* route = nullptr;
        const Sla* sla = nullptr;
        std::size_t when = 0; ///< condition
        struct Need {
            std::string skill;
            std::uint32_t number = 0; ///< of the skill
            std::size_t when = 0;
        };
        std::vector<Need> needs;                 ///< sorted by number
        std::uint32_t member = Roster::nobody;   ///< `to` is this rep
        std::optional<std::size_t> column;       ///< `to` is this column
        std::optional<std::size_t> why_column;   ///< says why that one is named, where it is there
        std::uint32_t pool = none;               ///< of the pools
        std::uint32_t territory = none;          ///< the root of territories()
        std::uint32_t fallback = Roster::nobody; ///< takes what the others cannot
    };
    struct Area {
        const Territory* territory = nullptr;
        std::vector<std::size_t> conditions;
        std::uint32_t parent = none;
        std::vector<std::uint32_t> children;
        std::uint32_t member = Roster::nobody;
        std::uint32_t pool = none;
    };
    struct Barrier {
        const Exclusion* exclusion = nullptr;
        std::size_t when = 0;
        std::vector<std::uint32_t> members; ///< none: all
    };

    /// Throws Error (request) with every mistake: unknown columns in conditions and in `to`.
    RouteRules(const Table& leads, const Agreement&, const Roster&, Pools&, Instant as_of);

    const std::vector<Rule>& rules() const noexcept { return rules_; }
    const std::vector<Area>& areas() const noexcept { return areas_; }
    const std::vector<Barrier>& barriers() const noexcept { return barriers_; }

    /// Evaluates everything for these rows of the leads, which must live on; what follows is asked by
    /// position in them.
    void read(std::span<const std::uint32_t> rows, unsigned threads);
    bool holds(std::size_t condition, std::size_t lead) const noexcept {
        return (truth_[lead * words_ + condition / 64] >> (condition % 64) & 1) != 0;
    }
    /// The first rule from this one on that holds for a lead; rules().size() when none does.
    std::size_t next_that_holds(std::size_t rule, std::size_t lead) const noexcept;
    /// Asks for what is known of a lead, which is needed soon.
    void prefetch(std::size_t lead) const noexcept {
        handoff::prefetch(truth_.data() + lead * words_, words_ * sizeof(std::uint64_t));
    }
    bool holds(const std::vector<std::size_t>& conditions, std::size_t lead) const noexcept {
        for (const std::size_t condition : conditions)
            if (!holds(condition, lead)) return false;
        return true;
    }
    /// What the condition saw: "employees = 480, country = 'US'".
    std::string values(std::size_t condition, std::size_t lead) const;
    std::string_view cell(std::size_t column, std::size_t lead) const noexcept;
    /// The lowest territories under this one in which a lead lies, all as low, in the agreement's order.
    std::vector<std::uint32_t> deepest(std::uint32_t root, std::size_t lead) const;
    /// The territories in which a lead lies, from the lowest (of those as low, the first in the agreement) up
    /// to this one; none when it does not lie in this one.
    std::vector<std::uint32_t> lowest(std::uint32_t root, std::size_t lead) const;

  private:
    void add_rules(const Agreement&, const Roster&, Pools&, Diagnostics&);
    void add_areas(const Agreement&, const Roster&);
    void add_destination(const Route&, Rule&, const Agreement&, const Roster&, Diagnostics&);
    void use_pools(Rule&, Pools&);
    std::size_t add(const Expression&);
    void add_blank(const std::string& name);
    Table empty_batch() const;
    void fill(Table& batch, std::span<const std::uint32_t> rows) const;

    const Table& leads_;
    Scope scope_;
    std::vector<Expression> expressions_;
    std::vector<Rule> rules_;
    std::vector<Area> areas_; // in the order of the agreement
    std::vector<Barrier> barriers_;
    std::unique_ptr<Bound> bound_;
    std::span<const std::uint32_t> rows_;
    std::size_t words_ = 0;
    std::vector<std::uint64_t> truth_;   // bits: of each lead, each condition
    std::vector<std::uint64_t> is_rule_; // bits: the conditions of rules
    std::vector<std::uint32_t> rule_of_; // [condition of a rule]
};

} // namespace handoff

#pragma once

#include <handoff/agreement.hpp>
#include <handoff/expression.hpp>
#include <handoff/table.hpp>

#include <cstdint>
#include <set>
#include <vector>

namespace handoff {

/// What happened to one lead by one reset.
struct ResetEvent {
    std::uint32_t lead;
    std::uint32_t reset; ///< of the agreement
    Instant at;
    friend auto operator<=>(const ResetEvent&, const ResetEvent&) = default;
};

/// The resets whose time a column of the lead says, bound to the columns of an export.
class LeadResets {
  public:
    /// Throws Error (request) with every column that is not there.
    LeadResets(const Agreement& agreement, const Scope& scope);

    void add_columns(std::set<std::size_t>& wanted) const;
    /// What rows say, whenever it was, a bare date being the first moment of that day; `lead` is the row. A
    /// cell that is no time says nothing.
    std::vector<ResetEvent> events(const Table& leads) const;

  private:
    struct Column {
        std::uint32_t reset;
        std::size_t position;
    };
    const Zone& zone_;
    std::vector<Column> columns_; ///< that the leads really have
};

} // namespace handoff

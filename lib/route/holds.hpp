#pragma once

#include <handoff/followup.hpp>

#include <optional>
#include <string>
#include <vector>

namespace handoff {

/// For which leads a [[pause]] holds as they stand tonight. Of several, the first in the agreement counts.
class HoldsSeen {
  public:
    /// The table must outlive it. Throws Error (request) for a pause that names unknown columns.
    HoldsSeen(const Table& leads, const Agreement&, Instant as_of);

    bool any() const noexcept { return !codes_.empty(); } ///< some pause has a condition
    bool holds(std::size_t row) const noexcept { return !codes_.empty() && codes_[row] != nullptr; }
    struct Change {
        std::string code; ///< blank: the clocks go on
        Instant at{};
    };
    /// What is new of a lead whose clocks stand still since `last` (none: they ran). It happened when the
    /// pause's own column says, else when the lead was last updated; where neither tells, tonight.
    std::optional<Change> change(std::size_t row, const Hold* last) const;

  private:
    Instant changed_at(std::size_t row, const PauseReason*, std::optional<Instant> after) const;

    const Table& leads_;
    const Agreement& agreement_;
    Instant as_of_;
    std::vector<const PauseReason*> codes_; // by row; empty: no pause has a condition
};

} // namespace handoff

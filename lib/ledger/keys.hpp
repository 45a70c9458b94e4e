#pragma once

#include "ledger/database.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace handoff::ledger {

/// By what leads are known today (lead_key). To look it up for each row of a long history by a join costs
/// more than all the rest of reading it.
class CurrentKeys {
  public:
    explicit CurrentKeys(const Database&);

    /// Blank for a person who is not known by a key any more, such as one merged into another.
    std::string_view of(std::int64_t person) const noexcept {
        const auto at = static_cast<std::size_t>(person);
        return at < keys_.size() ? std::string_view(keys_[at]) : std::string_view();
    }
    /// The same, of the person whom it was merged into at last.
    std::string_view of_survivor(std::int64_t person) const noexcept {
        const auto at = static_cast<std::size_t>(person);
        return at < survivors_.size() && survivors_[at] != 0 ? of(survivors_[at]) : of(person);
    }

  private:
    std::vector<std::string> keys_;       ///< by person
    std::vector<std::int64_t> survivors_; ///< by person; 0: itself
};

} // namespace handoff::ledger

#pragma once

#include "ledger/database.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
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
        return at < keys_.size() ? text(keys_[at]) : std::string_view();
    }
    /// The same, of the person whom it was merged into at last.
    std::string_view of_survivor(std::int64_t person) const noexcept {
        const auto at = static_cast<std::size_t>(person);
        return at < survivors_.size() && survivors_[at] != 0 ? of(survivors_[at]) : of(person);
    }
    /// Calls visit(key) for each key that the person is known by, those of leads merged into it among them.
    template <class Visit>
    void each(std::int64_t person, Visit visit) const {
        if (const std::string_view own = of(person); !own.empty()) visit(own);
        for (auto [at, end] = others_.equal_range(person); at != end; ++at) visit(text(at->second));
    }

  private:
    struct Key {
        std::size_t from = 0, size = 0;
    };
    std::string_view text(const Key& key) const noexcept {
        return std::string_view(text_).substr(key.from, key.size);
    }
    std::string text_;                                  ///< of all keys
    std::vector<Key> keys_;                             ///< by person
    std::unordered_multimap<std::int64_t, Key> others_; ///< beside those
    std::vector<std::int64_t> survivors_;               ///< by person; 0: itself
};

} // namespace handoff::ledger

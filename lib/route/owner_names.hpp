#pragma once

#include <handoff/agreement.hpp>

#include <string>
#include <string_view>
#include <unordered_map>

namespace handoff {

/// The reps that cells name, found as Agreement::rep_of_owner finds them, but for millions of cells and
/// thousands of reps. Cells must outlive it.
class OwnerNames {
  public:
    explicit OwnerNames(const Agreement& agreement);
    const Rep* find(std::string_view owner);
    /// By the id alone, as Agreement::rep.
    const Rep* rep(std::string_view id) const noexcept;

  private:
    const Rep* look_up(std::string_view owner) const;

    std::unordered_map<std::string_view, const Rep*> by_id_;
    std::unordered_map<std::string, const Rep*> by_word_; ///< id, e-mail and name in small letters
    std::unordered_map<std::string_view, const Rep*> by_owner_id_;
    std::unordered_map<std::string_view, const Rep*> known_; ///< cells so far
};

} // namespace handoff

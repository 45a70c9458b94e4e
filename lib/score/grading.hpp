#pragma once

#include <handoff/agreement.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace handoff {

/// The agreement's grade, ready to be asked for every lead. A grade is a small number, that of its label.
class Grading {
  public:
    /// Of all groups of the model; `total` is whatever sum it will be asked with.
    Grading(const Grade& grade, const std::vector<std::string>& groups);

    std::size_t size() const noexcept { return labels_.size(); } ///< how many grades there are
    bool graded() const noexcept { return !axes_.empty(); }
    std::uint16_t of(std::span<const Points> groups, Points score) const noexcept;
    const std::string& label(std::uint16_t grade) const { return labels_[grade]; }

  private:
    struct Axis {
        std::size_t group; // the number of groups: the score
        std::vector<std::int64_t> from;
    };
    std::vector<Axis> axes_;
    std::vector<std::string> labels_; // the last axis runs fastest
};

} // namespace handoff

#pragma once

#include "report/people.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace handoff {

/// The position of a stage on the path; none: the lifecycle does not have it.
std::optional<std::uint32_t> stage_at(const Lifecycle&, std::string_view name) noexcept;

/// When people reached a stage, as well as it is known.
class Reached {
  public:
    /// The people must outlive it.
    Reached(const ReportInput&, const People&);
    /// Where nobody wrote it down: when a rep accepted the lead, or else when it is known to have been
    /// further.
    Moment at(std::size_t person, std::uint32_t stage) const;

  private:
    const People& people_;
    std::size_t stages_;
    std::optional<std::uint32_t> accepting_;
    std::vector<Moment> accepted_; ///< by row of the leads
};

} // namespace handoff

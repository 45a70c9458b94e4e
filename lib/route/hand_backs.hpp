#pragma once

#include <handoff/expression.hpp>
#include <handoff/route.hpp>

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace handoff {

/// Leads that reps handed back, and whether they are routed again tonight (docs/handback.md).
class HandBacks {
  public:
    /// Throws Error (request) when a disposition wakes by a condition on unknown columns.
    HandBacks(const Table& leads, const Agreement&, const RoutePast&, Instant as_of);

    /// How a lead came back; none for the others.
    const RoutePast::HandedBack* of(std::string_view lead) const;
    enum class Next { stays, routed, worn_out };
    struct Decision {
        Next next = Next::stays;
        bool elsewhere = false; ///< routed, but to nobody who had it
        Reason reason;
    };
    Decision decide(const RoutePast::HandedBack&, std::size_t row) const;

  private:
    void read_wakes(const Table& leads);
    bool wakes(const Disposition&, std::size_t row) const;

    const Agreement& agreement_;
    const RoutePast& past_;
    Instant as_of_;
    std::unordered_map<const Disposition*, std::vector<std::uint8_t>> wake_when_; ///< by row
};

} // namespace handoff

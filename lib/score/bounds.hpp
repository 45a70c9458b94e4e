#pragma once

#include <handoff/agreement.hpp>

#include <algorithm>

namespace handoff {

/// A rule's or group's minimum and maximum, ready for hot loops.
struct Bounds {
    std::int64_t least = Points::lowest().nano, most = Points::highest().nano;

    static Bounds of(const std::optional<Points>& min, const std::optional<Points>& max) noexcept {
        Bounds bounds;
        if (min) bounds.least = min->nano;
        if (max) bounds.most = max->nano;
        return bounds;
    }
    bool none() const noexcept { return *this == Bounds(); }
    Points operator()(Points points) const noexcept { return {std::min(std::max(points.nano, least), most)}; }
    friend bool operator==(const Bounds&, const Bounds&) = default;
};

} // namespace handoff

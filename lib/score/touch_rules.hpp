#pragma once

#include "score/bounds.hpp"
#include "score/decay.hpp"

#include <handoff/agreement.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace handoff {

/// A rule on touches, ready for millions of them.
struct TouchRule {
    const ScoreRule* rule = nullptr;
    std::size_t group = 0;
    DecayCurve curve;
    std::int64_t window; ///< microseconds: a touch of this age or older is outside
    Bounds bounds;       ///< the rule's min and max
    /// Neither window, decay, limit nor at_least: a touch whose time is unknown counts too.
    bool timeless = false;
    /// Each touch can be added up as it comes. The others are collected and worked off at the end: a limit
    /// and at_least need all of a lead's touches, and a min above 0 (or a max below) holds only for leads
    /// that have a touch at all.
    bool direct = true;

    TouchRule(const ScoreRule& rule, std::size_t group);
    bool in_window(std::int64_t age) const noexcept { return age >= 0 && age < window; }

    /// What times that count are worth: the decayed points of each, or once those of the newest span.
    Points worth(std::span<const Instant> times, Instant as_of) const;
    /// Whether such times make the rule give anything.
    bool fired(std::span<const Instant> counted) const;
    /// The same of all times in the window (sorted), with limit, min and max.
    Points total(std::span<const Instant> times, Instant as_of, const Zone& zone) const;
};

/// The rules on touches in the order of the agreement.
std::vector<TouchRule> touch_rules(const ScoreModel& model);

} // namespace handoff

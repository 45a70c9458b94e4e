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
    /// What a touch gives does not depend on the lead's other touches. A limit and at_least need all of them,
    /// and a min above 0 (or a max below) holds only for leads that have a touch at all.
    bool additive = true;
    /// Each touch can be added up as it comes. The others are collected and worked off at the end: those that
    /// are not additive, and those of a group with a reset, which may come later in the file.
    bool direct = true;

    TouchRule(const ScoreRule& rule, std::size_t group, bool resets);
    bool in_window(std::int64_t age) const noexcept { return age >= 0 && age < window; }

    /// What times that count are worth: the decayed points of each, or once those of the newest span.
    Points worth(std::span<const Instant> times, Instant as_of) const;
    /// Whether such times make the rule give anything.
    bool fired(std::span<const Instant> counted) const;
    /// The same of all times in the window (sorted), with limit, min and max.
    Points total(std::span<const Instant> times, Instant as_of, const Zone& zone) const;
};

/// The touches of one lead that match one rule, whenever they were.
struct MatchedTouches {
    std::vector<Instant> times; ///< sorted
    std::size_t undated = 0;
};

/// The latest reset of a group before a moment; none: since ever.
struct LatestReset {
    const ScoreReset* reset = nullptr;
    Instant at = Instant::min();
};

/// Which touches of a lead a rule sees at a moment, and which of them count.
struct CountedTouches {
    std::vector<Instant> seen;        ///< in the window, sorted
    std::size_t undated = 0;          ///< seen by a timeless rule
    std::size_t before_reset = 0;     ///< the first of `seen`, which do not count
    std::size_t undated_counted = 0;  ///< none once the lead was reset: nobody knows when they were
    std::vector<std::size_t> counted; ///< within the limit: positions in `seen`

    CountedTouches(const TouchRule&, const MatchedTouches&, const LatestReset&, Instant at, const Zone&);
    std::vector<Instant> times_counted() const;
    Points points(const TouchRule&, Instant at) const; ///< with the rule's min and max
};

/// The rules on touches in the order of the agreement.
std::vector<TouchRule> touch_rules(const ScoreModel& model);

} // namespace handoff

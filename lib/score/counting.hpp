#pragma once

#include <handoff/agreement.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace handoff {

/// Which touches count under a rule's limit. `times` are those of one lead's touches that match the rule and
/// lie in its window, sorted. Returns the positions of those that count, in order.
std::vector<std::size_t> within_limit(std::span<const Instant> times, const Limit& limit, const Zone& zone);

/// The last touch of the newest span that holds enough touches; `times` sorted. A span is half open like a
/// window: of 3 in 7d the third is less than 7 days after the first.
std::optional<std::size_t> newest_span(std::span<const Instant> times, const AtLeast& at_least);

} // namespace handoff

#pragma once

#include <handoff/calendar.hpp>
#include <handoff/followup.hpp>

#include <span>
#include <string>

namespace handoff {

/// How near attempts came to what is agreed, in the best time of the agreed length that they lie in.
struct AttemptsMade {
    std::size_t count = 0, channels = 0;
    bool met(const Sla::Attempts& agreed) const noexcept {
        return count >= agreed.at_least && channels >= agreed.channels;
    }
    /// "2 of 6 attempts made, on 1 of 2 channels, within 10d"
    std::string text(const Sla::Attempts& agreed) const;
};

/// Of attempts in order of time, those up to `until`. Time in which the clocks stood still does not count.
AttemptsMade attempts_made(std::span<const Followup::Attempt>, const Sla::Attempts&, Instant until,
                           std::span<const Pause>);

} // namespace handoff

#pragma once

#include <handoff/values.hpp>

namespace handoff {

/// What a cell says about a moment: a day, or a moment of it.
struct CleanInstant {
    Instant at{};
    bool day_only = false;
};

/// What stands behind clean_instant(), without making text of it; for hot loops. `ambiguous` is set when only
/// the order of day and month is missing.
std::optional<CleanInstant> read_moment(std::string_view cell, DayMonth order, const Zone& zone,
                                        bool& ambiguous);

} // namespace handoff

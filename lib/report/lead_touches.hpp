#pragma once

#include <handoff/report.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace handoff {

/// A touch as people are told of it.
struct ToldTouch {
    Instant at{};
    std::string type, content, channel, outcome, subject, side, rep, campaign;
};

/// The touches of some leads up to as_of, of each the newest first; for each row of the leads, the others
/// having none. Streams the touches once; only those of these leads are kept. The index is that of the leads,
/// where it is at hand.
std::vector<std::vector<ToldTouch>> touches_of(const ReportInput&, std::span<const std::uint32_t> rows,
                                               const LeadIndex* index = nullptr);

} // namespace handoff

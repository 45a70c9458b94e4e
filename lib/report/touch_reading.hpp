#pragma once

#include <handoff/exports.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string_view>

namespace handoff {

/// What is read of touches while they are streamed. Several may share a pass over the files.
struct TouchReading {
    std::set<std::size_t> columns; ///< that it needs
    /// Called on several threads, each with another batch, and with the leads that the batch's touches join;
    /// LeadKeys::none where they join none.
    std::function<void(const csv::Reader::Batch&, std::span<const std::uint32_t> leads)> read;
};

/// Streams the touches once, for all of these.
void read_touches(Export& touches, const LeadKeys&, std::span<const TouchReading> readings);

/// Where the touches have something of that name.
std::optional<std::size_t> touch_column(const Export& touches, std::string_view name);

} // namespace handoff

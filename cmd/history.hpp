#pragma once

#include "inputs.hpp"

#include <string>

namespace handoff::command {

/// What `score` asks for to see the scores over time.
struct HistorySettings {
    std::string length;      ///< --history; empty: not asked for
    std::string by = "week"; ///< --by
};
void add_history(CLI::App&, HistorySettings&);

/// The moments from `as_of` back, the earliest first: the same time of day of earlier days, weeks or months.
/// Throws Error (request) for a length or step that is none.
std::vector<Instant> moments_of(const HistorySettings&, Instant as_of, const Zone&);

} // namespace handoff::command

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

/// Writes the scores of leads at moments from `as_of` back, the earliest first: the same time of day of
/// earlier days, weeks or months. Each moment is scored by itself, so that its rows say what `score --as-of`
/// says. Throws Error (request) for a length or step that is none.
int run_history(const HistorySettings&, std::size_t reasons, const Flags&, Setting, const Voice&);

} // namespace handoff::command

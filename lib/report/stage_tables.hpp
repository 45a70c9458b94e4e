#pragma once

#include "report/stage_history.hpp"

#include <optional>
#include <span>
#include <vector>

namespace handoff {

/// The funnel's: where these people stood at the end of each of the last weeks, and what is odd in their
/// changes of stage. None without any changes.
std::vector<ReportTable> stage_history_tables(const ReportInput&, const People&, const StageHistory&,
                                              std::span<const std::uint32_t> people);

/// One lead's stages one after another, with how each is known; the note says how long it may stay where it
/// stands, and what comes next. Nothing where nothing is known of it.
std::optional<ReportTable> stages_of_lead(const ReportInput&);

} // namespace handoff

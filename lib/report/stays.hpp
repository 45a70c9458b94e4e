#pragma once

#include "report/stage_history.hpp"

#include <handoff/report.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace handoff {

/// Where a lead stands, since when, and how long it may.
struct Stay {
    std::uint32_t person = 0;
    const StageStep* since = nullptr;   ///< how it came there
    const TimeLimit* allowed = nullptr; ///< none: as long as it takes
    std::optional<Instant> until;       ///< the end of what is allowed; none without `allowed`
    std::string rep;                    ///< who has it: a rep of the agreement, else the owner as written
    bool too_long = false;

    double days(Instant as_of) const noexcept {
        return static_cast<double>((as_of - since->to).count()) / 86400e6;
    }
    /// Only that it stands there now is known.
    bool is_untimed(Instant as_of) const noexcept {
        return since->known == StageStep::Known::shown && since->to == as_of;
    }
};

/// Where each person stands as of the report, in their order. Working time is that of the rep who has the
/// lead; of a lead that nobody has, that of the agreement's first calendar.
std::vector<Stay> stays_of(const ReportInput&, const People&, const StageHistory&);

/// The funnel's: how many of these people stand at each stage, and how many too long.
ReportTable standing_table(const ReportInput&, const People&, const StageHistory&,
                           std::span<const std::uint32_t> people);
/// The worklist's: the leads that stay too long, by rep (of one, where the report is for one).
ReportTable overstay_table(const ReportInput&);

/// What can follow on a stage, nothing on the last one: "on to 'sql', or aside to 'nurture' or 'lost'".
std::string next_stages(const Lifecycle&, std::string_view stage);

} // namespace handoff

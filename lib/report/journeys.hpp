#pragma once

#include "report/amounts.hpp"
#include "report/deals.hpp"
#include "report/people.hpp"
#include "report/touch_log.hpp"

#include <handoff/attribution.hpp>

#include <cstdint>
#include <vector>

namespace handoff {

/// How leads came to an event: the paths of those that converted, one for each deal (or lead, for a stage),
/// then the paths of leads that did not.
struct Journeys {
    TouchPaths paths;
    std::vector<std::uint32_t> rows;       ///< of each path that converted: its deal or lead
    std::vector<std::uint32_t> untouched;  ///< deals or leads that converted without any eligible touch
    std::vector<double> untouched_amounts; ///< of each of them
    std::size_t undated = 0;               ///< conversions whose time is not known: left out
    std::size_t later = 0;                 ///< those dated after the time of the report: left out
};

/// What journeys are made from. Everything must outlive the call.
struct JourneySources {
    const ReportInput& input;
    const TouchLog& touches;
    const Deals& deals;
    const Amounts& amounts;
    const People& people;
};

/// The journeys to an event within the report's period. A path holds the eligible touches of all people of
/// the deal in the look-back before the event; money in cents. Without a conversion it is the look-back
/// before the time of the report.
Journeys journeys_to(const AttributionSettings::Event&, const JourneySources&);

} // namespace handoff

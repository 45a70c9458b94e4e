#pragma once

#include "world.hpp"

#include <string>

namespace acme {

/// The evening on which exports are written.
struct Evening {
    Moment until = last_moment;
    /// handoff gives out the leads: the CRM knows no owner but those that were changed by hand, and reps
    /// answer for the leads they have without saying who they are. The leads have a column more, and the
    /// answers four; and people do all that people do (cases.hpp).
    bool routed_here = false;
};

/// The exports of a world as its systems would write them, each dirty in its own way, and the same on every
/// evening.
std::string leads_csv(const World&, const Evening& = {});    ///< Salesforce, by Data Loader
std::string contacts_csv(const World&, const Evening& = {}); ///< Salesforce, by Data Loader
std::string activities_csv(const World&,
                           const Evening& = {}); ///< marketing automation's and sales', New York time
std::string opportunities_csv(const World&,
                              const Evening& = {}); ///< from a spreadsheet: BOM, CRLF, American dates, $1.2K
std::string campaigns_csv(const World&);            ///< kept by hand
std::string outcomes_csv(const World&, const Evening& = {}); ///< what reps filled in, day first
std::string history_csv(const World&, const Evening& = {});  ///< Salesforce's LeadHistory

} // namespace acme

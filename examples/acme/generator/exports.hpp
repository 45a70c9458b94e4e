#pragma once

#include "world.hpp"

#include <string>

namespace acme {

/// The exports of a world as its systems would write them, each dirty in its own way.
std::string leads_csv(const World&);      ///< Salesforce, by Data Loader
std::string contacts_csv(const World&);   ///< Salesforce, by Data Loader
std::string activities_csv(const World&); ///< what marketing automation and sales logged, in New York time
std::string
opportunities_csv(const World&);         ///< saved again from a spreadsheet: BOM, CRLF, American dates, $1.2K
std::string campaigns_csv(const World&); ///< kept by hand
std::string outcomes_csv(const World&);  ///< what reps filled in, day first

} // namespace acme

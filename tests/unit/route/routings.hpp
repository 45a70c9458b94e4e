#pragma once

#include <handoff/route.hpp>

#include <string>
#include <vector>

namespace handoff::tests {

/// Leads with columns lead_id and qualified = true, and those named.
Table leads(std::vector<std::string> names, std::vector<std::vector<std::string>> rows);
/// `count` qualified leads that nobody has.
Table fresh_leads(std::size_t count);
Rep rep(std::string id, std::vector<std::string> pools = {"general"});
Route to_pool(std::string name, std::string pool = "general", std::string when = "", By by = By::rotation);
Route to_named(std::string name, std::string to, std::string when = "");
/// Ana, Ben and Cy share the pool 'general'.
Agreement three_reps();

std::string reps(const Routing&);                     ///< who has each lead: "ana ben - cy"
std::string reasons(const Routing&, std::size_t row); ///< one per line
Instant noon(int day = 1);                            ///< of September 2026, a Tuesday
Date september(int day);

} // namespace handoff::tests

#pragma once

#include <handoff/error.hpp>

#include <string>

namespace handoff {

/// One step of a decision, kept while it is made: which rule, where it stands, the value it saw, what it did.
/// The effects of a decision's reasons add up to its result; a limit, minimum or maximum that bites is a
/// reason too.
struct Reason {
    std::string rule;  ///< the rule's name: "asked for a demo", "max of engagement"
    Place place;       ///< where the rule stands in the agreement
    std::string value; ///< what it saw: "employees = 480", "3 touches, last 2026-08-30"
    std::string
        effect; ///< what it did: "+15", "-2.5", "skipped: away until 2026-11-23", "due 2026-11-23T15:00:00Z"
    std::string why; ///< the human reason that stands beside the rule in the agreement; may be empty
};

/// One line as it stands in a `reasons` column: "+15 company size (employees = 480)".
std::string to_text(const Reason&);

} // namespace handoff

#pragma once

#include <handoff/report.hpp>
#include <handoff/score.hpp>

#include <string>
#include <vector>

namespace handoff {

/// What one agreement says of some leads.
struct Judged {
    const Agreement* agreement = nullptr;
    Table leads;                    ///< scored: score, grade, qualified, disqualified
    Scorer::Then points;            ///< what each rule gives each lead
    std::vector<std::string> route; ///< by which each lead would be routed; blank: by none. May be empty
    /// Whom each lead would have: a rep or queue, or nobody: "unrouted", or blank when it is not for sales.
    /// May be empty.
    std::vector<std::string> rep;
};

/// Two agreements on the same leads, row by row: who enters and leaves MQL, changes grade, route or rep, the
/// rules that caused it, and the leads that change most (docs/diff.md). Throws Error (ours) when the leads
/// are not the same rows.
Report diff(const Judged& before, const Judged& after, Instant as_of);

} // namespace handoff

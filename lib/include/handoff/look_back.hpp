#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace handoff {

struct ReportInput;

/// What look_back() did.
struct LookedBack {
    std::vector<std::uint32_t> leads; ///< where those that stay stood in the table of leads; in order
    std::vector<std::string> notes;   ///< for any report; none when nothing was later
};
/// Makes the tables and answers of a report what they were as of its time, so that all reports count the
/// same. Leads, deals, members of campaigns, changes of stage and answers of a later time are left out. A
/// lead that was converted later is not converted, a deal that was closed later is open, without closing
/// day, probability and loss reason (where nothing else is later, its closing day was a plan: it is closed,
/// on a day that is not known); where a history of stages tells that they went on later, they stand where it
/// says that they stood, else, if they were converted or closed later, at no known stage. What has no time
/// stays as it is.
LookedBack look_back(ReportInput&);

/// The same for what is remembered of the work of reps: handovers, holds, broken clocks, shares and
/// qualifications of a later time are left out; what ended later goes on. Returns how many handovers are left
/// out.
std::size_t look_back_at_work(ReportInput&);

} // namespace handoff

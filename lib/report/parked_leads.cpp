#include "report/parked_leads.hpp"

#include "report/cells.hpp"
#include "report/stage_history.hpp"

#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

namespace {

constexpr std::string_view nurture_stage = "nurture";

} // namespace

std::vector<ParkedLead> parked_leads(const ReportInput& input, const FollowedLeads& leads,
                                     const WaitingLeads& waiting) {
    // Where every lead stands takes long to tell, and is seldom asked.
    const Cells stage(input.leads, "stage");
    std::vector<bool> shown(input.leads.rows());
    for (std::size_t row = 0; row < shown.size(); ++row) shown[row] = same_text(stage[row], nurture_stage);
    for (const WaitingLeads::Waiting& each : waiting.all()) shown[each.last->row] = false;
    std::vector<ParkedLead> parked;
    if (std::find(shown.begin(), shown.end(), true) == shown.end()) return parked;
    const People people(input);
    const StageHistory history(input, people);
    std::vector<const Followup*> last(people.all().size()); // in order of time
    for (const Followup* each : leads.of_all_reps()) last[people.person_of(each->row)] = each;
    const bool all = !leads.rep() && !input.from && !input.to;
    for (std::uint32_t person = 0; person < people.all().size(); ++person) {
        const std::uint32_t row = people.all()[person].row;
        const Followup* const had = last[person];
        if (!shown[row] || (had && !shown[had->row])) continue;
        if (had ? leads.rep() && had->handover->rep != leads.rep()->id : !all) continue;
        const StageStep* const step = history.standing(person, input.as_of);
        if (!step || !same_text(history.name(step->stage), nurture_stage)) continue;
        const bool untimed = step->known == StageStep::Known::shown && step->to == input.as_of;
        parked.push_back(
            {.row = row, .last = had, .since = untimed ? std::nullopt : std::optional(step->to)});
    }
    return parked;
}

} // namespace handoff

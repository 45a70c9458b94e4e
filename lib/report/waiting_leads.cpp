#include "report/waiting_leads.hpp"

#include "report/cells.hpp"
#include "report/followed_leads.hpp"

#include <handoff/values.hpp>

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace handoff {

namespace {

/// A lead of which a handover was ever turned down, with all of its handovers, in order of time.
struct TurnedDown {
    std::string_view lead;
    std::vector<const Followup*> all;
};

/// By lead; the others are nobody's concern here.
std::vector<TurnedDown> turned_down(std::span<const Followup* const> all) {
    std::unordered_map<std::string_view, std::size_t> places;
    for (const Followup* each : all)
        if (each->verdict != Answer::Verdict::accept) places.try_emplace(each->handover->lead, places.size());
    std::vector<TurnedDown> leads(places.size());
    if (leads.empty()) return leads;
    for (const Followup* each : all)
        if (const auto known = places.find(each->handover->lead); known != places.end()) {
            leads[known->second].lead = each->handover->lead;
            leads[known->second].all.push_back(each);
        }
    std::sort(leads.begin(), leads.end(),
              [](const TurnedDown& a, const TurnedDown& b) { return a.lead < b.lead; });
    return leads;
}

/// Of the report.
Instant end_of_day(const ReportInput& input) {
    const Zone& zone = input.agreement->timezone;
    const std::chrono::sys_days today = zone.date_of(input.as_of);
    return zone.start_of(today + std::chrono::days(1)) - Duration(1);
}

} // namespace

WaitingLeads::WaitingLeads(const ReportInput& input, std::span<const Followup* const> followups)
    : input_(input) {
    const auto leads = turned_down(followups);
    RoutePast past;
    for (const auto& [lead, all] : leads) {
        const auto back =
            std::find_if(all.begin(), all.end(), [](const auto* one) { return one->came_back(); });
        const Followup& last = *all.back();
        if (back != all.end()) ++returned_;
        if (back != all.end() && *back != &last) {
            const bool accepted = last.answer && last.verdict == Answer::Verdict::accept;
            again_.push_back({.back = *back, .next = *(back + 1), .accepted = accepted});
            accepted_ += accepted ? 1 : 0;
        }
        if (last.current() && !last.unearned.empty()) unearned_.push_back(&last);
        if (!last.came_back()) continue;
        RoutePast::HandedBack one{.rep = std::string(last.handover->rep),
                                  .disposition = last.answer->disposition,
                                  .rejected = last.verdict == Answer::Verdict::reject,
                                  .at = last.answer->at};
        for (const Followup* each : all) one.reps.emplace_back(each->handover->rep);
        past.handed_back.emplace(lead, std::move(one));
        waiting_.push_back({.last = &last, .days = hours(input_.as_of - last.answer->at) / 24});
    }
    const HandBacks hand_backs(input_.leads, *input_.agreement, past, end_of_day(input_));
    const Cells qualified(input_.leads, "qualified");
    for (Waiting& each : waiting_) {
        each.decision =
            hand_backs.decide(past.handed_back.find(each.last->handover->lead)->second, each.last->row);
        each.qualified = read_boolean(qualified[each.last->row]).value_or(true);
    }
    std::stable_sort(waiting_.begin(), waiting_.end(),
                     [](const Waiting& a, const Waiting& b) { return a.days > b.days; });
}

std::string WaitingLeads::what_follows(const Followup& last) const {
    const Disposition* const code = code_of(last);
    if (!code) return "nothing";
    if (code->then == Disposition::Then::nurture) return "nurture";
    return code->then == Disposition::Then::reroute ? "reroute" : "disqualify";
}

} // namespace handoff

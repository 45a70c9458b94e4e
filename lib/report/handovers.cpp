#include "report/cells.hpp"
#include "report/moment.hpp"
#include "route/eligibility.hpp"

#include <handoff/followup.hpp>
#include <handoff/route.hpp>

#include <algorithm>
#include <set>
#include <tuple>

namespace handoff {

namespace {

std::optional<Instant> instant_of(std::string_view cell, const Zone& zone) {
    const Moment moment = Moment::read(cell);
    return moment.known() ? std::optional(moment.first(zone)) : std::nullopt;
}

} // namespace

std::vector<Handover> handovers_of(const Table& leads, const Agreement& agreement) {
    const Cells id(leads, "lead_id"), email(leads, "email"), rep(leads, "rep"), pool(leads, "pool"),
        route(leads, "route"), sla(leads, "sla"), assigned(leads, "assigned_at"), due(leads, "due_at"),
        owner(leads, "owner"), created(leads, "created_at");
    const bool routed = rep.any() && assigned.any();
    std::vector<Handover> handovers;
    std::set<std::tuple<std::string, std::string, Instant>> seen; // a file may have a lead's row twice
    OwnerNames names(agreement);
    for (std::size_t row = 0; row < leads.rows(); ++row) {
        Handover one{.lead = lead_key(id[row], email[row])};
        const std::string_view who = routed ? rep[row] : owner[row];
        const auto at = instant_of(routed ? assigned[row] : created[row], agreement.timezone);
        if (one.lead.empty() || who.empty() || !at || (!routed && is_queue(who))) continue;
        const Rep* const known = names.find(who);
        one.rep = known ? known->id : std::string(who);
        one.at = *at;
        if (!seen.emplace(one.lead, one.rep, one.at).second) continue;
        if (routed) {
            one.pool = pool[row];
            one.route = route[row];
            one.sla = sla[row];
            one.due_at = instant_of(due[row], agreement.timezone);
        } else if (agreement.slas.size() == 1) {
            one.sla = agreement.slas.front().name; // the only one there is
        }
        handovers.push_back(std::move(one));
    }
    std::stable_sort(handovers.begin(), handovers.end(),
                     [](const Handover& a, const Handover& b) { return a.at < b.at; });
    return handovers;
}

} // namespace handoff

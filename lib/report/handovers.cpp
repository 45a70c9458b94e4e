#include "report/cells.hpp"
#include "report/moment.hpp"
#include "route/eligibility.hpp"

#include <handoff/followup.hpp>
#include <handoff/route.hpp>

#include <algorithm>
#include <string>
#include <unordered_set>

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
    struct Given {
        Instant at;
        std::uint32_t row;
    };
    std::vector<Given> given;
    for (std::uint32_t row = 0; row < leads.rows(); ++row) {
        const std::string_view who = routed ? rep[row] : owner[row];
        if (who.empty() || (id[row].empty() && email[row].empty())) continue;
        const auto at = instant_of(routed ? assigned[row] : created[row], agreement.timezone);
        if (at && (routed || !is_queue(who))) given.push_back({*at, row});
    }
    std::stable_sort(given.begin(), given.end(), [](const Given& a, const Given& b) { return a.at < b.at; });
    std::vector<Handover> handovers;
    handovers.reserve(given.size());
    std::unordered_set<std::string> seen; // a file may have a lead's row twice
    OwnerNames names(agreement);
    for (const auto& [at, row] : given) {
        Handover one{.lead = lead_key(id[row], email[row])};
        if (one.lead.empty()) continue;
        const std::string_view who = routed ? rep[row] : owner[row];
        const Rep* const known = names.find(who);
        one.rep = known ? known->id : std::string(who);
        one.at = at;
        if (!seen.insert(one.lead + '\n' + one.rep + '\n' + std::to_string(at.time_since_epoch().count()))
                 .second)
            continue;
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
    return handovers;
}

} // namespace handoff

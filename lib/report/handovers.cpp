#include "report/cells.hpp"
#include "report/moment.hpp"
#include "route/eligibility.hpp"
#include "table/key_index.hpp"

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

/// A file may have a lead's row twice; in order of time.
void leave_out_repeated(std::vector<Handover>& handovers) {
    std::set<std::tuple<std::string_view, std::string_view, Instant>> seen;
    std::vector<std::uint8_t> repeated;
    for (const Handover& each : handovers)
        repeated.push_back(seen.emplace(each.lead, each.rep, each.at).second ? 0 : 1);
    std::size_t row = 0;
    std::erase_if(handovers, [&](const Handover&) { return repeated[row++] != 0; });
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
    KeyBlock keys;
    for (const Given& each : given) {
        handovers.push_back({.lead = lead_key(id[each.row], email[each.row])});
        keys.add(handovers.back().lead);
    }
    std::vector<KeyBlock> blocks;
    blocks.push_back(std::move(keys));
    const bool repeats = KeyIndex(std::move(blocks)).repeats();
    OwnerNames names(agreement);
    for (std::size_t i = 0; i < given.size(); ++i) {
        const auto& [at, row] = given[i];
        Handover& one = handovers[i];
        const std::string_view who = routed ? rep[row] : owner[row];
        const Rep* const known = names.find(who);
        one.rep = known ? known->id : std::string(who);
        one.at = at;
        if (routed) {
            one.pool = pool[row];
            one.route = route[row];
            one.sla = sla[row];
            one.due_at = instant_of(due[row], agreement.timezone);
        } else if (agreement.slas.size() == 1) {
            one.sla = agreement.slas.front().name; // the only one there is
        }
    }
    if (repeats) leave_out_repeated(handovers);
    return handovers;
}

} // namespace handoff

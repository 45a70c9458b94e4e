#include <handoff/route.hpp>

#include <functional>
#include <unordered_map>

namespace handoff {

std::string to_text(std::span<const Reason> reasons) {
    std::string text;
    for (const Reason& reason : reasons) {
        if (!text.empty()) text += "; ";
        text += reason.rule + ": " + reason.effect;
        if (!reason.value.empty()) text += " (" + reason.value + ")";
    }
    return text;
}

void add_columns(Table& leads, const Routing& routing, bool reasons) {
    std::unordered_map<std::string, std::string_view> kept; // reps, pools and routes recur on every row
    const auto once = [&](std::string text) -> std::string_view {
        if (text.empty()) return {};
        const auto [found, is_new] = kept.try_emplace(std::move(text));
        if (is_new) found->second = leads.keep(found->first);
        return found->second;
    };
    const auto fill = [&](std::string_view name,
                          const std::function<std::string_view(const Assignment&)>& cell) {
        Column& column = leads[leads.find_or_add(name)];
        column.points.clear();
        for (std::size_t row = 0; row < routing.leads.size(); ++row)
            column.cells[row] = cell(routing.leads[row]);
    };
    const auto instant = [&](const std::optional<Instant>& at) {
        return at ? once(to_text(*at)) : std::string_view();
    };
    fill("rep", [&](const Assignment& lead) { return once(lead.rep); });
    fill("pool", [&](const Assignment& lead) { return once(lead.pool); });
    fill("route", [&](const Assignment& lead) { return once(lead.route); });
    fill("sla", [&](const Assignment& lead) { return once(lead.sla); });
    fill("due_at", [&](const Assignment& lead) { return instant(lead.due_at); });
    fill("due_work", [&](const Assignment& lead) {
        return lead.due_work ? once(std::to_string(*lead.due_work)) : std::string_view();
    });
    fill("assigned_at", [&](const Assignment& lead) { return instant(lead.assigned_at); });
    if (reasons)
        fill("route_reasons", [&](const Assignment& lead) {
            return lead.reasons.empty() ? "" : leads.keep(to_text(lead.reasons));
        });
}

} // namespace handoff

#include "route/rules.hpp"

#include <handoff/territories.hpp>
#include <handoff/words.hpp>

#include <map>
#include <numeric>
#include <optional>

namespace handoff {

namespace {

struct Conflict {
    std::size_t leads = 0;
    std::uint32_t first_row = 0;
};

std::string name_of(const Table& leads, std::uint32_t row) {
    for (const char* column : {"lead_id", "email"})
        if (const auto at = leads.find(column); at && !leads[*at].cells[row].empty())
            return ", first '" + std::string(leads[*at].cells[row]) + "'";
    return "";
}

} // namespace

std::vector<Diagnostic> territory_conflicts(const Table& leads, const Agreement& agreement, Instant as_of) {
    if (agreement.territories.empty()) return {};
    Agreement tree = agreement; // routes and exclusions may ask for scores, which exports do not have
    tree.routes.clear();
    tree.exclusions.clear();
    const Roster roster(tree, {}, as_of);
    Pools pools;
    std::optional<RouteRules> rules;
    try {
        rules.emplace(leads, tree, roster, pools, as_of);
    } catch (const Error&) {
        return {};
    }
    std::vector<std::uint32_t> rows(leads.rows());
    std::iota(rows.begin(), rows.end(), 0U);
    rules->read(rows, 1);
    std::map<std::pair<std::uint32_t, std::uint32_t>, Conflict> conflicts; // (later, first)
    for (std::uint32_t root = 0; root < rules->areas().size(); ++root) {
        if (rules->areas()[root].parent != RouteRules::none) continue;
        for (const std::uint32_t row : rows) {
            const auto lowest = rules->deepest(root, row);
            for (std::size_t i = 1; i < lowest.size(); ++i) {
                Conflict& conflict = conflicts[{lowest[i], lowest.front()}];
                if (conflict.leads++ == 0) conflict.first_row = row;
            }
        }
    }
    std::vector<Diagnostic> found;
    for (const auto& [areas, conflict] : conflicts) {
        const Territory &later = agreement.territories[areas.first],
                        &first = agreement.territories[areas.second];
        found.push_back(
            {.severity = Severity::warning,
             .place = later.place,
             .what = counted(conflict.leads, "lead") + (conflict.leads == 1 ? " lies" : " lie") +
                     " both in territory '" + first.name + "' and in '" + later.name + "'" +
                     name_of(leads, conflict.first_row),
             .hint = "'" + first.name +
                     "' takes them, since it stands first; narrow one, or make it the parent of the other",
             .source = std::string(agreement.line(later.place.line)),
             .width = 13});
    }
    return found;
}

} // namespace handoff

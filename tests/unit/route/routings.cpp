#include "unit/route/routings.hpp"

#include <sstream>

namespace handoff::tests {

Table leads(std::vector<std::string> names, std::vector<std::vector<std::string>> rows) {
    Table table;
    table.add("lead_id");
    table.add("qualified");
    for (std::string& name : names) table.add(std::move(name));
    table.set_rows(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        table[0].cells[row] = table.keep("L" + std::to_string(row + 1));
        table[1].cells[row] = "true";
        for (std::size_t column = 0; column < rows[row].size(); ++column)
            table[column + 2].cells[row] = table.keep(rows[row][column]);
    }
    return table;
}

Table fresh_leads(std::size_t count) { return leads({}, std::vector<std::vector<std::string>>(count)); }

Rep rep(std::string id, std::vector<std::string> pools) {
    Rep rep{.id = id, .name = id + " Name", .email = id + "@acme.example", .pools = std::move(pools)};
    rep.place = {.file = "handoff.toml", .line = 10, .column = 1};
    return rep;
}

Route to_pool(std::string name, std::string pool, std::string when, By by) {
    Route route{.name = std::move(name), .pool = std::move(pool), .by = by};
    if (!when.empty()) route.when = Expression::parse(when);
    route.place = {.file = "handoff.toml", .line = 20, .column = 1};
    return route;
}

Route to_named(std::string name, std::string to, std::string when) {
    Route route = to_pool(std::move(name), "", std::move(when));
    route.to = std::move(to);
    return route;
}

Agreement three_reps() {
    Agreement agreement;
    agreement.reps = {rep("ana"), rep("ben"), rep("cy")};
    agreement.routes = {to_pool("everyone")};
    return agreement;
}

std::string reps(const Routing& routing) {
    std::string text;
    for (const Assignment& lead : routing.leads)
        text += (text.empty() ? "" : " ") + (lead.rep.empty() ? "-" : lead.rep);
    return text;
}

std::string reasons(const Routing& routing, std::size_t row) {
    std::string text;
    for (const Reason& reason : routing.leads[row].reasons) text += to_text(std::span(&reason, 1)) + "\n";
    return text;
}

Date september(int day) { return std::chrono::year{2026} / 9 / day; }

Instant noon(int day) { return std::chrono::sys_days{september(day)} + std::chrono::hours{12}; }

} // namespace handoff::tests

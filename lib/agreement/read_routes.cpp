#include "reading.hpp"

#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

namespace {

bool contains(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

class RouteReader {
  public:
    RouteReader(Reading& reading, const TomlTable& table, const Agreement& agreement)
        : reading_(reading), table_(table), agreement_(agreement), fields_(reading, table, "[[route]]") {}

    Route run() {
        route_.place = table_.place;
        route_.name = fields_.needed_text("name").value_or("");
        route_.why = fields_.text_or("why");
        route_.when = fields_.expression("when");
        route_.to = fields_.text_or("to");
        read_pool();
        read_need();
        read_sla();
        read_destination();
        fields_.finish();
        return std::move(route_);
    }

  private:
    // Exactly one of 'to', 'pool' and 'territory'.
    void read_destination() {
        const TomlEntry* first = nullptr;
        for (const char* key : {"to", "pool", "territory"}) {
            const TomlEntry* entry = table_.find(key);
            if (entry && first)
                reading_.error(*entry, "'" + entry->key + "' does not go with '" + first->key +
                                           "', which names who gets the lead");
            else if (entry)
                first = entry;
        }
        if (!first)
            reading_.error(table_,
                           (route_.name.empty() ? "this route" : "route '" + route_.name + "'") +
                               " leads to nobody",
                           "give it 'pool', 'to' or 'territory'");
        if (table_.find("to"))
            for (const char* key : {"by", "need"})
                if (const TomlEntry* entry = table_.find(key))
                    reading_.error(*entry, "'" + entry->key +
                                               "' does not go with 'to', which names who gets the lead");
    }

    void read_pool() {
        route_.pool = fields_.text_or("pool");
        const auto by = fields_.word("by", {"rotation", "least_loaded", "least_recent", "in_order"});
        for (By one : {By::rotation, By::least_loaded, By::least_recent, By::in_order})
            if (by && to_text(one) == *by) route_.by = one;
        if (!route_.pool.empty()) check_pool(reading_, table_.find("pool")->value, agreement_);
        route_.territory = fields_.text_or("territory");
        if (!route_.territory.empty() && !agreement_.territory(route_.territory)) {
            std::vector<std::string> names;
            for (const Territory& territory : agreement_.territories) names.push_back(territory.name);
            std::string hint = hint_for(route_.territory, names, "there are");
            if (hint.empty()) hint = "add a [[territory]] of that name";
            reading_.error(table_.find("territory")->value,
                           "there is no territory '" + route_.territory + "'", std::move(hint));
        }
        route_.fallback = fields_.text_or("fallback");
        if (!route_.fallback.empty()) check_rep(reading_, table_.find("fallback")->value, agreement_);
        route_.channel = fields_.word("channel", {"email", "phone"}).value_or("");
    }

    void read_need() {
        const TomlTable* need = fields_.table("need");
        if (!need) return;
        std::vector<std::string> skills;
        for (const Rep& rep : agreement_.reps) {
            if (!contains(rep.pools, route_.pool)) continue;
            for (const std::string& skill : rep.skills)
                if (!contains(skills, skill)) skills.push_back(skill);
        }
        for (const TomlEntry& entry : need->entries) {
            if (!route_.pool.empty() && !contains(skills, entry.key))
                reading_.error(entry,
                               "no rep of the pool '" + route_.pool + "' has the skill '" + entry.key + "'",
                               hint_for(entry.key, skills, "there are"));
            if (text_of(reading_, entry.value, entry.key))
                route_.need[entry.key] = expression_of(reading_, entry.value);
        }
    }

    void read_sla() {
        route_.sla = fields_.text_or("sla");
        if (route_.sla.empty() || agreement_.sla(route_.sla)) return;
        std::vector<std::string> names;
        for (const Sla& sla : agreement_.slas) names.push_back(sla.name);
        std::string hint = hint_for(route_.sla, names, "there are");
        if (hint.empty()) hint = "add [sla." + route_.sla + "]";
        reading_.error(table_.find("sla")->value, "there is no service level '" + route_.sla + "'",
                       std::move(hint));
    }

    Reading& reading_;
    const TomlTable& table_;
    const Agreement& agreement_;
    Fields fields_;
    Route route_;
};

} // namespace

void read_routes(Reading& reading, const std::vector<const TomlTable*>& tables, Agreement& agreement) {
    const Route* last = nullptr; // the first that takes every lead
    agreement.routes.reserve(tables.size());
    for (const TomlTable* table : tables) {
        Route route = RouteReader(reading, *table, agreement).run();
        const auto same =
            std::find_if(agreement.routes.begin(), agreement.routes.end(),
                         [&](const Route& other) { return !route.name.empty() && other.name == route.name; });
        if (same != agreement.routes.end())
            reading.error(table->find("name")->value,
                          "two routes are called '" + route.name + "'" + first_at(same->place));
        else if (last)
            reading.warning(table->place, reading.width_of(*table),
                            "route '" + route.name + "' is never reached, since '" + last->name +
                                "' before it takes every lead",
                            "give '" + last->name + "' a 'when', or put it last");
        agreement.routes.push_back(std::move(route));
        const bool takes_all = !table->find("when") && !agreement.routes.back().pool.empty() &&
                               agreement.routes.back().channel.empty();
        if (!last && takes_all) last = &agreement.routes.back();
    }
}

} // namespace handoff

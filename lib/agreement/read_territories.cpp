#include "reading.hpp"

#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

namespace {

std::string literal(std::string_view text) {
    std::string quoted = "'";
    for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
    return quoted + "'";
}

class TerritoryReader {
  public:
    TerritoryReader(Reading& reading, const TomlTable& table, const Agreement& agreement)
        : reading_(reading), table_(table), agreement_(agreement), fields_(reading, table, "[[territory]]") {}

    Territory run() {
        territory_.place = table_.place;
        territory_.name = fields_.needed_text("name").value_or("");
        territory_.parent = fields_.text_or("parent");
        read_list("country", "country");
        read_list("state", "state");
        read_list("industry", "industry");
        read_postal();
        read_size();
        if (Expression when = fields_.expression("when"); !when.empty())
            territory_.conditions.push_back(std::move(when));
        territory_.rep = fields_.text_or("rep");
        territory_.pool = fields_.text_or("pool");
        if (!territory_.rep.empty()) check_rep(reading_, table_.find("rep")->value, agreement_);
        if (!territory_.pool.empty()) check_pool(reading_, table_.find("pool")->value, agreement_);
        if (!territory_.rep.empty() && !territory_.pool.empty())
            reading_.error(*table_.find("pool"),
                           "'pool' does not go with 'rep', which names who gets the lead");
        fields_.finish();
        return std::move(territory_);
    }

  private:
    void add(const TomlValue& value, const std::string& condition) {
        try {
            territory_.conditions.push_back(
                Expression::parse(condition, value.place, condition, reading_.folder()));
            reading_.add_files(territory_.conditions.back());
        } catch (const Error& error) {
            reading_.add(error);
        }
    }

    void read_list(const char* key, const std::string& column) {
        std::string list;
        for (const TomlValue* value : fields_.texts(key))
            list += (list.empty() ? "" : ", ") + literal(value->text);
        if (!list.empty()) add(table_.find(key)->value, column + " in (" + list + ")");
    }

    // "80000..89999", or how the code begins: "SW1".
    void read_postal() {
        std::string any;
        for (const TomlValue* value : fields_.texts("postal")) {
            const std::size_t dots = value->text.find("..");
            const std::string low(trim(value->text.substr(0, dots)));
            if (dots == std::string::npos) {
                any += (any.empty() ? "" : " or ") + ("postal_code starts with " + literal(low));
                continue;
            }
            const std::string high(trim(value->text.substr(dots + 2)));
            if (low.empty() || low.size() != high.size() || high < low) {
                reading_.error(*value, "'" + value->text + "' is no range of postal codes",
                               "write \"80000..89999\", or how the codes begin: \"SW1\"");
                continue;
            }
            any += (any.empty() ? "" : " or ") + ("postal_code between " + literal(low)) + " and " +
                   literal(high) + " or postal_code starts with " + literal(high);
        }
        if (!any.empty()) add(table_.find("postal")->value, any);
    }

    // "500..4999", "5000..", "..49": employees, both ends included.
    void read_size() {
        const auto text = fields_.text("size");
        if (!text) return;
        const TomlValue& value = table_.find("size")->value;
        const std::size_t dots = text->find("..");
        const std::string low(trim(text->substr(0, dots)));
        const std::string high(dots == std::string::npos ? "" : trim(text->substr(dots + 2)));
        const auto from = read_number(low), to = read_number(high);
        const bool good = dots != std::string::npos && (from || low.empty()) && (to || high.empty()) &&
                          (from || to) && !(from && to && *to < *from);
        if (!good) {
            reading_.error(value, "'" + *text + "' is no range of employees",
                           "write \"500..4999\" or \"5000..\"");
            return;
        }
        if (from) add(value, "employees >= " + to_text(*from));
        if (to) add(value, "employees <= " + to_text(*to));
    }

    Reading& reading_;
    const TomlTable& table_;
    const Agreement& agreement_;
    Fields fields_;
    Territory territory_;
};

void check_tree(Reading& reading, const std::vector<const TomlTable*>& tables, const Agreement& agreement) {
    std::vector<std::string> names;
    for (const Territory& each : agreement.territories) names.push_back(each.name);
    for (std::size_t i = 0; i < tables.size(); ++i) {
        const Territory& territory = agreement.territories[i];
        const auto first = std::find(names.begin(), names.end(), territory.name);
        if (!territory.name.empty() && first != names.begin() + static_cast<std::ptrdiff_t>(i))
            reading.error(
                tables[i]->find("name")->value,
                "two territories are called '" + territory.name + "'" +
                    first_at(agreement.territories[static_cast<std::size_t>(first - names.begin())].place));
        if (!territory.parent.empty() && !agreement.territory(territory.parent)) {
            reading.error(tables[i]->find("parent")->value,
                          "there is no territory '" + territory.parent + "'",
                          hint_for(territory.parent, names, "there are"));
            continue;
        }
        bool leads_to_somebody = false;
        const Territory* above = &territory;
        for (std::size_t steps = 0; above; above = agreement.territory(above->parent)) {
            leads_to_somebody = leads_to_somebody || !above->rep.empty() || !above->pool.empty();
            if (++steps <= tables.size()) continue;
            reading.error(tables[i]->find("parent")->value,
                          "territory '" + territory.name + "' lies within itself");
            leads_to_somebody = true;
            break;
        }
        if (!leads_to_somebody)
            reading.error(*tables[i], "territory '" + territory.name + "' leads to nobody",
                          "give it, or a territory above it, 'pool' or 'rep'");
    }
}

} // namespace

void read_territories(Reading& reading, const std::vector<const TomlTable*>& tables, Agreement& agreement) {
    for (const TomlTable* table : tables)
        agreement.territories.push_back(TerritoryReader(reading, *table, agreement).run());
    check_tree(reading, tables, agreement);
}

} // namespace handoff

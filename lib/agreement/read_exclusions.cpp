#include "reading.hpp"

#include <algorithm>

namespace handoff {

void read_exclusions(Reading& reading, const std::vector<const TomlTable*>& tables, Agreement& agreement) {
    for (const TomlTable* table : tables) {
        Exclusion exclusion;
        Fields fields(reading, *table, "[[exclude]]");
        exclusion.place = table->place;
        exclusion.name = fields.needed_text("name").value_or("");
        exclusion.why = fields.text_or("why");
        exclusion.when = fields.expression("when");
        if (!table->find("when")) reading.error(*table, "the 'when' is missing in [[exclude]]");
        for (const TomlValue* rep : fields.texts("reps")) {
            check_rep(reading, *rep, agreement);
            if (const Rep* found = agreement.rep_of_owner(rep->text)) exclusion.reps.push_back(found->id);
        }
        fields.finish();
        const auto same = std::find_if(agreement.exclusions.begin(), agreement.exclusions.end(),
                                       [&](const Exclusion& other) { return other.name == exclusion.name; });
        if (!exclusion.name.empty() && same != agreement.exclusions.end())
            reading.error(table->find("name")->value,
                          "two exclusions are called '" + exclusion.name + "'" + first_at(same->place));
        agreement.exclusions.push_back(std::move(exclusion));
    }
}

} // namespace handoff

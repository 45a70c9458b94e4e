#include "reading.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <utility>

namespace handoff {

namespace {

/// Replaces the default list when the file has one. Names are remembered with their places in `seen`.
void read_stages(Reading& reading, Fields& fields, std::string_view key, std::vector<std::string>& stages,
                 std::vector<std::pair<std::string, Place>>& seen) {
    const TomlEntry* entry = fields.entry(key);
    if (!entry) return;
    const std::vector<std::string> defaults = std::exchange(stages, {});
    for (const TomlValue* value : fields.texts(key)) {
        const auto same = [&](const auto& one) { return same_text(one.first, value->text); };
        if (const auto before = std::find_if(seen.begin(), seen.end(), same); before != seen.end()) {
            reading.error(*value, "stage '" + value->text + "' is listed twice" + first_at(before->second));
            continue;
        }
        seen.emplace_back(value->text, value->place);
        stages.push_back(value->text);
    }
    if (!stages.empty() || key != "stages") return;
    if (entry->value.kind == TomlValue::Kind::array && entry->value.items.empty())
        reading.error(entry->value, "a lifecycle needs at least one stage");
    stages = defaults; // so that what names a stage is not found wrong as well
}

} // namespace

void read_lifecycle(Reading& reading, const TomlTable& table, Agreement& agreement) {
    Lifecycle& lifecycle = agreement.lifecycle;
    lifecycle.place = table.place;
    Fields fields(reading, table, "[lifecycle]");
    std::vector<std::pair<std::string, Place>> seen;
    read_stages(reading, fields, "stages", lifecycle.stages, seen);
    if (seen.empty())
        for (const std::string& stage : lifecycle.stages) seen.emplace_back(stage, Place{});
    if (!table.find("aside")) { // a default stage aside gives way to one of the path
        auto& aside = lifecycle.aside;
        aside.erase(std::remove_if(aside.begin(), aside.end(),
                                   [&](const std::string& name) {
                                       return std::any_of(seen.begin(), seen.end(), [&](const auto& one) {
                                           return same_text(one.first, name);
                                       });
                                   }),
                    aside.end());
    }
    read_stages(reading, fields, "aside", lifecycle.aside, seen);
    std::vector<std::string> all = lifecycle.stages;
    all.insert(all.end(), lifecycle.aside.begin(), lifecycle.aside.end());

    if (const TomlTable* status = fields.table("status"))
        for (const TomlEntry& entry : status->entries) {
            const auto stage = text_of(reading, entry.value, entry.key);
            if (!stage) continue;
            if (std::find(all.begin(), all.end(), *stage) == all.end())
                reading.error(entry.value,
                              "status '" + entry.key + "' is mapped to the unknown stage '" + *stage + "'",
                              hint_for(*stage, all, "the stages are"));
            lifecycle.status[entry.key] = *stage;
        }
    lifecycle.mql = fields.expression("mql");
    if (!lifecycle.mql.empty() &&
        std::find(lifecycle.stages.begin(), lifecycle.stages.end(), "mql") == lifecycle.stages.end())
        reading.error(*table.find("mql"), "there is no stage 'mql' that a lead could reach by this condition",
                      "add \"mql\" to 'stages'");
    if (const TomlTable* stays = fields.table("max_stay"))
        for (const TomlEntry& entry : stays->entries) {
            if (std::find(all.begin(), all.end(), entry.key) == all.end())
                reading.error(entry, "unknown stage '" + entry.key + "' in 'max_stay'",
                              hint_for(entry.key, all, "the stages are"));
            else if (const auto longest = limit_of(reading, entry.value, entry.key))
                lifecycle.max_stay[entry.key] = *longest;
        }
    fields.finish();
}

} // namespace handoff

#include <handoff/exports.hpp>

#include <ingest/embedded_presets.hpp>
#include <ingest/names.hpp>

#define TOML_HEADER_ONLY 1
#include <algorithm>
#include <set>
#include <string>
#include <toml++/toml.h>

namespace handoff {

namespace {

std::vector<std::string> strings(const toml::node& node) {
    std::vector<std::string> all;
    for (const toml::node& item : *node.as_array()) all.push_back(item.as_string()->get());
    return all;
}

std::map<std::string, std::string> words(const toml::node* node) {
    std::map<std::string, std::string> all;
    if (node == nullptr) return all;
    for (const auto& [key, value] : *node->as_table()) all.emplace(key.str(), value.as_string()->get());
    return all;
}

Preset::Object read_object(Kind kind, const toml::table& table) {
    Preset::Object object{.kind = kind, .name = table["object"].as_string()->get()};
    for (const toml::node& set : *table["recognised_by"].as_array())
        object.recognised_by.push_back(strings(set));
    for (const auto& [ours, theirs] : *table["columns"].as_table())
        object.columns.emplace(ours.str(), strings(theirs));
    object.constants = words(table["constants"].node());
    return object;
}

/// The texts are part of the program and tested, so that a mistake in them is a fault of ours.
Preset read_preset(const EmbeddedPreset& embedded) {
    const toml::table file = toml::parse(embedded.text);
    Preset preset{.name = std::string(embedded.name), .title = file["title"].as_string()->get()};
    for (const Kind kind : {Kind::leads, Kind::contacts, Kind::touches, Kind::deals, Kind::accounts,
                            Kind::campaigns, Kind::outcomes})
        if (const toml::array* objects = file[to_text(kind)].as_array())
            for (const toml::node& object : *objects)
                preset.objects.push_back(read_object(kind, *object.as_table()));
    preset.status = words(file["status"].node());
    preset.types = words(file["types"].node());
    preset.deal_stage = words(file["deal_stage"].node());
    return preset;
}

std::vector<Preset> read_presets() {
    std::vector<Preset> all;
    for (const EmbeddedPreset& embedded : embedded_presets()) all.push_back(read_preset(embedded));
    return all;
}

} // namespace

std::span<const Preset> presets() {
    static const std::vector<Preset> all = read_presets();
    return all;
}

std::optional<Recognised> recognise(std::span<const std::string> header) {
    std::set<std::string> names;
    for (const std::string& name : header) names.insert(bare_name(name));
    std::optional<Recognised> best;
    std::size_t most = 0;
    for (const Preset& preset : presets())
        for (const Preset::Object& object : preset.objects)
            for (const std::vector<std::string>& set : object.recognised_by) {
                const bool all = std::all_of(set.begin(), set.end(), [&](const std::string& name) {
                    return names.contains(bare_name(name));
                });
                if (!all || set.size() <= most) continue;
                most = set.size();
                best = Recognised{&preset, &object};
            }
    return best;
}

} // namespace handoff

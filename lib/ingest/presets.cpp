#include <handoff/exports.hpp>
#include <handoff/files.hpp>

#include <algorithm>
#include <ingest/embedded_presets.hpp>
#include <ingest/names.hpp>
#include <ingest/preset_file.hpp>
#include <ingest/rows.hpp>
#include <set>
#include <string>

namespace handoff {

std::span<const Preset> presets() {
    static const std::vector<Preset> all = [] {
        std::vector<Preset> read;
        for (const EmbeddedPreset& embedded : embedded_presets()) {
            const std::string name(embedded.name);
            read.push_back(read_preset(std::string(embedded.text), name + ".toml", name, Lifecycle{}));
        }
        return read;
    }();
    return all;
}

std::optional<Recognised> recognise(std::span<const std::string> header, std::optional<Kind> kind,
                                    const Preset* only) {
    std::set<std::string> names;
    for (const std::string& name : header) names.insert(bare_name(name));
    std::optional<Recognised> best;
    std::size_t most = 0;
    const std::span<const Preset> among = only ? std::span(only, 1) : presets();
    for (const Preset& preset : among)
        for (const Preset::Object& object : preset.objects) {
            if (kind && object.kind != *kind) continue;
            for (const std::vector<std::string>& set : object.recognised_by) {
                const bool all = std::all_of(set.begin(), set.end(), [&](const std::string& name) {
                    return names.contains(bare_name(name));
                });
                if (!all || set.size() <= most) continue;
                most = set.size();
                best = Recognised{&preset, &object};
            }
        }
    return best;
}

std::optional<Kind> kind_of_file(const std::string& path) {
    if (path.ends_with(".toml")) return kind_of_toml(read_file(path));
    const auto recognised = recognise(csv::Reader(path).header());
    return recognised ? std::optional(recognised->object->kind) : std::nullopt;
}

} // namespace handoff

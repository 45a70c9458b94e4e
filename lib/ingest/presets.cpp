#include <handoff/exports.hpp>
#include <handoff/files.hpp>

#include <algorithm>
#include <ingest/embedded_presets.hpp>
#include <ingest/names.hpp>
#include <ingest/preset_file.hpp>
#include <ingest/rows.hpp>
#include <mutex>
#include <set>
#include <string>

namespace handoff {

namespace {

/// Our presets, each read when it is first asked for: most runs need one of them or none.
class Library {
  public:
    Library() : presets_(embedded_presets().size()), read_(presets_.size()) {}

    const Preset& preset(std::size_t number) {
        const EmbeddedPreset& embedded = embedded_presets()[number];
        std::call_once(read_[number], [&] {
            const std::string name(embedded.name);
            presets_[number] = read_preset(std::string(embedded.text), name + ".toml", name, Lifecycle{});
        });
        return presets_[number];
    }
    std::span<const Preset> all() {
        for (std::size_t number = 0; number < presets_.size(); ++number) preset(number);
        return presets_;
    }

  private:
    std::vector<Preset> presets_;
    std::vector<std::once_flag> read_;
};

Library& library() {
    static Library ours;
    return ours;
}

} // namespace

std::vector<std::vector<std::string>> recognised_by_in(std::string_view text) {
    constexpr std::string_view key = "recognised_by = [";
    std::vector<std::vector<std::string>> sets;
    for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at)) {
        at += key.size();
        for (std::size_t depth = 1; depth > 0 && at < text.size(); ++at) {
            if (text[at] == '[' && ++depth == 2) sets.emplace_back();
            if (text[at] == ']') --depth;
            if (text[at] != '"') continue;
            const std::size_t end = text.find('"', at + 1);
            sets.back().emplace_back(text.substr(at + 1, end - at - 1));
            at = end;
        }
    }
    return sets;
}

std::span<const Preset> presets() { return library().all(); }

std::optional<Recognised> recognise(std::span<const std::string> header, std::optional<Kind> kind,
                                    const Preset* only) {
    std::set<std::string> names;
    for (const std::string& name : header) names.insert(bare_name(name));
    const auto has_all = [&](const std::vector<std::string>& set) {
        return std::all_of(set.begin(), set.end(),
                           [&](const std::string& name) { return names.contains(bare_name(name)); });
    };
    std::optional<Recognised> best;
    std::size_t most = 0;
    const auto look_at = [&](const Preset& preset) {
        for (const Preset::Object& object : preset.objects) {
            if (kind && object.kind != *kind) continue;
            for (const std::vector<std::string>& set : object.recognised_by) {
                if (set.size() <= most || !has_all(set)) continue;
                most = set.size();
                best = Recognised{&preset, &object};
            }
        }
    };
    if (only) {
        look_at(*only);
        return best;
    }
    for (std::size_t number = 0; number < embedded_presets().size(); ++number) {
        const auto sets = recognised_by_in(embedded_presets()[number].text);
        if (std::any_of(sets.begin(), sets.end(), has_all)) look_at(library().preset(number));
    }
    return best;
}

std::optional<Kind> kind_of_file(const std::string& path) {
    if (path.ends_with(".toml")) return kind_of_toml(read_file(path));
    const auto recognised = recognise(csv::Reader(path).header());
    return recognised ? std::optional(recognised->object->kind) : std::nullopt;
}

} // namespace handoff

#include <handoff/files.hpp>
#include <handoff/words.hpp>

#include <agreement/reading.hpp>
#include <algorithm>
#include <filesystem>
#include <ingest/derive.hpp>
#include <ingest/preset_file.hpp>
#include <ingest/touch_types.hpp>

namespace handoff {

namespace {

std::vector<std::string> canonical_names(Kind kind) {
    std::vector<std::string> names;
    for (const CanonicalColumn& column : canonical_columns(kind)) names.emplace_back(column.name);
    return names;
}

bool check_canonical(Reading& reading, Kind kind, const TomlEntry& entry) {
    const std::vector<std::string> known = canonical_names(kind);
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) return true;
    reading.error(entry, std::string(to_text(kind)) + " have no canonical column '" + entry.key + "'",
                  did_you_mean(entry.key, known));
    return false;
}

/// A text, or several.
std::vector<std::string> texts_of(Reading& reading, const TomlEntry& entry) {
    std::vector<std::string> all;
    const auto add = [&](const TomlValue& value) {
        if (const auto text = text_of(reading, value, entry.key)) all.push_back(*text);
    };
    if (entry.value.kind == TomlValue::Kind::array)
        for (const TomlValue& item : entry.value.items) add(item);
    else
        add(entry.value);
    return all;
}

Preset::Object read_object(Reading& reading, Kind kind, const TomlTable& table) {
    Preset::Object object{.kind = kind};
    Fields fields(reading, table, "[[" + std::string(to_text(kind)) + "]]");
    object.name = fields.text_or("object", std::string(to_text(kind)));
    if (const TomlEntry* sets = fields.entry("recognised_by", TomlValue::Kind::array))
        for (const TomlValue& set : sets->value.items) {
            if (set.kind != TomlValue::Kind::array) {
                reading.error(set, "'recognised_by' must hold lists of columns, not " + words_for(set),
                              "write [[\"Their Id\", \"Their Stage\"]]");
                continue;
            }
            std::vector<std::string> names;
            for (const TomlValue& name : set.items)
                if (const auto text = text_of(reading, name, "recognised_by")) names.push_back(*text);
            if (!names.empty()) object.recognised_by.push_back(std::move(names));
        }
    if (const TomlTable* columns = fields.table("columns"))
        for (const TomlEntry& entry : columns->entries)
            if (check_canonical(reading, kind, entry)) object.columns[entry.key] = texts_of(reading, entry);
    if (const TomlTable* constants = fields.table("constants"))
        for (const TomlEntry& entry : constants->entries)
            if (check_canonical(reading, kind, entry))
                if (const auto text = text_of(reading, entry.value, entry.key))
                    object.constants[entry.key] = *text;
    fields.finish();
    return object;
}

/// A table of their words to ours, which must be among the known ones.
std::map<std::string, std::string> read_words(Reading& reading, Fields& fields, std::string_view section,
                                              std::string_view what, const std::vector<std::string>& known) {
    std::map<std::string, std::string> all;
    const TomlTable* table = fields.table(section);
    if (!table) return all;
    for (const TomlEntry& entry : table->entries) {
        const auto ours = text_of(reading, entry.value, entry.key);
        if (!ours) continue;
        if (std::find(known.begin(), known.end(), *ours) != known.end())
            all[entry.key] = *ours;
        else
            reading.error(entry.value, "there is no " + std::string(what) + " '" + *ours + "'",
                          hint_for(*ours, known, "there are"));
    }
    return all;
}

std::vector<std::string> touch_type_names() {
    std::vector<std::string> names;
    for (const TouchType& type : touch_types()) names.emplace_back(type.name);
    return names;
}

} // namespace

Preset read_preset(std::string text, const std::string& path, std::string name, const Lifecycle& lifecycle) {
    const TomlDocument document(std::move(text), path);
    Reading reading(document, {});
    Fields fields(reading, document.root(), {});
    Preset preset{.name = std::move(name)};
    preset.title = fields.text_or("title", preset.name);
    for (const Kind kind : all_kinds())
        for (const TomlTable* table : fields.tables(to_text(kind)))
            preset.objects.push_back(read_object(reading, kind, *table));
    std::vector<std::string> stages = lifecycle.stages;
    stages.insert(stages.end(), lifecycle.aside.begin(), lifecycle.aside.end());
    preset.status = read_words(reading, fields, "status", "stage", stages);
    preset.types = read_words(reading, fields, "types", "type of touch", touch_type_names());
    preset.deal_stage =
        read_words(reading, fields, "deal_stage", "status of a deal", {"open", "won", "lost"});
    fields.finish();
    reading.diagnostics().throw_if_errors(Fault::request);
    return preset;
}

std::shared_ptr<const Preset> preset_named(const std::string& name, const Agreement& agreement,
                                           const Place& place, Diagnostics& problems) {
    std::vector<std::string> known;
    for (const Preset& preset : presets()) {
        if (same_text(preset.name, name)) return {std::shared_ptr<const Preset>(), &preset};
        known.push_back(preset.name);
    }
    const auto report = [&](std::string what, std::string hint) {
        problems.add({.place = place,
                      .what = std::move(what),
                      .hint = std::move(hint),
                      .source = std::string(agreement.line(place.line))});
        return std::shared_ptr<const Preset>();
    };
    if (!name.ends_with(".toml")) {
        std::string hint = did_you_mean(name, known);
        if (hint.empty()) {
            hint = "presets are";
            for (const std::string& word : known) hint += (word == known.front() ? " " : ", ") + word;
            hint += ", or the path of a TOML file";
        }
        return report("there is no preset '" + name + "'", hint);
    }
    const std::filesystem::path path = (std::filesystem::path(agreement.folder) / name).lexically_normal();
    std::string text;
    try {
        text = read_file(path.string());
    } catch (const Error& error) {
        const Diagnostic& why = error.diagnostics().front();
        return report(why.what, why.hint);
    }
    try {
        return std::make_shared<const Preset>(
            read_preset(std::move(text), path.string(), path.stem().string(), agreement.lifecycle));
    } catch (const Error& error) {
        for (const Diagnostic& diagnostic : error.diagnostics()) problems.add(diagnostic);
        return nullptr;
    }
}

} // namespace handoff

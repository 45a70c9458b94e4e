#include "reading.hpp"

#include <handoff/words.hpp>

namespace handoff {

namespace {

/// A table of text to text, whose keys stand in `places` as "NAME.KEY".
void read_mapping(Reading& reading, Fields& fields, const std::string& name,
                  std::map<std::string, std::string>& mapping, std::map<std::string, Place>& places) {
    const TomlTable* table = fields.table(name);
    if (!table) return;
    for (const TomlEntry& entry : table->entries)
        if (const auto text = text_of(reading, entry.value, entry.key)) {
            mapping[entry.key] = *text;
            places[name + "." + entry.key] = entry.place;
        }
}

/// Words that stand for nothing in one column only.
void read_blank_in(Reading& reading, Fields& fields, ExportSettings& settings) {
    const TomlTable* table = fields.table("blank_in");
    if (!table) return;
    Fields columns(reading, *table, "blank_in");
    for (const TomlEntry& entry : table->entries) {
        for (const TomlValue* word : columns.texts(entry.key))
            settings.blank_in[entry.key].push_back(word->text);
        settings.places["blank_in." + entry.key] = entry.place;
    }
}

/// A text that may be blank, read by `read`; `words` say what it may be.
template <typename Read>
auto read_sign(Reading& reading, Fields& fields, const std::string& key, Read read, const std::string& words)
    -> decltype(read(std::string_view())) {
    const TomlEntry* entry = fields.entry(key, TomlValue::Kind::text);
    if (entry == nullptr) return std::nullopt;
    auto value = read(entry->value.text);
    if (!value) reading.error(entry->value, "'" + key + "' cannot be '" + entry->value.text + "'", words);
    return value;
}

csv::Dialect read_dialect(Reading& reading, Fields& fields) {
    csv::Dialect dialect;
    dialect.delimiter = read_sign(reading, fields, "delimiter", csv::read_delimiter, csv::delimiter_words);
    dialect.quote = read_sign(reading, fields, "quote", csv::read_quote, csv::quote_words);
    dialect.escape = read_sign(reading, fields, "escape", csv::read_escape, csv::escape_words);
    const TomlEntry* encoding = fields.entry("encoding", TomlValue::Kind::text);
    dialect.encoding = read_sign(reading, fields, "encoding", csv::read_encoding,
                                 encoding ? csv::encoding_words(encoding->value.text) : "");
    dialect.skip = fields.count("skip");
    dialect.header_rows = fields.count("header_rows");
    dialect.units = fields.boolean("units");
    if (const TomlEntry* footer = fields.entry("footer", TomlValue::Kind::text))
        dialect.footer = footer->value.text;
    return dialect;
}

ExportSettings read_export(Reading& reading, const TomlTable& table, Kind kind) {
    ExportSettings settings;
    settings.place = table.place;
    Fields fields(reading, table, "[exports." + std::string(to_text(kind)) + "]");
    for (const TomlValue* file : fields.texts("files")) settings.files.push_back(file->text);
    settings.preset = fields.text_or("preset");
    if (const TomlEntry* preset = table.find("preset")) settings.places["preset"] = preset->value.place;
    read_mapping(reading, fields, "columns", settings.columns, settings.places);
    for (const TomlValue* blank : fields.texts("blank")) settings.blank.push_back(blank->text);
    read_blank_in(reading, fields, settings);
    settings.dialect = read_dialect(reading, fields);
    settings.dates = fields.word("dates", {"mdy", "dmy"}).value_or("");
    if (kind == Kind::touches) read_mapping(reading, fields, "types", settings.types, settings.places);
    if (kind == Kind::stages)
        for (const TomlValue* field : fields.texts("fields")) settings.fields.push_back(field->text);
    fields.finish();
    return settings;
}

} // namespace

std::vector<std::string> ExportSettings::blank_words(std::string_view canonical) const {
    std::vector<std::string> words = blank;
    if (const auto found = blank_in.find(std::string(canonical)); found != blank_in.end())
        words.insert(words.end(), found->second.begin(), found->second.end());
    return words;
}

void read_exports(Reading& reading, const TomlTable& table, Agreement& agreement) {
    std::vector<std::string> names;
    for (const Kind kind : all_kinds()) names.emplace_back(to_text(kind));
    for (const TomlEntry& entry : table.entries) {
        const auto kind = read_kind(entry.key);
        if (!kind)
            reading.error(entry, "unknown kind of export '" + entry.key + "'",
                          hint_for(entry.key, names, "there are"));
        else if (entry.value.kind != TomlValue::Kind::table)
            reading.error(entry.value, "'" + entry.key + "' must be a table, not " + words_for(entry.value),
                          "write [exports." + entry.key + "] and below it files = [\"" + entry.key +
                              ".csv\"]");
        else
            agreement.exports[*kind] = read_export(reading, *entry.value.table, *kind);
    }
}

} // namespace handoff

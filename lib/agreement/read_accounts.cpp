#include "reading.hpp"

#include <handoff/files.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <array>

namespace handoff {

namespace {

using Prefer = AccountMatching::Prefer;
constexpr std::array<std::pair<const char*, Prefer>, 6> preferences = {
    {{"named", Prefer::named},
     {"open_deals", Prefer::open_deals},
     {"same_country", Prefer::same_country},
     {"largest", Prefer::largest},
     {"newest", Prefer::newest},
     {"oldest", Prefer::oldest}}};

/// "IBM, International Business Machines", one group a line; # begins a remark.
void read_synonyms(Reading& reading, const TomlValue& file, AccountMatching& accounts) {
    const std::string path = path_of(reading, file.text);
    std::string text;
    try {
        text = read_file(path);
        reading.add_file(path);
    } catch (const Error& error) {
        reading.error(file, error.diagnostics().front().what, error.diagnostics().front().hint);
        return;
    }
    std::uint32_t number = 0;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        const std::string_view line = trim(std::string_view(text).substr(from, end - from));
        from = end + 1;
        ++number;
        if (line.empty() || line.starts_with('#')) continue;
        std::vector<std::string> words;
        for (std::size_t at = 0; at <= line.size();) {
            const std::size_t comma = std::min(line.find(',', at), line.size());
            if (const auto word = trim(line.substr(at, comma - at)); !word.empty()) words.emplace_back(word);
            at = comma + 1;
        }
        if (words.size() < 2)
            reading.diagnostics().add({.place = {path, number, 1},
                                       .what = "a line of synonyms needs two names or more",
                                       .hint = "write IBM, International Business Machines",
                                       .source = std::string(line)});
        accounts.synonyms.push_back(std::move(words));
    }
}

} // namespace

void read_accounts(Reading& reading, const TomlTable& table, Agreement& agreement) {
    Fields fields(reading, table, "[accounts]");
    std::vector<std::string> words;
    for (const auto& [word, prefer] : preferences) words.emplace_back(word);
    if (table.find("prefer")) {
        agreement.accounts.prefer.clear();
        for (const TomlValue* value : fields.texts("prefer")) {
            const auto found = std::find_if(preferences.begin(), preferences.end(),
                                            [&](const auto& each) { return each.first == value->text; });
            if (found == preferences.end())
                reading.error(*value, "unknown word '" + value->text + "' for 'prefer'",
                              hint_for(value->text, words, "there are"));
            else
                agreement.accounts.prefer.push_back(found->second);
        }
    }
    if (const TomlEntry* file = fields.entry("synonyms", TomlValue::Kind::text))
        read_synonyms(reading, file->value, agreement.accounts);
    fields.finish();
}

} // namespace handoff

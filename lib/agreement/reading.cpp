#include "reading.hpp"

#include "expression_tree.hpp"

#include <handoff/files.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace handoff {

namespace {

template <class Visit>
void visit_lists(const Node& node, Visit visit) {
    if (node.kind == Node::Kind::listed) visit(node.text);
    for (const Node& part : node.parts) visit_lists(part, visit);
}

} // namespace

void Reading::error(const Place& place, std::uint32_t width, std::string what, std::string hint) {
    diagnostics_.add({.place = place,
                      .what = std::move(what),
                      .hint = std::move(hint),
                      .source = std::string(document_.line(place.line)),
                      .width = width});
}

void Reading::warning(const Place& place, std::uint32_t width, std::string what, std::string hint) {
    diagnostics_.add({.severity = Severity::warning,
                      .place = place,
                      .what = std::move(what),
                      .hint = std::move(hint),
                      .source = std::string(document_.line(place.line)),
                      .width = width});
}

std::uint32_t Reading::width_of(const TomlTable& table) const {
    const std::string_view line = document_.line(table.place.line);
    if (table.place.column == 0 || table.place.column > line.size()) return 1;
    const std::string_view rest = line.substr(table.place.column - 1);
    const std::size_t close = rest.find(']');
    if (!rest.starts_with('[') || close == std::string_view::npos) return 1;
    return static_cast<std::uint32_t>(close + (rest.starts_with("[[") ? 2 : 1));
}

void Reading::error(const TomlTable& table, std::string what, std::string hint) {
    error(table.place, width_of(table), std::move(what), std::move(hint));
}

void Reading::add(const Error& error) {
    for (const Diagnostic& diagnostic : error.diagnostics()) diagnostics_.add(diagnostic);
}

void Reading::add_file(const std::string& path) {
    const auto known =
        std::find_if(files_.begin(), files_.end(), [&](const NamedFile& each) { return each.path == path; });
    if (known == files_.end()) files_.push_back({path, sha256_of_file(path)});
}

void Reading::add_files(const Expression& expression) {
    if (expression.empty()) return;
    visit_lists(expression.tree()->root, [&](const std::string& name) { add_file(path_of(*this, name)); });
}

std::string words_for(TomlValue::Kind kind) {
    switch (kind) {
    case TomlValue::Kind::text:
        return "text";
    case TomlValue::Kind::integer:
        return "a whole number";
    case TomlValue::Kind::number:
        return "a number";
    case TomlValue::Kind::boolean:
        return "true or false";
    case TomlValue::Kind::date:
        return "a date";
    case TomlValue::Kind::moment:
        return "a time";
    case TomlValue::Kind::array:
        return "a list";
    case TomlValue::Kind::table:
        return "a table";
    }
    return "";
}

std::string words_for(const TomlValue& value) {
    return words_for(is_number(value) ? TomlValue::Kind::number : value.kind);
}

bool is_number(const TomlValue& value) noexcept {
    return value.kind == TomlValue::Kind::integer || value.kind == TomlValue::Kind::number;
}

namespace {

std::string quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

} // namespace

std::optional<std::string> text_of(Reading& reading, const TomlValue& value, std::string_view name) {
    if (value.kind != TomlValue::Kind::text) {
        reading.error(value, quoted(name) + " must be text, not " + words_for(value));
        return std::nullopt;
    }
    if (trim(value.text).empty()) {
        reading.error(value, quoted(name) + " is blank");
        return std::nullopt;
    }
    return value.text;
}

Expression expression_of(Reading& reading, const TomlValue& value) {
    const TomlDocument::TextPlace where = reading.document().place_of_text(value);
    try {
        Expression expression =
            Expression::parse(value.text, where.place, where.source, reading.folder(), where.columns);
        reading.add_files(expression);
        return expression;
    } catch (const Error& error) {
        reading.add(error);
        return {};
    }
}

std::optional<Measure> measure_of(Reading& reading, const TomlValue& value) {
    try {
        return Measure::parse(value.text, "'value'");
    } catch (const Error& error) {
        reading.error(value, error.diagnostics().front().what, error.diagnostics().front().hint);
        return std::nullopt;
    }
}

std::optional<Duration> duration_of(Reading& reading, const TomlValue& value, std::string_view name) {
    constexpr std::string_view forms = "lengths are written like \"30m\", \"12h\", \"14d\" or \"2w\"";
    if (value.kind != TomlValue::Kind::text) {
        reading.error(value, quoted(name) + " must be a length of time, not " + words_for(value),
                      std::string(forms));
        return std::nullopt;
    }
    const auto text = text_of(reading, value, name);
    if (!text) return std::nullopt;
    const auto duration = read_duration(*text);
    if (!duration || *duration <= Duration::zero()) {
        reading.error(value, quoted(name) + " must be a length of time, not '" + *text + "'",
                      std::string(forms));
        return std::nullopt;
    }
    return duration;
}

namespace {

std::optional<TimeLimit> read_limit(std::string_view text) {
    TimeLimit limit{.text = std::string(trim(text))};
    std::string_view length = limit.text;
    constexpr std::string_view word = " clock";
    if (length.ends_with(word)) {
        limit.clock = true;
        length = trim(length.substr(0, length.size() - word.size()));
    }
    if (!limit.clock && length.ends_with('d')) {
        const auto [end, problem] =
            std::from_chars(length.data(), length.data() + length.size() - 1, limit.days);
        const bool whole = problem == std::errc() && end == length.data() + length.size() - 1;
        return whole && limit.days > 0 && limit.days <= 366 ? std::optional(limit) : std::nullopt;
    }
    const auto duration = read_duration(length);
    const bool has_days = length.find_first_of("dw") != std::string_view::npos;
    if (!duration || *duration <= Duration::zero() || (has_days && !limit.clock)) return std::nullopt;
    limit.length = *duration;
    return limit;
}

} // namespace

std::optional<TimeLimit> limit_of(Reading& reading, const TomlValue& value, std::string_view name) {
    const auto text = text_of(reading, value, name);
    if (!text) return std::nullopt;
    const auto limit = read_limit(*text);
    if (!limit)
        reading.error(value, quoted(name) + " cannot be '" + *text + "'",
                      "write \"1h\" or \"90m\" for working time, \"2d\" for the end of the 2nd working "
                      "day, \"36h clock\" for elapsed time");
    return limit;
}

std::string hint_for(std::string_view word, const std::vector<std::string>& names,
                     std::string_view list_words) {
    std::string hint = did_you_mean(word, names);
    if (!hint.empty() || names.empty() || names.size() > 12) return hint;
    if (names.size() == 1) return "there is only " + quoted(names.front());
    hint = list_words;
    for (std::size_t i = 0; i < names.size(); ++i)
        hint += (i == 0 ? " " : i + 1 == names.size() ? " and " : ", ") + quoted(names[i]);
    return hint;
}

std::string first_at(const Place& place) {
    return place.line == 0 ? "" : ", first at line " + std::to_string(place.line);
}

std::string path_of(const Reading& reading, const std::string& file) {
    return file.starts_with('/') || reading.folder().empty() ? file : reading.folder() + "/" + file;
}

std::vector<std::string> pools_of(const Agreement& agreement) {
    std::vector<std::string> pools;
    for (const Rep& rep : agreement.reps)
        for (const std::string& pool : rep.pools)
            if (std::find(pools.begin(), pools.end(), pool) == pools.end()) pools.push_back(pool);
    return pools;
}

void check_pool(Reading& reading, const TomlValue& value, const Agreement& agreement) {
    const std::vector<std::string> pools = pools_of(agreement);
    if (std::find(pools.begin(), pools.end(), value.text) == pools.end())
        reading.error(value, "no rep is in the pool " + quoted(value.text),
                      hint_for(value.text, pools, "there are"));
}

void check_rep(Reading& reading, const TomlValue& value, const Agreement& agreement) {
    if (agreement.rep_of_owner(value.text)) return;
    std::vector<std::string> ids;
    for (const Rep& rep : agreement.reps) ids.push_back(rep.id);
    reading.error(value, "there is no rep or team " + quoted(value.text),
                  hint_for(value.text, ids, "there are"));
}

const TomlEntry* Fields::entry(std::string_view key) {
    known_.emplace_back(key);
    return table_.find(key);
}

const TomlEntry* Fields::entry(std::string_view key, TomlValue::Kind kind) {
    const TomlEntry* entry = this->entry(key);
    if (!entry || entry->value.kind == kind) return entry;
    if (kind == TomlValue::Kind::number && is_number(entry->value)) return entry;
    if (kind == TomlValue::Kind::integer && is_number(entry->value)) {
        reading_.error(entry->value, quoted(key) + " must be a whole number");
        return nullptr;
    }
    std::string hint;
    if (kind == TomlValue::Kind::date && entry->value.kind == TomlValue::Kind::text &&
        read_date(entry->value.text))
        hint = "write " + entry->value.text + " without quotes";
    if (is_number({.kind = kind}) && entry->value.kind == TomlValue::Kind::text &&
        read_points(entry->value.text))
        hint = "write " + entry->value.text + " without quotes";
    reading_.error(entry->value,
                   quoted(key) + " must be " + words_for(kind) + ", not " + words_for(entry->value),
                   std::move(hint));
    return nullptr;
}

std::optional<std::string> Fields::text(std::string_view key) {
    const TomlEntry* entry = this->entry(key);
    return entry ? text_of(reading_, entry->value, key) : std::nullopt;
}

std::optional<std::string> Fields::needed_text(std::string_view key) {
    if (!table_.find(key)) reading_.error(table_, "the " + quoted(key) + " is missing in " + where_);
    return text(key);
}

std::optional<double> Fields::number(std::string_view key) {
    const TomlEntry* entry = this->entry(key, TomlValue::Kind::number);
    if (!entry) return std::nullopt;
    if (std::isnan(entry->value.number)) {
        reading_.error(entry->value, quoted(key) + " must be a number");
        return std::nullopt;
    }
    return entry->value.number;
}

std::optional<Points> Fields::points(std::string_view key) {
    const auto value = number(key);
    if (!value) return std::nullopt;
    constexpr double most = 1e9; // sums of many stay far from the end of the range
    if (!(std::abs(*value) <= most)) {
        reading_.error(table_.find(key)->value, quoted(key) + " must be between -1000000000 and 1000000000");
        return std::nullopt;
    }
    return Points::of(*value);
}

std::optional<std::uint32_t> Fields::count(std::string_view key, std::uint32_t least) {
    const TomlEntry* entry = this->entry(key, TomlValue::Kind::integer);
    if (!entry) return std::nullopt;
    const std::int64_t value = entry->value.integer;
    if (value < least || value > std::numeric_limits<std::int32_t>::max()) {
        reading_.error(entry->value, quoted(key) + " must be " + std::to_string(least) + " or more");
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(value);
}

std::optional<bool> Fields::boolean(std::string_view key) {
    const TomlEntry* entry = this->entry(key, TomlValue::Kind::boolean);
    return entry ? std::optional(entry->value.boolean) : std::nullopt;
}

std::optional<Date> Fields::date(std::string_view key) {
    const TomlEntry* entry = this->entry(key, TomlValue::Kind::date);
    return entry ? std::optional(entry->value.date) : std::nullopt;
}

std::optional<Duration> Fields::duration(std::string_view key) {
    const TomlEntry* entry = this->entry(key);
    return entry ? duration_of(reading_, entry->value, key) : std::nullopt;
}

std::optional<TimeLimit> Fields::limit(std::string_view key) {
    const TomlEntry* entry = this->entry(key);
    return entry ? limit_of(reading_, entry->value, key) : std::nullopt;
}

std::vector<const TomlValue*> Fields::texts(std::string_view key) {
    const TomlEntry* entry = this->entry(key);
    std::vector<const TomlValue*> all;
    if (!entry) return all;
    if (entry->value.kind == TomlValue::Kind::array) {
        for (const TomlValue& item : entry->value.items)
            if (text_of(reading_, item, key)) all.push_back(&item);
    } else if (entry->value.kind != TomlValue::Kind::text) {
        reading_.error(entry->value,
                       quoted(key) + " must be a list of texts, not " + words_for(entry->value));
    } else if (text_of(reading_, entry->value, key)) {
        all.push_back(&entry->value);
    }
    return all;
}

const TomlTable* Fields::table(std::string_view key) {
    const TomlEntry* entry = this->entry(key, TomlValue::Kind::table);
    return entry ? entry->value.table.get() : nullptr;
}

std::vector<const TomlTable*> Fields::tables(std::string_view key) {
    const TomlEntry* entry = this->entry(key);
    std::vector<const TomlTable*> all;
    if (!entry) return all;
    const std::size_t from = where_.find_first_not_of('['), to = where_.find_last_not_of(']');
    const std::string header =
        where_.empty() ? std::string(key) : where_.substr(from, to + 1 - from) + "." + std::string(key);
    if (entry->value.kind != TomlValue::Kind::array) {
        reading_.error(*entry, quoted(key) + " must be a list of tables, not " + words_for(entry->value),
                       "write [[" + header + "]]");
        return all;
    }
    for (const TomlValue& item : entry->value.items) {
        if (item.kind == TomlValue::Kind::table)
            all.push_back(item.table.get());
        else
            reading_.error(item, quoted(key) + " must hold tables, not " + words_for(item));
    }
    return all;
}

Expression Fields::expression(std::string_view key) {
    const TomlEntry* entry = this->entry(key);
    if (!entry || !text_of(reading_, entry->value, key)) return {};
    return expression_of(reading_, entry->value);
}

std::optional<std::string> Fields::word(std::string_view key, const std::vector<std::string>& words) {
    const auto text = this->text(key);
    if (!text) return std::nullopt;
    if (std::find(words.begin(), words.end(), *text) != words.end()) return text;
    reading_.error(table_.find(key)->value, "unknown word '" + *text + "' for " + quoted(key),
                   hint_for(*text, words, "there are"));
    return std::nullopt;
}

void Fields::finish() {
    for (const TomlEntry& entry : table_.entries)
        if (std::find(known_.begin(), known_.end(), entry.key) == known_.end())
            reading_.error(entry, "unknown key '" + entry.key + "'" + (where_.empty() ? "" : " in " + where_),
                           did_you_mean(entry.key, known_));
}

} // namespace handoff

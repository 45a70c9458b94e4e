#include "reading.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace handoff {

namespace {

/// Columns that score writes beside the groups, which therefore cannot be groups.
constexpr std::array<std::string_view, 6> taken = {"total",     "score",        "grade",
                                                   "qualified", "disqualified", "reasons"};
/// Keys that say something of touches.
constexpr std::array<std::string_view, 9> of_touches = {
    "half_life", "steps", "linear", "expires", "window", "limit", "at_least", "min", "max"};

std::optional<std::uint32_t> read_count(std::string_view text) {
    std::uint32_t count = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
    const bool whole = problem == std::errc() && end == text.data() + text.size();
    return whole && count > 0 ? std::optional(count) : std::nullopt;
}

/// "LEFT word RIGHT" in its two sides.
std::optional<std::pair<std::string_view, std::string_view>> sides(std::string_view text,
                                                                   std::string_view word) {
    const std::size_t at = text.find(word);
    if (at == std::string_view::npos) return std::nullopt;
    return std::pair(trim(text.substr(0, at)), trim(text.substr(at + word.size())));
}

std::optional<Limit> read_limit(std::string_view text) {
    const auto two = sides(text, " per ");
    const auto count = read_count(two ? two->first : trim(text));
    if (!count) return std::nullopt;
    if (!two) return Limit{.count = *count, .per = Limit::Per::ever};
    if (two->second == "day") return Limit{.count = *count, .per = Limit::Per::day};
    const auto window = read_duration(two->second);
    if (!window || *window <= Duration::zero()) return std::nullopt;
    return Limit{.count = *count, .per = Limit::Per::window, .window = *window};
}

std::optional<AtLeast> read_at_least(std::string_view text) {
    const auto two = sides(text, " in ");
    if (!two) return std::nullopt;
    const auto count = read_count(two->first);
    const auto within = read_duration(two->second);
    if (!count || !within || *within <= Duration::zero()) return std::nullopt;
    return AtLeast{.count = *count, .within = *within};
}

/// "25% per 30d".
std::optional<Decay> read_steps(std::string_view text) {
    const auto two = sides(text, " per ");
    if (!two || !two->first.ends_with('%')) return std::nullopt;
    const auto share = read_number(trim(two->first.substr(0, two->first.size() - 1)));
    const auto period = read_duration(two->second);
    if (!share || *share <= 0 || *share > 100 || !period || *period <= Duration::zero()) return std::nullopt;
    return Decay{.form = Decay::Form::steps, .period = *period, .lost = *share / 100};
}

/// "50..499", "500..", "..49", "7".
std::optional<std::pair<double, double>> read_bounds(std::string_view text) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const auto number = [](std::string_view part, double otherwise) -> std::optional<double> {
        if (part.empty()) return otherwise;
        std::string digits(part);
        digits.erase(std::remove(digits.begin(), digits.end(), '_'), digits.end());
        return read_number(digits);
    };
    const auto two = sides(text, "..");
    if (two && two->first.empty() && two->second.empty()) return std::nullopt;
    const auto low = number(two ? two->first : trim(text), -infinity);
    const auto high = two ? number(two->second, infinity) : low;
    if (!low || !high || trim(text).empty()) return std::nullopt;
    return std::pair(*low, *high);
}

class RuleReader {
  public:
    RuleReader(Reading& reading, const TomlTable& table)
        : reading_(reading), table_(table), fields_(reading, table, "[[score.rule]]") {}

    ScoreRule run(const std::vector<std::string>* declared) {
        rule_.place = table_.place;
        rule_.name = fields_.needed_text("name").value_or("");
        rule_.why = fields_.text_or("why");
        read_group(declared);
        read_action();
        read_points();
        read_touch_keys();
        fields_.finish();
        return std::move(rule_);
    }

  private:
    std::string called() const { return rule_.name.empty() ? "this rule" : "rule '" + rule_.name + "'"; }

    void read_group(const std::vector<std::string>* declared) {
        rule_.group = fields_.needed_text("group").value_or("");
        if (rule_.group.empty()) return;
        const TomlValue& value = table_.find("group")->value;
        if (!declared)
            check_group_name(reading_, rule_.group, value.place, value.width);
        else if (std::find(declared->begin(), declared->end(), rule_.group) == declared->end())
            reading_.error(value, "unknown group '" + rule_.group + "'",
                           hint_for(rule_.group, *declared, "'groups' in [score] has"));
    }

    void read_action() {
        const TomlEntry* first = nullptr;
        for (const char* key : {"when", "column", "touch"}) {
            const TomlEntry* entry = table_.find(key);
            if (!entry) continue;
            if (first)
                reading_.error(*entry, called() + " has both '" + first->key + "' and '" + key + "'",
                               "make two rules of it");
            else
                first = entry;
        }
        if (!first)
            reading_.error(
                table_, called() + " has no condition",
                "give it 'when' for leads, 'column' with 'bands' or 'values', or 'touch' for touches");
        rule_.when = fields_.expression("when");
        if (const TomlEntry* touch = fields_.entry("touch")) {
            rule_.on_touches = true;
            const bool every = touch->value.kind == TomlValue::Kind::text && trim(touch->value.text).empty();
            if (!every) rule_.touch = fields_.expression("touch");
        }
        read_column();
    }

    void read_column() {
        const TomlEntry* bands = fields_.entry("bands", TomlValue::Kind::table);
        const TomlEntry* values = fields_.entry("values", TomlValue::Kind::table);
        if (const auto column = fields_.text("column")) {
            rule_.column = *column;
            rule_.column_place = reading_.document().place_of_text(table_.find("column")->value).place;
            if (!table_.find("bands") && !table_.find("values"))
                reading_.error(*table_.find("column"),
                               called() + " has neither 'bands' nor 'values' for its column");
        } else if (const TomlEntry* lonely =
                       table_.find("bands") ? table_.find("bands") : table_.find("values");
                   lonely && !table_.find("column")) {
            reading_.error(*lonely, "'" + lonely->key + "' needs a 'column'");
        }
        if (table_.find("bands") && table_.find("values"))
            reading_.error(*table_.find("values"), called() + " has both 'bands' and 'values'",
                           "make two rules of it");
        if (bands) read_bands(*bands->value.table);
        if (values) read_values(*values->value.table);
    }

    std::optional<Points> points_of(const TomlEntry& entry) {
        if (!is_number(entry.value)) {
            reading_.error(entry.value, "the points of '" + entry.key + "' must be a number, not " +
                                            words_for(entry.value));
            return std::nullopt;
        }
        if (!(std::abs(entry.value.number) <= 1e9)) { // nor is it what is not a number at all
            reading_.error(entry.value,
                           "the points of '" + entry.key + "' must be between -1000000000 and 1000000000");
            return std::nullopt;
        }
        return Points::of(entry.value.number);
    }

    void read_bands(const TomlTable& table) {
        if (table.entries.empty())
            reading_.error(table, "'bands' is empty", "write bands = { \"1..49\" = 0, \"50..\" = 10 }");
        for (const TomlEntry& entry : table.entries) {
            const auto points = points_of(entry);
            const auto bounds = read_bounds(entry.key);
            if (!bounds)
                reading_.error(entry, "'" + entry.key + "' is no band of numbers",
                               "bands are written like \"50..499\", \"500..\", \"..49\" or \"7\"");
            else if (bounds->first > bounds->second)
                reading_.error(entry, "band '" + entry.key + "' ends before it begins");
            else
                rule_.bands.push_back({.low = bounds->first,
                                       .high = bounds->second,
                                       .points = points.value_or(Points{}),
                                       .text = entry.key,
                                       .place = entry.place});
        }
        std::stable_sort(rule_.bands.begin(), rule_.bands.end(),
                         [](const Band& a, const Band& b) { return a.low < b.low; });
        for (std::size_t i = 1; i < rule_.bands.size(); ++i) {
            const Band *a = &rule_.bands[i - 1], *b = &rule_.bands[i];
            if (b->low > a->high) continue;
            if (b->place < a->place) std::swap(a, b);
            const TomlEntry* later = table.find(b->text);
            reading_.error(*later,
                           "band '" + b->text + "' overlaps band '" + a->text + "' at line " +
                               std::to_string(a->place.line) + ", column " + std::to_string(a->place.column),
                           "both ends belong to a band");
        }
    }

    void read_values(const TomlTable& table) {
        if (table.entries.empty())
            reading_.error(table, "'values' is empty", "write values = { Referral = 10, Webinar = 5 }");
        for (const TomlEntry& entry : table.entries) {
            const auto points = points_of(entry);
            if (!rule_.values.emplace(lower(entry.key), points.value_or(Points{})).second)
                reading_.error(entry,
                               "'" + entry.key + "' is listed twice; upper and lower case are the same");
        }
    }

    void read_points() {
        const auto points = fields_.points("points");
        const auto disqualify = fields_.boolean("disqualify");
        rule_.points = points.value_or(Points{});
        rule_.disqualify = disqualify.value_or(false);
        const TomlEntry* entry = table_.find("points");
        if (rule_.disqualify) {
            if (rule_.on_touches || table_.find("column"))
                reading_.error(*table_.find("disqualify"), "'disqualify' goes with 'when' only");
            else if (entry)
                reading_.error(*entry, called() + " both disqualifies and gives points",
                               "make two rules of it");
        } else if (table_.find("column")) {
            if (entry)
                reading_.error(*entry, "'points' does not go with 'column'",
                               "the points stand in 'bands' or 'values'");
        } else if (!entry && (table_.find("when") || rule_.on_touches)) {
            reading_.error(table_, called() + " has no points",
                           rule_.on_touches ? "give it 'points'" : "give it 'points' or 'disqualify'");
        }
    }

    void read_touch_keys() {
        read_decay();
        rule_.window = fields_.duration("window");
        read_written("limit", "a limit like '1 per day', '3 per 30d' or '1'", rule_.limit, read_limit);
        read_written("at_least", "like '3 in 7d'", rule_.at_least, read_at_least);
        rule_.min = fields_.points("min");
        rule_.max = fields_.points("max");
        if (rule_.min && rule_.max && *rule_.max < *rule_.min)
            reading_.error(table_.find("max")->value, "'max' is less than 'min'");
        if (table_.find("limit") && table_.find("at_least"))
            reading_.error(*table_.find("limit"), called() + " has both 'limit' and 'at_least'",
                           "a rule with 'at_least' gives its points once");
        if (rule_.on_touches) return;
        for (std::string_view key : of_touches)
            if (const TomlEntry* entry = table_.find(key))
                reading_.error(*entry, "'" + entry->key + "' goes with 'touch' only");
    }

    template <typename T>
    void read_written(const char* key, const char* form, std::optional<T>& into,
                      std::optional<T> (*read)(std::string_view)) {
        const auto text = fields_.text(key);
        if (!text) return;
        into = read(*text);
        if (!into)
            reading_.error(table_.find(key)->value,
                           "'" + std::string(key) + "' must be " + form + ", not '" + *text + "'");
    }

    void read_decay() {
        const TomlEntry* first = nullptr;
        for (const char* key : {"half_life", "steps", "linear"}) {
            const TomlEntry* entry = table_.find(key);
            if (!entry) continue;
            if (first)
                reading_.error(*entry, called() + " has both '" + first->key + "' and '" + key + "'",
                               "points shrink in one way only");
            else
                first = entry;
        }
        std::optional<Decay> steps;
        read_written("steps", "like '25% per 30d'", steps, read_steps);
        if (steps) rule_.decay = *steps;
        if (const auto period = fields_.duration("half_life"))
            rule_.decay = {.form = Decay::Form::half_life, .period = *period};
        if (const auto period = fields_.duration("linear"))
            rule_.decay = {.form = Decay::Form::linear, .period = *period};
        rule_.decay.expires = fields_.duration("expires");
    }

    Reading& reading_;
    const TomlTable& table_;
    Fields fields_;
    ScoreRule rule_;
};

} // namespace

bool is_column_name(std::string_view name) noexcept {
    return !name.empty() && trim(name) == name && std::none_of(name.begin(), name.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < ' ' || byte == 0x7F || c == '"';
    });
}

void check_group_name(Reading& reading, const std::string& name, const Place& place, std::uint32_t width) {
    if (std::find(taken.begin(), taken.end(), name) != taken.end())
        reading.error(place, width,
                      "a group cannot be called '" + name + "', which is a column that score adds");
    else if (!is_column_name(name))
        reading.error(place, width,
                      "the name of a group " + std::string(column_name_rule) + ", not '" + name + "'");
}

void read_rules(Reading& reading, const std::vector<const TomlTable*>& tables,
                const std::vector<std::string>* declared, ScoreModel& model) {
    for (const TomlTable* table : tables) {
        ScoreRule rule = RuleReader(reading, *table).run(declared);
        const auto same = std::find_if(model.rules.begin(), model.rules.end(), [&](const ScoreRule& other) {
            return !rule.name.empty() && other.name == rule.name && other.group == rule.group;
        });
        if (same != model.rules.end())
            reading.error(table->find("name")->value, "two rules of group '" + rule.group + "' are called '" +
                                                          rule.name + "'" + first_at(same->place));
        model.rules.push_back(std::move(rule));
    }
}

} // namespace handoff

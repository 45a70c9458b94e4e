#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <base/toml_library.hpp>
#include <base/toml_text.hpp>
#include <ingest/rows.hpp>
#include <sstream>
#include <table/clean_instant.hpp>

namespace handoff {

namespace {

/// The name of one row of a kind: "touch".
std::string_view singular(Kind kind) noexcept {
    const std::string_view plural = to_text(kind);
    return plural == "touches" ? plural.substr(0, 5) : plural.substr(0, plural.size() - 1);
}

/// Lines of a text, for showing them and for the text of a bad row.
class Lines {
  public:
    explicit Lines(std::string_view text) {
        for (std::size_t from = 0; from <= text.size();) {
            const std::size_t end = std::min(text.find('\n', from), text.size());
            lines_.push_back(text.substr(from, end - from));
            from = end + 1;
        }
    }
    std::string_view operator[](std::uint32_t number) const {
        return number == 0 || number > lines_.size() ? std::string_view() : lines_[number - 1];
    }
    /// From one line to the one before another, without blank lines at the end.
    std::string_view between(std::uint32_t from, std::uint32_t to) const {
        to = std::min(to, static_cast<std::uint32_t>(lines_.size() + 1));
        if (from == 0 || from >= to) return {};
        const char* const first = lines_[from - 1].data();
        const std::string_view last = lines_[to - 2];
        return trim({first, static_cast<std::size_t>(last.data() + last.size() - first)});
    }

    Place place(const std::string& path, std::size_t offset) const {
        std::uint32_t number = 1;
        while (number < lines_.size() && begin(number + 1) <= offset) ++number;
        return {path, number, static_cast<std::uint32_t>(offset - begin(number) + 1)};
    }

  private:
    std::size_t begin(std::uint32_t number) const {
        return static_cast<std::size_t>(lines_[number - 1].data() - lines_.front().data());
    }

    std::vector<std::string_view> lines_;
};

Place place_of(const std::string& path, const Lines& lines, const toml::source_region& region) {
    return {path, region.begin.line, byte_column(lines[region.begin.line], region.begin.column)};
}

[[noreturn]] void refuse(Place place, const Lines& lines, std::string what, std::string hint = {}) {
    std::string source(lines[place.line]);
    throw Error(Fault::data, {Diagnostic{.place = std::move(place),
                                         .what = std::move(what),
                                         .hint = std::move(hint),
                                         .source = std::move(source)}});
}

toml::table parse(const std::string& text, const std::string& path, const Lines& lines) {
    if (const std::size_t foreign = first_foreign_byte(text); foreign != std::string_view::npos)
        refuse(lines.place(path, foreign), lines, std::string(foreign_byte_is),
               std::string(foreign_byte_hint));
    try {
        return toml::parse(std::string_view(text));
    } catch (const toml::parse_error& error) {
        std::string what(error.description());
        if (!what.empty() && what.ends_with('.')) what.pop_back();
        refuse(place_of(path, lines, error.source()), lines, what);
    }
}

template <class Value>
std::string as_text(const Value& value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

/// A value as the text of a cell, a list with ; between its values; none for tables and what holds some.
std::optional<std::string> cell_text(const toml::node& node) {
    if (const auto* list = node.as_array()) {
        std::string text;
        for (const toml::node& item : *list) {
            const auto one = item.is_array() ? std::nullopt : cell_text(item);
            if (!one) return std::nullopt;
            text += (text.empty() ? "" : ";") + *one;
        }
        return text;
    }
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* whole = node.as_integer()) return std::to_string(whole->get());
    if (const auto* number = node.as_floating_point()) return to_text(number->get());
    if (const auto* boolean = node.as_boolean()) return std::string(boolean->get() ? "true" : "false");
    if (const auto* date = node.as_date()) return as_text(date->get());
    if (const auto* time = node.as_date_time()) return as_text(time->get());
    return std::nullopt;
}

std::string_view name_of(const toml::node& node) noexcept {
    switch (node.type()) {
    case toml::node_type::string:
        return "text";
    case toml::node_type::integer:
    case toml::node_type::floating_point:
        return "a number";
    case toml::node_type::boolean:
        return "true or false";
    case toml::node_type::date:
    case toml::node_type::date_time:
        return "a date";
    case toml::node_type::time:
        return "a time of day";
    case toml::node_type::array:
        return "a list";
    default:
        return "a table";
    }
}

bool is_instant(const toml::node& node) {
    if (node.is_date() || node.is_date_time()) return true;
    const auto* text = node.as_string();
    bool ambiguous = false;
    return text && (text->get().empty() ||
                    read_moment(text->get(), DayMonth::day_first, Zone::utc(), ambiguous).has_value());
}

/// What is wanted where a value of another type stands; blank when the value is fine.
std::string_view wanted_instead(const toml::node& node, std::optional<Type> type) {
    const bool is_list = node.is_array() && cell_text(node).has_value();
    if (!type) return !node.is_time() && cell_text(node) ? "" : "text, a number, a date or a list of them";
    switch (*type) {
    case Type::text:
    case Type::stage:
    case Type::country:
    case Type::state:
        return node.is_string() || (is_list && *type == Type::text) ? "" : "text";
    case Type::id:
        return node.is_string() || node.is_integer() || is_list ? "" : "text or a whole number";
    case Type::number:
    case Type::money:
        return node.is_number() ? "" : "a number";
    case Type::boolean:
        return node.is_boolean() ? "" : "true or false";
    case Type::instant:
        return is_instant(node) ? "" : "a date";
    }
    return "";
}

std::optional<Type> type_of(Kind kind, std::string_view name) {
    for (const CanonicalColumn& column : canonical_columns(kind))
        if (column.name == name) return column.type;
    return std::nullopt;
}

/// The keys of a row as they follow each other in the file.
std::vector<std::pair<std::string, const toml::node*>> in_order(const toml::table& table) {
    std::vector<std::pair<std::string, const toml::node*>> keys;
    for (const auto& [key, value] : table) keys.emplace_back(key.str(), &value);
    std::stable_sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) {
        const auto& x = a.second->source().begin;
        const auto& y = b.second->source().begin;
        return std::pair(x.line, x.column) < std::pair(y.line, y.column);
    });
    return keys;
}

/// What is meant by a file with a key that is none of the rows.
std::string hint_on_foreign(const toml::table& file, std::string_view key, const std::string& wanted) {
    if (file.contains("agreement") || file.contains("lifecycle")) return "name an agreement with -a";
    const std::vector<std::string> known = {wanted};
    const std::string near = did_you_mean(key, known);
    return near.empty() ? "each row is a [[" + wanted + "]] table with its columns as keys" : near;
}

} // namespace

std::optional<Kind> kind_of_toml(std::string_view text) {
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        std::string_view line = trim(text.substr(from, end - from));
        from = end + 1;
        if (!line.starts_with("[[")) continue;
        line = trim(line.substr(2, line.find("]]") - 2));
        for (const Kind kind : all_kinds())
            if (singular(kind) == line) return kind;
        return std::nullopt;
    }
    return std::nullopt;
}

Table read_toml_rows(Kind kind, const std::string& text, const std::string& path,
                     std::vector<csv::BadRow>& bad) {
    const Lines lines(text);
    const toml::table file = parse(text, path, lines);
    const std::string wanted(singular(kind));
    const toml::array* rows = nullptr;
    for (const auto& [key, value] : file) {
        if (key.str() == wanted) rows = value.as_array();
        if (rows && rows->is_homogeneous(toml::node_type::table)) continue;
        refuse(place_of(path, lines, value.source()), lines,
               "'" + std::string(key.str()) + "' is no [[" + wanted + "]] table",
               hint_on_foreign(file, key.str(), wanted));
    }
    if (rows == nullptr || rows->empty())
        throw Error(Fault::data, "'" + path + "' has no [[" + wanted + "]] tables");

    Table table;
    table.file = std::make_shared<const std::string>(path);
    const std::string_view kept = table.keep(text);
    const Lines kept_lines(kept);
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const toml::table& row = *(*rows)[i].as_table();
        const std::uint32_t line = row.source().begin.line;
        const std::uint32_t end =
            i + 1 < rows->size() ? (*rows)[i + 1].source().begin.line : ~std::uint32_t{0};
        const auto keys = in_order(row);
        const auto wrong = std::find_if(keys.begin(), keys.end(), [&](const auto& key) {
            return !wanted_instead(*key.second, type_of(kind, key.first)).empty();
        });
        if (wrong != keys.end()) {
            const Place place = place_of(path, lines, wrong->second->source());
            bad.push_back(
                {{.place = place,
                  .what = "'" + wrong->first + "' is " + std::string(name_of(*wrong->second)) + " here, " +
                          std::string(wanted_instead(*wrong->second, type_of(kind, wrong->first))) +
                          " is wanted",
                  .source = std::string(lines[place.line])},
                 std::string(lines.between(line, end))});
            continue;
        }
        const std::size_t at = table.rows();
        table.set_rows(at + 1);
        for (const auto& [name, value] : keys) {
            const std::size_t column = table.find_or_add(name);
            table[column].cells[at] = table.keep(*cell_text(*value));
        }
        table.lines.resize(at + 1);
        table.originals.resize(at + 1);
        table.lines[at] = line;
        table.originals[at] = kept_lines.between(line, end);
    }
    return table;
}

} // namespace handoff

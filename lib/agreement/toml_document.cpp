#include "toml_document.hpp"

#include "base/toml_library.hpp"
#include "base/toml_text.hpp"

#include <algorithm>
#include <cctype>

namespace handoff {

const TomlEntry* TomlTable::find(std::string_view key) const noexcept {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const TomlEntry& entry) { return entry.key == key; });
    return found == entries.end() ? nullptr : &*found;
}

std::string_view TomlDocument::line(std::uint32_t number) const noexcept {
    if (number == 0 || number > lines_.size()) return {};
    const std::size_t from = lines_[number - 1];
    const std::size_t to = std::min(text_.find('\n', from), text_.size());
    std::string_view line = std::string_view(text_).substr(from, to - from);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

/// Turns the library's tree into ours.
class TomlConverter {
  public:
    explicit TomlConverter(const TomlDocument& document) : document_(document) {}

    TomlTable table(const ::toml::table& table) const {
        TomlTable result;
        result.place = place(table.source().begin);
        for (const auto& [key, value] : table) {
            const auto& source = key.source();
            TomlEntry entry{
                .key = std::string(key.str()), .place = place(source.begin), .value = this->value(value)};
            if (source.end.line == source.begin.line && source.end.column > source.begin.column)
                entry.width = source.end.column - source.begin.column;
            result.entries.push_back(std::move(entry));
        }
        std::stable_sort(result.entries.begin(), result.entries.end(),
                         [](const TomlEntry& a, const TomlEntry& b) { return a.place < b.place; });
        return result;
    }

    /// The library counts characters; we count bytes.
    Place place(const ::toml::source_position& position) const {
        return {document_.path(), position.line, byte_column(document_.line(position.line), position.column)};
    }

  private:
    TomlValue value(const ::toml::node& node) const {
        using Kind = TomlValue::Kind;
        TomlValue result;
        const ::toml::source_region& source = node.source();
        result.place = place(source.begin);
        if (source.begin.line > 0 && source.begin.line <= document_.lines_.size())
            result.offset = document_.lines_[source.begin.line - 1] + result.place.column - 1;
        if (source.end.line == source.begin.line && source.end.column > source.begin.column)
            result.width = source.end.column - source.begin.column;
        if (const auto* text = node.as_string()) {
            result.kind = Kind::text;
            result.text = text->get();
        } else if (const auto* integer = node.as_integer()) {
            result.kind = Kind::integer;
            result.integer = integer->get();
            result.number = static_cast<double>(result.integer);
        } else if (const auto* number = node.as_floating_point()) {
            result.kind = Kind::number;
            result.number = number->get();
        } else if (const auto* boolean = node.as_boolean()) {
            result.kind = Kind::boolean;
            result.boolean = boolean->get();
        } else if (const auto* date = node.as_date()) {
            result.kind = Kind::date;
            result.date = our(date->get());
        } else if (const auto* moment = node.as_date_time()) {
            result.kind = Kind::moment;
            const ::toml::date_time& at = moment->get();
            result.date = our(at.date);
            const Duration offset = std::chrono::minutes(at.offset ? at.offset->minutes : 0);
            result.text = to_text(Instant(std::chrono::sys_days(result.date)) + our(at.time) - offset);
        } else if (const auto* time = node.as_time()) {
            result.kind = Kind::moment;
            result.text = to_text(Instant() + our(time->get())).substr(11);
            result.text.pop_back();
        } else if (const auto* array = node.as_array()) {
            result.kind = Kind::array;
            for (const ::toml::node& item : *array) result.items.push_back(value(item));
        } else {
            result.kind = Kind::table;
            result.table = std::make_shared<TomlTable>(table(*node.as_table()));
        }
        return result;
    }

    static Date our(const ::toml::date& date) {
        return Date(std::chrono::year(date.year), std::chrono::month(date.month), std::chrono::day(date.day));
    }
    static Duration our(const ::toml::time& time) {
        return std::chrono::hours(time.hour) + std::chrono::minutes(time.minute) +
               std::chrono::seconds(time.second) + std::chrono::microseconds(time.nanosecond / 1000);
    }

    const TomlDocument& document_;
};

namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
}

/// The library's words in our style.
std::string our_words(std::string text) {
    if (text.starts_with("Error while parsing "))
        if (const std::size_t colon = text.find(": "); colon != std::string::npos) text.erase(0, colon + 2);
    if (text.find("control characters") != std::string::npos) return "this text is not closed on its line";
    if (text.starts_with("cannot redefine existing "))
        if (const std::size_t quote = text.find('\''); quote != std::string::npos)
            return text.substr(quote, text.find('\'', quote + 1) + 1 - quote) + " is written twice";
    for (const char* line_end : {"\r\n'", "\n'"}) replace_all(text, line_end, "'"); // read with the value
    replace_all(text, "'\\n'", "the end of the line");
    replace_all(text, "'\\r'", "the end of the line");
    replace_all(text, ", saw ", ", found ");
    replace_all(text, "bare key starting character or string delimiter", "a key");
    if (text.starts_with("expected value")) text.replace(0, 14, "expected a value");
    if (text.starts_with("expected key")) text.replace(0, 12, "expected a key");
    replace_all(text, "encountered end-of-file", "the file ends too early");
    replace_all(text, "end-of-file", "the end of the file");
    return text;
}

} // namespace

TomlDocument::TomlDocument(std::string text, std::string path)
    : text_(std::move(text)), path_(std::move(path)) {
    lines_.push_back(0);
    for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1))
        lines_.push_back(at + 1);
    if (const std::size_t foreign = first_foreign_byte(text_); foreign != std::string_view::npos) {
        const auto after = std::upper_bound(lines_.begin(), lines_.end(), foreign);
        const auto number = static_cast<std::uint32_t>(after - lines_.begin());
        const Place place{path_, number, static_cast<std::uint32_t>(foreign - *(after - 1) + 1)};
        throw Error(Fault::request, {Diagnostic{.place = place,
                                                .what = std::string(foreign_byte_is),
                                                .hint = std::string(foreign_byte_hint),
                                                .source = std::string(line(number))}});
    }
    const TomlConverter converter(*this);
    try {
        const ::toml::table table = ::toml::parse(std::string_view(text_), std::string_view(path_));
        root_ = converter.table(table);
    } catch (const ::toml::parse_error& error) {
        const Place place = converter.place(error.source().begin);
        throw Error(Fault::request, {Diagnostic{.place = place,
                                                .what = our_words(std::string(error.description())),
                                                .source = std::string(line(place.line))}});
    }
}

namespace {

std::size_t length_of_escape(std::string_view raw) {
    if (raw.size() < 2) return raw.size();
    return raw[1] == 'u' ? 6 : raw[1] == 'U' ? 10 : 2;
}

/// How many bytes a character has that begins with this byte.
std::size_t length_of_character(char first) {
    const auto byte = static_cast<unsigned char>(first);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

} // namespace

TomlDocument::TextPlace TomlDocument::place_of_text(const TomlValue& value) const {
    const std::string_view raw = std::string_view(text_).substr(std::min(value.offset, text_.size()));
    const auto line_of = [&](std::uint32_t number) { return std::string(line(number)); };
    const auto stands_at = [&](std::size_t offset) {
        return raw.substr(std::min(offset, raw.size()), value.text.size()) == value.text;
    };
    Place place = value.place;
    if (raw.starts_with("\"\"\"") || raw.starts_with("'''")) {
        const std::size_t skipped = raw.substr(3).starts_with("\r\n") ? 2
                                    : raw.substr(3).starts_with("\n") ? 1
                                                                      : 0;
        if (stands_at(3 + skipped)) {
            place.column = skipped > 0 ? 1 : place.column + 3;
            place.line += skipped > 0 ? 1 : 0;
            return {place, line_of(place.line), {}};
        }
        return {{place.file, place.line, 1}, {}, {}};
    }
    ++place.column;
    if (stands_at(1)) return {place, line_of(place.line), {}};
    TextPlace result{place, line_of(place.line), {}};
    std::size_t at = 1; // in raw
    for (std::size_t i = 0; i < value.text.size();) {
        if (at >= raw.size()) return {{place.file, place.line, 1}, {}, {}};
        const std::size_t bytes = std::min(length_of_character(value.text[i]), value.text.size() - i);
        result.columns.insert(result.columns.end(), bytes,
                              value.place.column + static_cast<std::uint32_t>(at));
        at += raw[at] == '\\' ? length_of_escape(raw.substr(at)) : bytes;
        i += bytes;
    }
    result.columns.push_back(value.place.column + static_cast<std::uint32_t>(at));
    return result;
}

} // namespace handoff

#include "csv/encoding.hpp"

#include <handoff/dialect.hpp>
#include <handoff/words.hpp>

#include <array>
#include <cctype>

namespace handoff::csv {

const char* const delimiter_words = "write ',' ';' '|' 'tab' 'space', ', ' or another single character";
const char* const quote_words = "write '\"', \"'\" or none";
const char* const escape_words = "write double or backslash";

std::optional<std::string> read_delimiter(std::string_view text) {
    if (text == "tab" || text == "\\t") return "\t";
    if (text == "space") return " ";
    if (text.empty() || text.size() > 2 || (text.size() == 2 && (text[1] != ' ' || text[0] == ' ')))
        return std::nullopt;
    const auto sign = static_cast<unsigned char>(text[0]);
    const bool possible = sign == '\t' || sign == ' ' || (sign < 0x80 && std::ispunct(sign) != 0);
    if (!possible || sign == '"' || sign == '\'' || sign == '\\') return std::nullopt;
    return std::string(text);
}

std::optional<std::string> read_quote(std::string_view text) {
    if (text == "\"" || text == "'") return std::string(text);
    if (text == "none") return "";
    return std::nullopt;
}

std::optional<Dialect::Escape> read_escape(std::string_view text) {
    if (text == "double") return Dialect::Escape::doubled;
    if (text == "backslash") return Dialect::Escape::backslash;
    return std::nullopt;
}

std::optional<std::string> read_encoding(std::string_view text) {
    if (!is_encoding(text)) return std::nullopt;
    return plain_encoding_name(text);
}

std::string encoding_words(std::string_view mistyped) {
    const std::array<std::string, 14> common = {
        "utf-8",     "utf-16le", "utf-16be", "windows-1252", "windows-1250", "windows-1251", "windows-1253",
        "shift_jis", "euc-jp",   "euc-kr",   "gb18030",      "big5",         "iso-8859-1",   "mixed"};
    const std::string near = did_you_mean(mistyped, common);
    return near.empty() ? "utf-8, windows-1252, shift_jis and mixed are some of them" : near;
}

Dialect combined(Dialect first, const Dialect& second) {
    const auto fill = [](auto& mine, const auto& other) {
        if (!mine) mine = other;
    };
    fill(first.delimiter, second.delimiter);
    fill(first.quote, second.quote);
    fill(first.escape, second.escape);
    fill(first.encoding, second.encoding);
    fill(first.skip, second.skip);
    fill(first.header_rows, second.header_rows);
    fill(first.units, second.units);
    fill(first.footer, second.footer);
    return first;
}

} // namespace handoff::csv

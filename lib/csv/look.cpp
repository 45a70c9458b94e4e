#include "csv/look.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace handoff::csv {

namespace {

using namespace std::string_view_literals;

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

std::size_t count_of(std::string_view text, bool (*is)(char)) noexcept {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is));
}

/// Digits with signs, points and groups between them.
bool is_number(std::string_view text) noexcept {
    const bool signs =
        text.find_first_not_of("0123456789.,+-$%() eE'\xC2\xA0\xE2\x82\xAC\xA3") == std::string_view::npos;
    const std::size_t letters = count_of(text, [](char c) { return c == 'e' || c == 'E'; });
    return signs && letters <= 1 &&
           is_digit(text.find_last_of("0123456789") == std::string_view::npos
                        ? 'x'
                        : text[text.find_last_of("0123456789")]);
}

bool is_date(std::string_view text) noexcept {
    if (text.size() < 6 || text.size() > 35) return false;
    const std::size_t digits = count_of(text, is_digit);
    if (digits < 4) return false;
    const auto parted_by = [&](char sign) {
        const std::size_t first = text.find(sign);
        if (first == std::string_view::npos || first == 0 || first > 4) return false;
        const std::size_t second = text.find(sign, first + 1);
        return second != std::string_view::npos && second - first <= 4 && is_digit(text[first - 1]) &&
               second + 1 < text.size() && is_digit(text[second + 1]);
    };
    if (is_digit(text[0]) && (parted_by('-') || parted_by('/') || parted_by('.') || parted_by(':')))
        return true;
    static constexpr std::array months = {"jan"sv, "feb"sv, "mar"sv, "apr"sv, "may"sv, "jun"sv,
                                          "jul"sv, "aug"sv, "sep"sv, "oct"sv, "nov"sv, "dec"sv};
    const std::string small = lower(text);
    return std::any_of(months.begin(), months.end(), [&](std::string_view month) {
        const std::size_t at = small.find(month);
        return at != std::string::npos && (at == 0 || !is_letter(small[at - 1])) && at <= 8;
    });
}

bool is_email(std::string_view text) noexcept {
    const std::size_t at = text.find('@');
    return at != std::string_view::npos && at > 0 && text.find(' ') == std::string_view::npos &&
           text.find('.', at) != std::string_view::npos && text.find('@', at + 1) == std::string_view::npos;
}

/// The word stands at the start, and ends there.
bool starts_with_word(std::string_view text, std::string_view word) noexcept {
    return text.starts_with(word) && (text.size() == word.size() || !is_letter(text[word.size()]));
}

} // namespace

Look look_of(std::string_view cell) noexcept {
    cell = trim(cell);
    if (cell.empty()) return Look::blank;
    if (is_date(cell)) return Look::date;
    if (is_number(cell)) return Look::number;
    if (is_email(cell)) return Look::email;
    return Look::text;
}

bool could_be_name(std::string_view cell) noexcept {
    cell = trim(cell);
    return look_of(cell) == Look::text && cell.size() <= 120 && cell.find("://") == std::string_view::npos;
}

bool could_be_unit(std::string_view cell) noexcept {
    cell = trim(cell);
    if (cell.empty() || cell.size() > 24) return false;
    const bool in_brackets = (cell.front() == '(' && cell.back() == ')') ||
                             (cell.front() == '[' && cell.back() == ']') ||
                             (cell.front() == '<' && cell.back() == '>');
    if (in_brackets) return true;
    static constexpr std::array units = {
        "%"sv,          "$"sv,          "€"sv,       "£"sv,        "usd"sv,       "eur"sv,
        "gbp"sv,        "chf"sv,        "jpy"sv,     "brl"sv,      "inr"sv,       "cad"sv,
        "aud"sv,        "text"sv,       "string"sv,  "number"sv,   "integer"sv,   "int"sv,
        "float"sv,      "double"sv,     "date"sv,    "datetime"sv, "timestamp"sv, "boolean"sv,
        "bool"sv,       "varchar"sv,    "id"sv,      "count"sv,    "days"sv,      "day"sv,
        "hours"sv,      "h"sv,          "min"sv,     "minutes"sv,  "s"sv,         "sec"sv,
        "seconds"sv,    "ms"sv,         "m"sv,       "km"sv,       "mm"sv,        "cm"sv,
        "kg"sv,         "g"sv,          "m/s"sv,     "km/h"sv,     "°c"sv,        "yyyy-mm-dd"sv,
        "mm/dd/yyyy"sv, "dd/mm/yyyy"sv, "percent"sv, "people"sv,   "employees"sv, "units"sv,
        "unit"sv,       "-"sv,          "n/a"sv,     "none"sv,     "yes/no"sv,    "y/n"sv,
        "k$"sv,         "k"sv,          "mio"sv,     "name"sv};
    return std::find(units.begin(), units.end(), lower(cell)) != units.end();
}

bool could_be_total(std::string_view cell) {
    std::string small = lower(trim(cell));
    while (!small.empty() && (small.back() == ':' || small.back() == ' ')) small.pop_back();
    static constexpr std::array words = {
        "total"sv, "totals"sv, "grand total"sv, "grand totals"sv,  "sum"sv,
        "summe"sv, "gesamt"sv, "gesamtsumme"sv, "total general"sv, "total général"sv,
        "suma"sv,  "totale"sv, "subtotal"sv,    "sub-total"sv};
    return std::find(words.begin(), words.end(), small) != words.end();
}

bool could_be_footer(std::string_view cell, bool alone) {
    const std::string small = lower(trim(cell));
    const auto starts = [&](const auto& words) {
        return std::any_of(words.begin(), words.end(),
                           [&](std::string_view word) { return starts_with_word(small, word); });
    };
    static constexpr std::array certain = {"grand total"sv,   "grand totals"sv,  "confidential information"sv,
                                           "copyright ©"sv,   "copyright (c)"sv, "©"sv,
                                           "total general"sv, "gesamtsumme"sv,   "totales generales"sv};
    if (starts(certain) || small.find("all rights reserved") != std::string::npos || could_be_total(cell) ||
        small == "\x1A")
        return true;
    if (!alone) return false;
    static constexpr std::array likely = {"confidential"sv, "copyright"sv,    "(c)"sv,
                                          "total"sv,        "totals"sv,       "generated by"sv,
                                          "generated on"sv, "generated at"sv, "report generated"sv,
                                          "report run"sv,   "exported"sv,     "exported by"sv,
                                          "run by"sv,       "printed"sv,      "end of report"sv,
                                          "end of file"sv,  "eof"sv,          "filtered by"sv,
                                          "as of"sv,        "source:"sv,      "records:"sv,
                                          "rows:"sv,        "record count"sv, "row count"sv};
    if (starts(likely)) return true;
    if (small.size() >= 3 && small.find_first_not_of("-=_*#") == std::string::npos) return true; // a ruler
    const std::size_t words = std::min(small.find_first_not_of("0123456789., "), small.size());
    if (words == 0 || words == small.size()) return false;
    const std::string_view unit = std::string_view(small).substr(words);
    static constexpr std::array counted_things = {"record"sv,  "records"sv, "row"sv,   "rows"sv,
                                                  "results"sv, "items"sv,   "leads"sv, "contacts"sv};
    return std::any_of(counted_things.begin(), counted_things.end(),
                       [&](std::string_view thing) { return starts_with_word(unit, thing); });
}

} // namespace handoff::csv

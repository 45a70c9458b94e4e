#include "csv/field.hpp"

namespace handoff::csv {

namespace {

/// The position of the quote that closes a quoted field; npos when there is none.
std::size_t closing_quote(std::string_view field, char quote) noexcept {
    for (std::size_t at = 1;;) {
        at = field.find(quote, at);
        if (at == std::string_view::npos || at + 1 == field.size() || field[at + 1] != quote) return at;
        at += 2;
    }
}

} // namespace

bool has_junk(std::string_view field, char quote) noexcept {
    if (field.empty() || field.front() != quote) return false;
    const std::size_t closing = closing_quote(field, quote);
    return closing != std::string_view::npos &&
           field.find_first_not_of(" \t", closing + 1) != std::string_view::npos;
}

bool is_blank(std::string_view field, char quote) noexcept {
    if (field.empty()) return true;
    return field.size() >= 2 && field[0] == quote && field[1] == quote &&
           field.find_first_not_of(" \t", 2) == std::string_view::npos;
}

std::string_view unquoted(std::string_view field, char quote, char*& room) noexcept {
    if (field.empty() || field.front() != quote) return field;
    const std::size_t first = field.find(quote, 1);
    if (first == std::string_view::npos) return field.substr(1);
    if (first + 1 == field.size() || field[first + 1] != quote) return field.substr(1, first - 1);

    char* const text = room;
    for (std::size_t at = 1; at < field.size(); ++at) {
        if (field[at] == quote && (++at == field.size() || field[at] != quote)) break;
        *room++ = field[at];
    }
    return {text, static_cast<std::size_t>(room - text)};
}

} // namespace handoff::csv

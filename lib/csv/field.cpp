#include "csv/field.hpp"

#include <algorithm>

namespace handoff::csv {

namespace {

std::string_view without_blanks(std::string_view field, const Marks& marks) noexcept {
    if (marks.blanks) field.remove_prefix(std::min(field.find_first_not_of(' '), field.size()));
    return field;
}

bool is_quoted(std::string_view field, const Marks& marks) noexcept {
    return marks.quotes && !field.empty() && field.front() == marks.quote;
}

/// The position of the quote that closes a quoted field; npos when there is none.
std::size_t closing_quote(std::string_view field, const Marks& marks) noexcept {
    for (std::size_t at = 1; at < field.size(); ++at) {
        if (marks.backslash && field[at] == '\\') {
            ++at;
        } else if (field[at] == marks.quote) {
            if (at + 1 == field.size() || field[at + 1] != marks.quote) return at;
            ++at;
        } else if (!marks.backslash) {
            at = field.find(marks.quote, at) - 1; // one before npos ends the loop as well
            if (at + 1 == std::string_view::npos) break;
        }
    }
    return std::string_view::npos;
}

/// A backslash stands for itself but before what has a meaning.
bool is_escape(std::string_view text, std::size_t at, const Marks& marks) noexcept {
    if (!marks.backslash || text[at] != '\\' || at + 1 == text.size()) return false;
    const char next = text[at + 1];
    return next == '\\' || next == marks.delimiter || next == '\n' || next == '\r' ||
           (marks.quotes && next == marks.quote);
}

} // namespace

bool has_junk(std::string_view field, const Marks& marks) noexcept {
    field = without_blanks(field, marks);
    if (!is_quoted(field, marks)) return false;
    const std::size_t closing = closing_quote(field, marks);
    return closing != std::string_view::npos &&
           field.find_first_not_of(" \t", closing + 1) != std::string_view::npos;
}

bool is_blank(std::string_view field, const Marks& marks) noexcept {
    field = without_blanks(field, marks);
    if (field.empty()) return true;
    return is_quoted(field, marks) && field.size() >= 2 && field[1] == marks.quote &&
           field.find_first_not_of(" \t", 2) == std::string_view::npos;
}

std::string_view unquoted(std::string_view field, const Marks& marks, char*& room) noexcept {
    field = without_blanks(field, marks);
    const bool quoted = is_quoted(field, marks);
    if (!quoted && !marks.backslash) return field;
    std::string_view text = field;
    if (!marks.backslash) { // most have no quote inside
        const std::size_t first = field.find(marks.quote, 1);
        if (first == std::string_view::npos) return field.substr(1);
        if (first + 1 == field.size() || field[first + 1] != marks.quote) return field.substr(1, first - 1);
    }
    if (quoted) {
        const std::size_t closing = closing_quote(field, marks);
        text = field.substr(1, closing == std::string_view::npos ? closing : closing - 1);
    }

    char* const cell = room;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (is_escape(text, at, marks) || (quoted && text[at] == marks.quote)) ++at;
        if (at < text.size()) *room++ = text[at];
    }
    return {cell, static_cast<std::size_t>(room - cell)};
}

} // namespace handoff::csv

#include <handoff/words.hpp>

#include <algorithm>
#include <base/iso_time.hpp>
#include <base/time_text.hpp>
#include <cstring>
#include <ingest/cells.hpp>
#include <ingest/email.hpp>
#include <table/clean_instant.hpp>
#include <table/country.hpp>

namespace handoff {

namespace {

/// True when every byte of `text` is within its limit: the digits of `most` are the highest digit allowed
/// there, anything else must stand as it is.
bool fits(const char* text, std::string_view most) noexcept {
    for (std::size_t i = 0; i < most.size(); ++i) {
        const bool digit = most[i] >= '0' && most[i] <= '9';
        if (digit ? (text[i] < '0' || text[i] > most[i]) : text[i] != most[i]) return false;
    }
    return true;
}

unsigned two(const char* at) noexcept { return static_cast<unsigned>((at[0] - '0') * 10 + (at[1] - '0')); }

CellResult clean_instant_cell(std::string_view& cell, const CellForm& form, Table& memory) {
    if (is_canonical_instant(cell)) return CellResult::fine;
    bool ambiguous = false;
    const std::optional<CleanInstant> moment = read_moment(cell, form.order, form.zone, ambiguous);
    if (!moment) {
        if (ambiguous) return CellResult::ambiguous;
        cell = {};
        return CellResult::unreadable;
    }
    char text[instant_text_size];
    const char* const end = moment->day_only
                                ? write_text(text, Date{std::chrono::floor<std::chrono::days>(moment->at)})
                                : write_text(text, moment->at);
    cell = memory.keep({text, static_cast<std::size_t>(end - text)});
    return CellResult::fine;
}

CellResult clean_number_cell(std::string_view& cell, const CellForm& form, Table& memory) {
    if (!form.decimal_comma && is_canonical_number(cell)) return CellResult::fine;
    std::optional<std::string> number = clean_number(cell, form.decimal_comma);
    if (!number) number = clean_number(cell, !form.decimal_comma);
    if (!number) {
        cell = {};
        return CellResult::unreadable;
    }
    if (cell != *number) cell = memory.keep(*number);
    return CellResult::fine;
}

CellResult clean_boolean_cell(std::string_view& cell) {
    if (cell == "true" || cell == "false") return CellResult::fine;
    const std::optional<std::string> boolean = clean_boolean(cell);
    if (!boolean) {
        cell = {};
        return CellResult::unreadable;
    }
    cell = *boolean == "true" ? std::string_view("true") : std::string_view("false");
    return CellResult::fine;
}

} // namespace

BlankWords::BlankWords(std::span<const std::string> words) : words_(words.begin(), words.end()) {
    for (std::string& word : words_) {
        word = std::string(trim(word));
        if (word.size() < lengths_.size()) lengths_[word.size()] = true;
    }
}

bool BlankWords::holds(std::string_view cell) const noexcept {
    return std::any_of(words_.begin(), words_.end(),
                       [cell](const std::string& word) { return same_text(word, cell); });
}

bool is_canonical_instant(std::string_view text) noexcept {
    if (IsoSecond(text).ok()) return true;
    if (text.size() < 10 || !fits(text.data(), "9999-19-39")) return false;
    const unsigned month = two(text.data() + 5), day = two(text.data() + 8);
    if (month == 0 || month > 12 || day == 0 || day > 31) return false;
    if (day > 28 && !read_date(text.substr(0, 10))) return false;
    if (text.size() == 10) return true;
    if (text.size() < 20 || text.back() != 'Z' || !fits(text.data() + 10, "T29:59:59") ||
        two(text.data() + 11) > 23)
        return false;
    if (text.size() == 20) return true;
    if (text.size() == 24) return fits(text.data() + 19, ".999") && text.substr(20, 3) != "000";
    return text.size() == 27 && fits(text.data() + 19, ".999999") && text.substr(23, 3) != "000";
}

bool is_canonical_number(std::string_view text) noexcept {
    std::size_t at = !text.empty() && text.front() == '-' ? 1 : 0;
    const std::size_t first = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    if (at == first) return false;
    if (at == text.size()) return true;
    if (text[at] != '.') return false;
    const std::size_t point = at++;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at == text.size() && at > point + 1;
}

CellResult clean_cell(std::string_view& cell, const CellForm& form, Table& memory) {
    if (cell.empty()) return CellResult::fine;
    if (has_spaces_around(cell)) cell = trim(cell);
    if (form.blank.has(cell)) cell = {};
    if (cell.empty()) return CellResult::fine;
    switch (form.type) {
    case Type::number:
    case Type::money:
        return clean_number_cell(cell, form, memory);
    case Type::boolean:
        return clean_boolean_cell(cell);
    case Type::instant:
        return clean_instant_cell(cell, form, memory);
    case Type::text:
        if (form.text == TextForm::email && !clean_email(cell, memory)) return CellResult::unreadable;
        break;
    case Type::country: {
        const std::string_view code = country_code(cell);
        cell = code;
        return code.empty() ? CellResult::unreadable : CellResult::fine;
    }
    case Type::id:
    case Type::stage:
    case Type::state: // depends on the country, too
        break;
    }
    return CellResult::fine;
}

} // namespace handoff

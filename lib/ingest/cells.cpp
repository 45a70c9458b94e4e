#include <handoff/words.hpp>

#include <algorithm>
#include <base/iso_time.hpp>
#include <base/time_text.hpp>
#include <cstring>
#include <ingest/cells.hpp>
#include <ingest/email.hpp>
#include <table/canonical.hpp>
#include <table/clean_instant.hpp>
#include <table/country.hpp>

namespace handoff {

namespace {

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

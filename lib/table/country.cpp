#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <base/unicode.hpp>
#include <mutex>
#include <table/country.hpp>
#include <table/country_table.hpp>
#include <table/place_key.hpp>
#include <unicode/uloc.h>
#include <unicode/unistr.h>
#include <unordered_map>
#include <utility>

namespace handoff {

namespace {

/// Official names begin or end with what the country is; without it they are the plain name.
constexpr std::string_view forms_of_state[] = {"republic of",
                                               "united republic of",
                                               "federal republic of",
                                               "islamic republic of",
                                               "plurinational state of",
                                               "bolivarian republic of",
                                               "kingdom of",
                                               "state of",
                                               "federative republic of",
                                               "commonwealth of"};

constexpr const char* other_languages[] = {"de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi",
                                           "pl", "cs", "sk", "hu", "ro", "bg", "el", "tr", "ru", "uk",
                                           "ja", "ko", "ar", "he", "hi", "id", "th", "vi", "zh", "zh_Hant"};

std::string display_name(std::string_view code, const char* language) {
    char16_t name[128];
    UErrorCode status = U_ZERO_ERROR;
    const std::string locale = "und_" + std::string(code);
    const std::int32_t size = uloc_getDisplayCountry(locale.c_str(), language, name, 128, &status);
    std::string text;
    // A language without a word for it gives the code, or falls back to the system's language.
    if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING || size <= 0 || size > 128) return text;
    icu::UnicodeString(name, size).toUTF8String(text);
    return text;
}

/// Countries by what is written for them, as place_key().
class Countries {
  public:
    Countries() {
        std::string_view rest = country_table;
        while (!rest.empty()) {
            const std::string_view line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(rest.size(), line.size() + 1));
            const std::string_view code = line.substr(0, 2);
            codes_.push_back(code);
            by_letters_[letters(code)] = code;
            words_.emplace_back(code);
            words_.emplace_back(line.substr(7, line.find('|') - 7));
            add(line.substr(3, 3), code, names_);
            for (std::string_view names = line.substr(7); !names.empty();) {
                const std::string_view name = names.substr(0, names.find('|'));
                names.remove_prefix(std::min(names.size(), name.size() + 1));
                add(name, code, names_);
            }
        }
    }

    std::string_view find(std::string_view text) {
        if (text.size() == 2)
            if (const std::string_view code = code_at(text); !code.empty()) return code;
        const std::string key = place_key(text);
        if (key.empty()) return {};
        if (key.size() == 2) // U.S.
            if (const std::string_view code = code_at(key); !code.empty()) return code;
        if (const std::string_view code = named(key); !code.empty()) return code;
        std::call_once(all_languages_, [this] {
            for (const char* language : other_languages)
                for (const std::string_view code : codes_) add(display_name(code, language), code, foreign_);
        });
        const auto found = foreign_.find(key);
        return found == foreign_.end() ? std::string_view() : found->second;
    }
    const std::vector<std::string>& words() const noexcept { return words_; }

  private:
    using Names = std::unordered_map<std::string, std::string_view>;

    static bool small(char c) noexcept { return c >= 'a' && c <= 'z'; }
    static std::size_t letters(std::string_view code) noexcept {
        const auto position = [](char c) {
            return static_cast<std::size_t>(small(c) ? c - 'a' : c >= 'A' && c <= 'Z' ? c - 'A' : 26);
        };
        return position(code[0]) * 27 + position(code[1]);
    }
    std::string_view code_at(std::string_view code) const noexcept { return by_letters_[letters(code)]; }

    std::string_view named(const std::string& key) const {
        const auto is = [this](std::string_view name) {
            const auto found = names_.find(std::string(name));
            return found == names_.end() ? std::string_view() : found->second;
        };
        if (const std::string_view code = is(key); !code.empty()) return code;
        const std::string_view whole = key;
        for (const std::string_view form : forms_of_state) {
            if (whole.size() <= form.size() + 1) continue;
            std::string_view code;
            if (whole.starts_with(form) && whole[form.size()] == ' ')
                code = is(whole.substr(form.size() + 1));
            else if (whole.ends_with(form) && whole[whole.size() - form.size() - 1] == ' ')
                code = is(whole.substr(0, whole.size() - form.size() - 1));
            if (!code.empty()) return code;
        }
        return {};
    }

    /// The first country of a name has it.
    static void add(std::string_view name, std::string_view code, Names& names) {
        if (std::string key = place_key(name); !key.empty()) names.try_emplace(std::move(key), code);
    }

    std::vector<std::string_view> codes_;
    std::array<std::string_view, 27 * 27> by_letters_{};
    Names names_, foreign_;
    std::vector<std::string> words_;
    std::once_flag all_languages_; // their thousands of names are read only when an English one does not do
};

Countries& countries() {
    static Countries all;
    return all;
}

} // namespace

std::string place_key(std::string_view name) {
    std::string words;
    for (const char c : folded(trim(name))) {
        const bool in_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
        if (c == '\'' || c == '.') continue;
        if (c == '&') {
            if (!words.empty() && words.back() != ' ') words += ' ';
            words += "and ";
        } else if (in_word) {
            words += c;
        } else if (!words.empty() && words.back() != ' ') {
            words += ' ';
        }
    }
    while (!words.empty() && words.back() == ' ') words.pop_back();
    return words.starts_with("the ") ? words.substr(4) : words;
}

std::string_view country_code(std::string_view text) { return countries().find(trim(text)); }

const std::vector<std::string>& country_words() { return countries().words(); }

std::vector<std::string> cells_meaning(Type type, std::string_view text) {
    if (type == Type::country) {
        const std::string_view code = country_code(text);
        return code.empty() ? std::vector<std::string>() : std::vector<std::string>{std::string(code)};
    }
    std::vector<std::string> cells = {std::string(text)};
    if (type == Type::state)
        for (const std::string_view code : states_written(text)) cells.emplace_back(code);
    return cells;
}

} // namespace handoff

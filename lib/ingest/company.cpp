#include <algorithm>
#include <array>
#include <base/unicode.hpp>
#include <base/word_set.hpp>
#include <ingest/company.hpp>
#include <span>
#include <utility>
#include <vector>

namespace handoff {

namespace {

using namespace std::string_view_literals;

// Legal forms as company_key writes words: "S.à r.l." is "sa rl". Words that also tell companies apart
// (group, holding, partners, services) are none.
constexpr std::array forms_after = {
    // sorted
    "a s"sv,
    "ab"sv,
    "ab oy"sv,
    "ab publ"sv,
    "ag"sv,
    "ag and co"sv,
    "ag and co kg"sv,
    "ag and co kgaa"sv,
    "aktiengesellschaft"sv,
    "amba"sv,
    "and cie"sv,
    "and cie sa"sv,
    "and cie sarl"sv,
    "and co"sv,
    "and co kg"sv,
    "and company"sv,
    "anonim sirketi"sv,
    "ans"sv,
    "aps"sv,
    "as"sv,
    "as publ"sv,
    "asa"sv,
    "berhad"sv,
    "bhd"sv,
    "bv"sv,
    "bvba"sv,
    "cia"sv,
    "cia ltda"sv,
    "cie"sv,
    "co"sv,
    "co inc"sv,
    "co kg"sv,
    "co llc"sv,
    "co ltd"sv,
    "company"sv,
    "company limited"sv,
    "company ltd"sv,
    "coop"sv,
    "cooperative"sv,
    "corp"sv,
    "corporation"sv,
    "corporation limited"sv,
    "cv"sv,
    "doo"sv,
    "ead"sv,
    "ehf"sv,
    "eireli"sv,
    "eirl"sv,
    "eood"sv,
    "epe"sv,
    "eurl"sv,
    "ev"sv,
    "fz llc"sv,
    "fzc"sv,
    "fzco"sv,
    "fze"sv,
    "gesellschaft mbh"sv,
    "gesellschaft mit beschrankter haftung"sv,
    "gesmbh"sv,
    "ggmbh"sv,
    "gmbh"sv,
    "gmbh and co"sv,
    "gmbh and co kg"sv,
    "gmbh and co kgaa"sv,
    "gmbh and co ohg"sv,
    "gmbh mbh"sv,
    "hf"sv,
    "inc"sv,
    "incorporated"sv,
    "jsc"sv,
    "kabushiki kaisha"sv,
    "kda"sv,
    "kft"sv,
    "kg"sv,
    "kgaa"sv,
    "kk"sv,
    "ks"sv,
    "lda"sv,
    "limitada"sv,
    "limited"sv,
    "limited liability company"sv,
    "limited liability partnership"sv,
    "limited partnership"sv,
    "limited sirketi"sv,
    "limited sti"sv,
    "llc"sv,
    "lllp"sv,
    "llp"sv,
    "lp"sv,
    "ltd"sv,
    "ltd and co kg"sv,
    "ltd co"sv,
    "ltd sti"sv,
    "ltda"sv,
    "mbb"sv,
    "mbh"sv,
    "nv"sv,
    "nv sa"sv,
    "nyrt"sv,
    "oao"sv,
    "ohg"sv,
    "ood"sv,
    "osakeyhtio"sv,
    "ou"sv,
    "oy"sv,
    "oy ab"sv,
    "oyj"sv,
    "partg mbb"sv,
    "pcl"sv,
    "plc"sv,
    "pllc"sv,
    "private limited"sv,
    "private ltd"sv,
    "proprietary limited"sv,
    "proprietary ltd"sv,
    "pt"sv,
    "pte"sv,
    "pte limited"sv,
    "pte ltd"sv,
    "pty"sv,
    "pty limited"sv,
    "pty ltd"sv,
    "public company limited"sv,
    "public limited company"sv,
    "pvt"sv,
    "pvt limited"sv,
    "pvt ltd"sv,
    "s a"sv,
    "s de rl"sv,
    "s de rl de cv"sv,
    "s en c"sv,
    "s l"sv,
    "s r l"sv,
    "sa"sv,
    "sa de cv"sv,
    "sa nv"sv,
    "sa rl"sv,
    "sab de cv"sv,
    "san ve tic as"sv,
    "san ve tic ltd sti"sv,
    "sanayi ve ticaret as"sv,
    "sapi de cv"sv,
    "sarl"sv,
    "sas"sv,
    "sasu"sv,
    "sca"sv,
    "sce"sv,
    "sci"sv,
    "scrl"sv,
    "scs"sv,
    "sdn bhd"sv,
    "se"sv,
    "se and co kg"sv,
    "se and co kgaa"sv,
    "sia"sv,
    "sl"sv,
    "slp"sv,
    "slu"sv,
    "snc"sv,
    "sociedad anonima"sv,
    "sociedade anonima"sv,
    "societe anonyme"sv,
    "sp j"sv,
    "sp k"sv,
    "sp z oo"sv,
    "sp z oo sp k"sv,
    "sp zoo"sv,
    "spa"sv,
    "spol s ro"sv,
    "spol sro"sv,
    "spolka akcyjna"sv,
    "spolka z oo"sv,
    "sprl"sv,
    "srl"sv,
    "srls"sv,
    "sro"sv,
    "tbk"sv,
    "uab"sv,
    "ug"sv,
    "ug haftungsbeschrankt"sv,
    "ulc"sv,
    "unlimited"sv,
    "unlimited company"sv,
    "ve tic as"sv,
    "vof"sv,
    "zao"sv,
    "zrt"sv,
    "ао"sv,
    "зао"sv,
    "ип"sv,
    "оао"sv,
    "ооо"sv,
    "пао"sv,
    "тов"sv,
};
static_assert(std::is_sorted(forms_after.begin(), forms_after.end()));

constexpr std::size_t most_words = 5; ///< of a form

constexpr std::array forms_before = {
    // sorted
    "ab"sv,  "eurl"sv, "oao"sv, "ooo"sv, "oy"sv, "pao"sv, "pt"sv,  "sarl"sv, "sas"sv, "too"sv, "tov"sv,
    "uab"sv, "zao"sv,  "ао"sv,  "зао"sv, "ип"sv, "оао"sv, "ооо"sv, "пао"sv,  "тов"sv, "тоо"sv,
};
static_assert(std::is_sorted(forms_before.begin(), forms_before.end()));

/// Written without a space to the name.
constexpr std::array joined_forms = {"株式会社"sv, "有限会社"sv,     "合同会社"sv,     "(株)"sv,
                                     "(有)"sv,     "股份有限公司"sv, "有限责任公司"sv, "有限公司"sv,
                                     "주식회사"sv, "(주)"sv};

/// Also words of a name ("Day Spa", "Tesla EV"); forms only where they are written as initials.
constexpr std::array only_as_initials = {"ev"sv, "spa"sv};

bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
}

struct Word {
    std::string text;
    bool initials = false; ///< written with points: "S.p.A."
};

/// Initials are one word: "S.A.", "A/S". A point elsewhere parts words: "Co.Ltd", "Booking.com".
std::vector<Word> words_of(std::string_view name) {
    std::vector<Word> words;
    bool open = false;      // letters that follow belong to the last word
    std::size_t single = 0; // letters since the last break
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (is_letter(c)) {
            if (!open) words.emplace_back();
            open = true;
            words.back().text += c;
            if ((c & 0xC0) != 0x80) ++single;
            continue;
        }
        if (c == '\'' || c == '`') continue;
        if (c == '&' || c == '+') words.push_back({"and"});
        const bool initial =
            open && single == 1 && (c == '.' || c == '/') && i + 1 < name.size() && is_letter(name[i + 1]);
        if (initial) words.back().initials = true;
        open = initial;
        single = 0;
    }
    for (Word& word : words)
        if (word.text == "und" || word.text == "et") word.text = "and";
    return words;
}

std::string joined(std::span<const Word> words) {
    std::string text;
    for (const Word& word : words) {
        if (!text.empty()) text += ' ';
        text += word.text;
    }
    return text;
}

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& sorted, std::string_view text) {
    return std::binary_search(sorted.begin(), sorted.end(), text);
}

bool is_form(std::span<const Word> words) {
    if (words.size() == 1 && !words.front().initials && holds(only_as_initials, words.front().text))
        return false;
    static const WordSet forms(forms_after);
    return forms.has(joined(words));
}

/// Most names end with no word that a form ends with.
bool may_end_form(std::string_view word) {
    static const WordSet last_words = [] {
        std::vector<std::string_view> last;
        for (const std::string_view form : forms_after) last.push_back(form.substr(form.rfind(' ') + 1));
        return WordSet(last);
    }();
    return last_words.has(word);
}

/// How many words at the end are the longest legal form; always fewer than there are.
std::size_t form_at_end(std::span<const Word> words) {
    if (!may_end_form(words.back().text)) return 0;
    for (std::size_t size = std::min(most_words, words.size() - 1); size > 0; --size)
        if (is_form(words.last(size))) return size;
    return 0;
}

/// Without forms that are written right before or after the name: all begin and end with a bracket or a
/// letter that is none of ASCII.
std::string_view unjoined(std::string_view name) {
    const auto none = [](char c) { return (c & 0x80) == 0 && c != '(' && c != ')'; };
    if (name.empty() || (none(name.front()) && none(name.back()))) return name;
    for (const std::string_view form : joined_forms) {
        if (name.size() <= form.size()) continue;
        if (name.starts_with(form))
            name.remove_prefix(form.size());
        else if (name.ends_with(form))
            name.remove_suffix(form.size());
    }
    return name;
}

} // namespace

std::string company_key(std::string_view name) {
    std::string text;
    // The only initials that are mostly written without points.
    for (const auto& [without, with] : {std::pair{" SpA"sv, " s.p.a."sv}, std::pair{" eV"sv, " e.v."sv}})
        if (text.empty() && name.ends_with(without))
            text = folded(name.substr(0, name.size() - without.size())) + std::string(with);
    if (text.empty()) text = folded(name);
    std::vector<Word> words = words_of(unjoined(text));
    if (words.empty()) return {};
    for (std::size_t size = form_at_end(words); size > 0; size = form_at_end(words)) {
        words.resize(words.size() - size);
        while (words.size() > 1 && words.back().text == "and") words.pop_back();
    }
    while (words.size() > 1 && holds(forms_before, words.front().text)) words.erase(words.begin());
    return joined(words);
}

} // namespace handoff

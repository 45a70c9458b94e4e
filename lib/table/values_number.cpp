#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace handoff {

namespace {

bool digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool drop_front(std::string_view& text, std::string_view front) {
    if (!text.starts_with(front)) return false;
    text.remove_prefix(front.size());
    return true;
}

bool drop_back(std::string_view& text, std::string_view back) {
    if (!text.ends_with(back)) return false;
    text.remove_suffix(back.size());
    return true;
}

constexpr std::array<std::string_view, 18> symbols = {"$", "€", "£", "¥", "₹", "₽", "₩",  "₺",   "฿",
                                                      "₪", "₫", "₱", "₦", "₴", "zł",  "Kč", "kr.", "kr"};
constexpr std::array<std::string_view, 11> national = {"R$",  "US$", "A$",  "AU$", "C$", "CA$",
                                                       "NZ$", "S$",  "HK$", "Rs.", "Rs"};
constexpr std::string_view no_break_space = "\xc2\xa0", narrow_space = "\xe2\x80\xaf";

void drop_spaces(std::string_view& text) {
    do {
        text = trim(text);
    } while (drop_front(text, no_break_space) || drop_back(text, no_break_space) ||
             drop_front(text, narrow_space) || drop_back(text, narrow_space));
}

constexpr std::string_view codes = "AED AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF IDR ILS INR JPY KRW MXN "
                                   "MYR NOK NZD PHP PLN RON RUB SAR SEK SGD THB TRY USD ZAR ";

/// An ISO code of a common currency that stands alone: "USD 5", "5USD".
bool drop_code(std::string_view& text, bool front) {
    if (text.size() < 4) return false;
    const std::size_t from = front ? 0 : text.size() - 3, beside = front ? 3 : text.size() - 4;
    if (letter(text[beside])) return false;
    for (std::size_t at = 0; at < codes.size(); at += 4) {
        if (!same_text(codes.substr(at, 3), text.substr(from, 3))) continue;
        text = front ? text.substr(3) : text.substr(0, text.size() - 3);
        return true;
    }
    return false;
}

bool drop_currency(std::string_view& text) {
    for (std::string_view symbol : national)
        if (drop_front(text, symbol)) return true;
    for (std::string_view symbol : symbols)
        if (drop_front(text, symbol) || drop_back(text, symbol)) return true;
    return drop_code(text, true) || drop_code(text, false);
}

/// "K", "M", "B", "Mio." after a number: how many places the point moves.
int drop_magnitude(std::string_view& text) {
    if (text.size() < 2) return 0;
    struct Word {
        std::string_view word;
        int places;
    };
    constexpr std::array<Word, 18> words = {{{"thousand", 3},
                                             {"million", 6},
                                             {"billion", 9},
                                             {"crore", 7},
                                             {"lakh", 5},
                                             {"mio.", 6},
                                             {"mrd.", 9},
                                             {"mio", 6},
                                             {"mrd", 9},
                                             {"mln", 6},
                                             {"mld", 9},
                                             {"mn", 6},
                                             {"bn", 9},
                                             {"tsd", 3},
                                             {"k", 3},
                                             {"m", 6},
                                             {"b", 9},
                                             {"t", 12}}};
    for (const Word& word : words) {
        if (text.size() <= word.word.size()) continue;
        std::string_view rest = text.substr(0, text.size() - word.word.size());
        if (!same_text(text.substr(rest.size()), word.word)) continue;
        drop_spaces(rest);
        if (rest.empty() || (!digit(rest.back()) && rest.back() != '.')) continue;
        text = rest;
        return word.places;
    }
    return 0;
}

/// Digits without their grouping, and where the point stands among them.
struct Digits {
    std::string all;
    int point = 0; ///< digits before the point
};

/// The byte length of a grouping sign at `at`, 0 if there is none.
std::size_t grouping(std::string_view text, std::size_t at, char group) {
    if (text[at] == group || text[at] == ' ' || text[at] == '\'') return 1;
    for (std::string_view space : {no_break_space, narrow_space})
        if (text.substr(at).starts_with(space)) return space.size();
    return 0;
}

/// "1,234,567.89". Groups are of three digits, but for the Indian "12,34,567" whose middle ones are of two.
std::optional<Digits> read_digits(std::string_view text, bool decimal_comma) {
    const char point = decimal_comma ? ',' : '.', group = decimal_comma ? '.' : ',';
    Digits digits;
    std::size_t at = 0, run = 0, groups = 0;
    std::string_view sign;
    for (; at < text.size() && text[at] != point;) {
        if (digit(text[at])) {
            digits.all += text[at++];
            ++run;
            continue;
        }
        const std::size_t length = grouping(text, at, group);
        const std::string_view this_sign = text.substr(at, length);
        if (length == 0 || run == 0 || run > 3 || (groups > 0 && (run < 2 || this_sign != sign)))
            return std::nullopt;
        sign = this_sign;
        ++groups;
        run = 0;
        at += length;
    }
    if (groups > 0 && run != 3) return std::nullopt;
    digits.point = static_cast<int>(digits.all.size());
    if (at < text.size())
        for (++at; at < text.size(); ++at) {
            if (!digit(text[at])) return std::nullopt;
            digits.all += text[at];
        }
    if (digits.all.empty()) return std::nullopt;
    return digits;
}

std::string canonical(Digits digits, bool negative) {
    if (digits.point < 0) {
        digits.all.insert(0, static_cast<std::size_t>(-digits.point), '0');
        digits.point = 0;
    }
    if (digits.point > static_cast<int>(digits.all.size()))
        digits.all.resize(static_cast<std::size_t>(digits.point), '0');
    std::string whole = digits.all.substr(0, static_cast<std::size_t>(digits.point));
    std::string decimals = digits.all.substr(static_cast<std::size_t>(digits.point));
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
    decimals.erase(decimals.find_last_not_of('0') + 1);
    if (whole.empty() && decimals.empty()) return "0";
    std::string text = negative ? "-" : "";
    text += whole.empty() ? "0" : whole;
    if (!decimals.empty()) text += '.' + decimals;
    return text;
}

} // namespace

std::optional<std::string> clean_number(std::string_view cell, bool decimal_comma) {
    drop_spaces(cell);
    bool negative = false;
    if (cell.size() > 2 && cell.front() == '(' && cell.back() == ')') {
        negative = true;
        cell = cell.substr(1, cell.size() - 2);
        drop_spaces(cell);
    }
    int places = 0;
    const auto sign = [&] {
        if (negative) return;
        if (drop_front(cell, "-") || drop_front(cell, "\xe2\x88\x92") || drop_back(cell, "-"))
            negative = true;
        else
            drop_front(cell, "+");
        drop_spaces(cell);
    };
    sign();
    if (drop_currency(cell)) {
        drop_spaces(cell);
        sign();
    }
    if (drop_back(cell, "%")) {
        places = -2;
        drop_spaces(cell);
    } else {
        places = drop_magnitude(cell);
    }
    if (const std::size_t e = cell.find_first_of("eE"); e != std::string_view::npos && places == 0) {
        std::string_view exponent = cell.substr(e + 1);
        drop_front(exponent, "+");
        const auto [end, problem] =
            std::from_chars(exponent.data(), exponent.data() + exponent.size(), places);
        if (problem != std::errc() || end != exponent.data() + exponent.size() || places > 30 || places < -30)
            return std::nullopt;
        cell = cell.substr(0, e);
    }
    std::optional<Digits> digits = read_digits(cell, decimal_comma);
    if (!digits) return std::nullopt;
    digits->point += places;
    return canonical(std::move(*digits), negative);
}

} // namespace handoff

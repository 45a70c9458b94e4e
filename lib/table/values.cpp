#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <array>
#include <base/unicode.hpp>
#include <charconv>
#include <cmath>

namespace handoff {

namespace {

bool digit(char c) noexcept { return c >= '0' && c <= '9'; }

constexpr std::array<double, 23> powers_of_ten = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

} // namespace

std::string_view to_text(Type type) noexcept {
    constexpr std::array<std::string_view, 9> names = {"text",    "id",    "number",  "money", "boolean",
                                                       "instant", "stage", "country", "state"};
    return names[static_cast<std::size_t>(type)];
}

std::optional<double> read_number(std::string_view text) noexcept {
    // Up to 15 digits fit a double exactly, and so does the power of ten: one division rounds correctly.
    std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
    if (at == text.size() || (!digit(text[at]) && text[at] != '.')) return std::nullopt;
    std::uint64_t whole = 0;
    std::size_t digits = 0, decimals = 0;
    for (; at < text.size() && digit(text[at]); ++at, ++digits)
        whole = whole * 10 + static_cast<unsigned>(text[at] - '0');
    if (at < text.size() && text[at] == '.')
        for (++at; at < text.size() && digit(text[at]); ++at, ++digits, ++decimals)
            whole = whole * 10 + static_cast<unsigned>(text[at] - '0');
    if (at == text.size() && digits > 0 && digits <= 15) {
        const double value = static_cast<double>(whole) / powers_of_ten[decimals];
        return text[0] == '-' ? -value : value;
    }
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::string to_text(double value) {
    if (!std::isfinite(value)) return {};
    if (value == 0) return "0"; // not "-0"
    std::array<char, 512> text{};
    const auto result =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    return {text.data(), result.ptr};
}

std::optional<bool> read_boolean(std::string_view text) noexcept {
    if (text == "true") return true;
    if (text == "false") return false;
    return std::nullopt;
}

std::optional<std::string> clean_boolean(std::string_view cell) {
    using namespace std::string_view_literals;
    // As folded() writes them: without capitals and accents.
    constexpr std::array yes = {
        "true"sv, "yes"sv,  "y"sv,     "1"sv,    "t"sv,   "on"sv,        "x"sv,          "✓"sv,      "✔"sv,
        "si"sv,   "sim"sv,  "ja"sv,    "j"sv,    "oui"sv, "vrai"sv,      "o"sv,          "tak"sv,    "ano"sv,
        "wahr"sv, "evet"sv, "kylla"sv, "igen"sv, "да"sv,  "ναι"sv,       "はい"sv,       "是"sv,     "예"sv,
        "vero"sv, "da"sv,   "hai"sv,   "s"sv,    "ya"sv,  "verdadero"sv, "verdadeiro"sv, "checked"sv};
    constexpr std::array no = {"false"sv,     "no"sv,     "n"sv,      "0"sv,   "f"sv,     "off"sv,
                               "unchecked"sv, "nein"sv,   "nee"sv,    "nej"sv, "nei"sv,   "non"sv,
                               "nao"sv,       "faux"sv,   "nie"sv,    "ne"sv,  "falso"sv, "hayır"sv,
                               "hayir"sv,     "falsch"sv, "ei"sv,     "nem"sv, "нет"sv,   "οχι"sv,
                               "いいえ"sv,    "否"sv,     "아니오"sv, "nu"sv,  "tidak"sv};
    cell = trim(cell);
    if (cell.empty() || cell.size() > 16) return std::nullopt;
    const std::string word = cell == "✓" || cell == "✔" ? std::string(cell) : folded(cell);
    const auto has = [&word](const auto& words) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    if (has(yes)) return "true";
    if (has(no)) return "false";
    return std::nullopt;
}

} // namespace handoff

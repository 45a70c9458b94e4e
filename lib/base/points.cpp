#include "base/points_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace handoff {

namespace {

/// "00", "01" … "99".
constexpr std::array<char, 200> two_digits = [] {
    std::array<char, 200> digits{};
    for (std::size_t i = 0; i < 100; ++i) {
        digits[2 * i] = static_cast<char>('0' + i / 10);
        digits[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return digits;
}();

} // namespace

Points Points::of(double points) noexcept {
    const double nano = std::round(points * 1e9);
    if (nano >= 9.223372036854775e18) return highest();
    if (nano <= -9.223372036854775e18) return lowest();
    return {static_cast<std::int64_t>(nano)};
}

char* write_text(char* out, Points points) noexcept {
    const auto copy = [](std::string_view text, char* to) { return std::copy(text.begin(), text.end(), to); };
    if (points == Points::highest()) return copy("inf", out);
    if (points == Points::lowest()) return copy("-inf", out);
    const bool negative = points.nano < 0;
    const std::uint64_t nano =
        negative ? 0 - static_cast<std::uint64_t>(points.nano) : static_cast<std::uint64_t>(points.nano);
    const std::uint64_t micro = nano / 1000 + (nano % 1000 >= 500 ? 1 : 0);
    if (negative && micro != 0) *out++ = '-';
    const std::uint64_t whole = micro / 1'000'000;
    out = whole < 10 ? (*out = static_cast<char>('0' + whole), out + 1)
                     : std::to_chars(out, out + 20, whole).ptr;
    const auto decimals = static_cast<std::uint32_t>(micro % 1'000'000);
    if (decimals == 0) return out;
    *out = '.';
    for (std::uint32_t pair = 0, left = decimals; pair < 3; ++pair, left /= 100)
        std::memcpy(out + 5 - 2 * pair, &two_digits[2 * (left % 100)], 2);
    std::size_t length = 7;
    while (out[length - 1] == '0') --length;
    return out + length;
}

void append(std::string& out, Points points) {
    char text[points_text_size];
    out.append(text, write_text(text, points));
}

std::string to_text(Points points) {
    std::string text;
    append(text, points);
    return text;
}

std::optional<Points> read_points(std::string_view text) noexcept {
    if (text == "inf" || text == "+inf") return Points::highest();
    if (text == "-inf") return Points::lowest();
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return Points::of(value);
}

} // namespace handoff

#include <handoff/points.hpp>

#include <charconv>
#include <cmath>

namespace handoff {

Points Points::of(double points) noexcept {
    const double nano = std::round(points * 1e9);
    if (nano >= 9.223372036854775e18) return highest();
    if (nano <= -9.223372036854775e18) return lowest();
    return {static_cast<std::int64_t>(nano)};
}

void append(std::string& out, Points points) {
    if (points == Points::highest()) {
        out += "inf";
        return;
    }
    if (points == Points::lowest()) {
        out += "-inf";
        return;
    }
    const bool negative = points.nano < 0;
    std::uint64_t nano =
        negative ? 0 - static_cast<std::uint64_t>(points.nano) : static_cast<std::uint64_t>(points.nano);
    std::uint64_t micro = nano / 1000 + (nano % 1000 >= 500 ? 1 : 0);
    if (negative && micro != 0) out += '-';
    char digits[24];
    const auto whole = std::to_chars(digits, digits + sizeof digits, micro / 1'000'000);
    out.append(digits, whole.ptr);
    micro %= 1'000'000;
    if (micro == 0) return;
    char decimals[7] = {'.', '0', '0', '0', '0', '0', '0'};
    for (int i = 6; i >= 1; --i, micro /= 10) decimals[i] = static_cast<char>('0' + micro % 10);
    std::size_t length = sizeof decimals;
    while (decimals[length - 1] == '0') --length;
    out.append(decimals, length);
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

#include <array>
#include <base/iso_time.hpp>
#include <base/time_text.hpp>
#include <utility>

namespace handoff {

namespace {

using std::chrono::microseconds;
using std::chrono::sys_days;

bool digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Two digits at `at`; a number above 99 when they are not.
unsigned two(const char* at) noexcept {
    const unsigned high = static_cast<unsigned char>(at[0]) - '0';
    const unsigned low = static_cast<unsigned char>(at[1]) - '0';
    return high > 9 || low > 9 ? 1000 : high * 10 + low;
}

std::optional<Date> date_at(const char* at) noexcept {
    const unsigned century = two(at), year = two(at + 2), month = two(at + 5), day = two(at + 8);
    if (century > 99 || year > 99 || at[4] != '-' || at[7] != '-') return std::nullopt;
    const Date date{std::chrono::year{static_cast<int>(century * 100 + year)}, std::chrono::month{month},
                    std::chrono::day{day}};
    if (month > 12 || day > 31 || !date.ok()) return std::nullopt;
    return date;
}

/// The offset that ends a time: "", "Z", "+02:00", "+0200", "+02".
std::optional<microseconds> read_offset(std::string_view text) noexcept {
    if (text.empty() || text == "Z" || text == "z") return microseconds{0};
    if ((text[0] != '+' && text[0] != '-') || text.size() < 3) return std::nullopt;
    const unsigned hours = two(text.data() + 1);
    unsigned minutes = 0;
    if (text.size() == 6 && text[3] == ':')
        minutes = two(text.data() + 4);
    else if (text.size() == 5)
        minutes = two(text.data() + 3);
    else if (text.size() != 3)
        return std::nullopt;
    if (hours > 23 || minutes > 59) return std::nullopt;
    const microseconds offset = std::chrono::hours{hours} + std::chrono::minutes{minutes};
    return text[0] == '-' ? -offset : offset;
}

char* put_two(char* out, unsigned value) noexcept {
    *out++ = static_cast<char>('0' + value / 10);
    *out++ = static_cast<char>('0' + value % 10);
    return out;
}

} // namespace

char* write_text(char* out, Date date) noexcept {
    const unsigned year = static_cast<unsigned>(static_cast<int>(date.year())) % 10000;
    out = put_two(out, year / 100);
    out = put_two(out, year % 100);
    *out++ = '-';
    out = put_two(out, static_cast<unsigned>(date.month()));
    *out++ = '-';
    return put_two(out, static_cast<unsigned>(date.day()));
}

char* write_text(char* out, Instant instant) noexcept {
    const sys_days day = std::chrono::floor<std::chrono::days>(instant);
    const std::int64_t of_day = (instant - day).count();
    const unsigned seconds = static_cast<unsigned>(of_day / 1'000'000);
    unsigned micros = static_cast<unsigned>(of_day % 1'000'000);
    out = write_text(out, Date{day});
    *out++ = 'T';
    out = put_two(out, seconds / 3600);
    *out++ = ':';
    out = put_two(out, seconds / 60 % 60);
    *out++ = ':';
    out = put_two(out, seconds % 60);
    if (micros != 0) {
        *out++ = '.';
        const unsigned digits = micros % 1000 == 0 ? 3 : 6;
        if (digits == 3) micros /= 1000;
        for (char* end = out + digits; end != out; micros /= 10)
            *--end = static_cast<char>('0' + micros % 10);
        out += digits;
    }
    *out++ = 'Z';
    return out;
}

std::string to_text(Instant instant) {
    std::array<char, instant_text_size> text{};
    return {text.data(), write_text(text.data(), instant)};
}

std::string to_text(Date date) {
    std::array<char, instant_text_size> text{};
    return {text.data(), write_text(text.data(), date)};
}

std::optional<Date> read_date(std::string_view text) noexcept {
    return text.size() == 10 ? date_at(text.data()) : std::nullopt;
}

std::optional<Instant> read_instant(std::string_view text) noexcept {
    if (const IsoSecond iso(text); iso.ok()) return iso.instant();
    if (text.size() < 10) return std::nullopt;
    const std::optional<Date> date = date_at(text.data());
    if (!date) return std::nullopt;
    Instant instant = sys_days{*date};
    if (text.size() == 10) return instant;
    if (text.size() < 19 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':' || text[16] != ':')
        return std::nullopt;
    const unsigned hour = two(text.data() + 11), minute = two(text.data() + 14),
                   second = two(text.data() + 17);
    if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
    instant += std::chrono::seconds{hour * 3600 + minute * 60 + second};
    std::size_t at = 19;
    if (at < text.size() && text[at] == '.') {
        const std::size_t first = ++at;
        std::int64_t unit = 100'000, micros = 0;
        for (; at < text.size() && digit(text[at]); ++at, unit /= 10) micros += unit * (text[at] - '0');
        if (at == first) return std::nullopt;
        instant += microseconds{micros};
    }
    const std::optional<microseconds> offset = read_offset(text.substr(at));
    if (!offset) return std::nullopt;
    return instant - *offset;
}

std::optional<Duration> read_duration(std::string_view text) noexcept {
    constexpr std::string_view units = "wdhms"; // each at most once, the longest first
    constexpr std::array<std::int64_t, 5> seconds = {604'800, 86'400, 3'600, 60, 1};
    std::int64_t total = 0;
    std::size_t next_unit = 0, at = 0;
    while (at < text.size()) {
        if (at > 0 && text[at] == ' ') ++at;
        std::int64_t number = 0;
        const std::size_t first = at;
        for (; at < text.size() && digit(text[at]); ++at) {
            if (at - first >= 7) return std::nullopt; // longer than any agreement lasts
            number = number * 10 + (text[at] - '0');
        }
        if (at == first || at == text.size()) return std::nullopt;
        const std::size_t unit = units.find(text[at++]);
        if (unit == std::string_view::npos || unit < next_unit) return std::nullopt;
        total += number * seconds[unit];
        next_unit = unit + 1;
    }
    if (next_unit == 0) return std::nullopt;
    return std::chrono::seconds{total};
}

std::string to_text(Duration duration) {
    std::int64_t left = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
    std::string text = left < 0 ? "-" : "";
    if (left < 0) left = -left;
    bool any = false;
    for (const auto& [length, unit] : {std::pair{std::int64_t{86'400}, 'd'},
                                       {std::int64_t{3'600}, 'h'},
                                       {std::int64_t{60}, 'm'},
                                       {std::int64_t{1}, 's'}}) {
        if (left < length) continue;
        if (any) text += ' ';
        text += std::to_string(left / length) + unit;
        left %= length;
        any = true;
    }
    return any ? text : "0s";
}

} // namespace handoff

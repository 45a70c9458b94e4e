#include "table/canonical.hpp"

#include "base/iso_time.hpp"

#include <handoff/values.hpp>

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

} // namespace

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

} // namespace handoff

#include "render/width.hpp"

#include "render/width_table.hpp"

#include <algorithm>
#include <iterator>

namespace handoff {
namespace {

constexpr std::uint32_t invalid = 0xFFFFFFFF;

struct Character {
    std::uint32_t code = invalid;
    std::size_t bytes = 1;
};

/// The first character of a text that is not empty. Overlong forms, surrogates and code points beyond Unicode
/// are invalid, one byte at a time.
Character first_character(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const std::uint32_t lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
    std::uint32_t code = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return {};
        code = (code << 6U) | (byte(i) & 0x3FU);
    }
    constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < least[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
    return {code, length};
}

template <std::size_t n>
bool contains(const CodeRange (&ranges)[n], std::uint32_t code) noexcept {
    const auto* after = std::upper_bound(std::begin(ranges), std::end(ranges), code,
                                         [](std::uint32_t c, const CodeRange& r) { return c < r.first; });
    return after != std::begin(ranges) && code <= std::prev(after)->last;
}

std::size_t width_of(std::uint32_t code) noexcept {
    if (code < 0x300) return 1;
    if (contains(zero_width, code)) return 0;
    return contains(double_width, code) ? 2 : 1;
}

bool is_control(std::uint32_t code) noexcept {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029;
}

bool steers_direction(std::uint32_t code) noexcept {
    return code == 0x200E || code == 0x200F || code == 0x061C || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

/// Printable ASCII, as most texts are: safe to show, and as wide as it is long.
bool is_plain(std::string_view text) noexcept {
    bool plain = true;
    for (const char c : text) plain &= c >= ' ' && c <= '~';
    return plain;
}

} // namespace

std::string shown(std::string_view text) {
    if (is_plain(text)) return std::string(text);
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const Character character = first_character(text);
        if (character.code == invalid)
            out += "\uFFFD";
        else if (is_control(character.code))
            out += ' ';
        else if (!steers_direction(character.code))
            out.append(text.substr(0, character.bytes));
        text.remove_prefix(character.bytes);
    }
    return out;
}

std::size_t display_width(std::string_view text) noexcept {
    if (is_plain(text)) return text.size();
    std::size_t width = 0;
    while (!text.empty()) {
        const Character character = first_character(text);
        width += width_of(character.code);
        text.remove_prefix(character.bytes);
    }
    return width;
}

std::size_t bytes_within(std::string_view text, std::size_t width) noexcept {
    if (is_plain(text)) return std::min(text.size(), width);
    std::size_t taken = 0, bytes = 0;
    while (bytes < text.size()) {
        const Character character = first_character(text.substr(bytes));
        taken += width_of(character.code);
        if (taken > width) break;
        bytes += character.bytes;
    }
    return bytes;
}

std::string cut(std::string_view text, std::size_t width) {
    if (display_width(text) <= width) return std::string(text);
    if (width == 0) return {};
    std::size_t bytes = bytes_within(text, width - 1);
    while (bytes > 0 && text[bytes - 1] == ' ') --bytes;
    return std::string(text.substr(0, bytes)) + "…";
}

} // namespace handoff

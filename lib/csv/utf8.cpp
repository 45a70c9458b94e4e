#include "csv/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace handoff::csv {

namespace {

/// Where the next byte beyond ASCII stands.
std::size_t skip_ascii(std::string_view text, std::size_t at) noexcept {
    while (at + 8 <= text.size()) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data() + at, 8);
        if ((eight & 0x8080808080808080U) != 0) break;
        at += 8;
    }
    while (at < text.size() && (text[at] & 0x80) == 0) ++at;
    return at;
}

unsigned byte_at(std::string_view text, std::size_t at) noexcept {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

/// The number of bytes of the character at a place; 0 when it is none.
std::size_t character_size(std::string_view text, std::size_t at) noexcept {
    const unsigned first = byte_at(text, at), second = byte_at(text, at + 1);
    const auto continues = [&](std::size_t i) { return (byte_at(text, at + i) & 0xC0U) == 0x80U; };
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4 || !continues(1)) return 0;
    if (first < 0xE0) return 2;
    // Longer forms than needed, surrogates, and what lies beyond Unicode.
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) || !continues(2)) return 0;
    if (first < 0xF0) return 3;
    if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F) || !continues(3)) return 0;
    return 4;
}

/// Whether the character at a place may be a byte 0x80 to 0xBF that was taken for a character: in Latin-1 it
/// has the same number, in Windows-1252 it may be a typographic sign.
bool may_continue(std::string_view text, std::size_t at) noexcept {
    const unsigned first = byte_at(text, at), second = byte_at(text, at + 1);
    if (first == 0xC2) return true;
    if (first == 0xE2) return second == 0x80 || second == 0x82 || second == 0x84;
    return first == 0xC6 || first == 0xCB ||
           (first == 0xC5 && (second == 0x92 || second == 0x93 || second == 0xA0 || second == 0xA1 ||
                              second == 0xB8 || second == 0xBD || second == 0xBE));
}

} // namespace

std::size_t first_not_utf8(std::string_view text) noexcept {
    for (std::size_t at = skip_ascii(text, 0); at < text.size(); at = skip_ascii(text, at)) {
        const std::size_t size = character_size(text, at);
        if (size == 0) return at;
        at += size;
    }
    return std::string_view::npos;
}

std::size_t find_garbled(std::string_view text) noexcept {
    for (std::size_t at = text.find('\xC3'); at != std::string_view::npos; at = text.find('\xC3', at + 1)) {
        const unsigned letter = byte_at(text, at + 1), next = byte_at(text, at + 2);
        const unsigned after = byte_at(text, at + 3);
        switch (letter) {
        case 0x83: // Ã, the first byte of most Western letters
            if (may_continue(text, at + 2)) return at;
            break;
        case 0x82: // Â
        case 0x84: // Ä
        case 0x85: // Å
        case 0x90: // Ð
        case 0x91: // Ñ
            if (next == 0xC2) return at;
            break;
        case 0xA2: // â, the first byte of typographic quotes and dashes
            if (next == 0xC2 || (next == 0xE2 && after == 0x82)) return at;
            break;
        case 0xAD: // í, but before quotes and ordinals that may stand behind a word
            if (next == 0xC2 && after != 0xAA && after != 0xAB && after != 0xB7 && after != 0xBA &&
                after != 0xBB)
                return at;
            break;
        default:
            break;
        }
    }
    return std::string_view::npos;
}

} // namespace handoff::csv

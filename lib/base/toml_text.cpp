#include "base/toml_text.hpp"

#include <algorithm>
#include <string>

namespace handoff {

std::size_t first_foreign_byte(std::string_view text) noexcept {
    std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    while (at < text.size()) {
        const char c = text[at];
        if (static_cast<unsigned char>(c) >= 0x80) return at;
        if (c == '#') {
            at = std::min(text.find('\n', at), text.size());
        } else if (c == '"' || c == '\'') {
            const std::string_view quote = text.substr(at, text.substr(at, 3) == std::string(3, c) ? 3 : 1);
            for (at += quote.size(); at < text.size() && text.substr(at, quote.size()) != quote; ++at) {
                if (quote.size() == 1 && text[at] == '\n') break; // never closed: the library says so
                if (c == '"' && text[at] == '\\') ++at;
            }
            at += quote.size();
        } else {
            ++at;
        }
    }
    return std::string_view::npos;
}

std::uint32_t byte_column(std::string_view line, std::uint32_t character) noexcept {
    std::uint32_t byte = 0;
    for (; character > 1 && byte < line.size(); --character) {
        do ++byte;
        while (byte < line.size() && (static_cast<unsigned char>(line[byte]) & 0xC0U) == 0x80U);
    }
    return byte + character;
}

} // namespace handoff

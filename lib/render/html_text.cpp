#include "render/html_text.hpp"

#include "render/width.hpp"

namespace handoff {

std::string escaped(std::string_view raw) {
    std::string out;
    for (const char c : shown(raw)) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

} // namespace handoff

#include <handoff/reason.hpp>

namespace handoff {

std::string to_text(const Reason& reason) {
    std::string text = reason.effect;
    if (!text.empty()) text += ' ';
    text += reason.rule;
    if (!reason.value.empty()) text += " (" + reason.value + ")";
    return text;
}

} // namespace handoff

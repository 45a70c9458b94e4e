#include <handoff/route.hpp>
#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

std::string lead_key(std::string_view lead_id, std::string_view email) {
    return lead_id.empty() ? lower(email) : std::string(lead_id);
}

bool ends_path(const Lifecycle& lifecycle, std::string_view stage) noexcept {
    if (stage.empty()) return false;
    const auto is_it = [&](const std::string& each) { return same_text(each, stage); };
    return std::any_of(lifecycle.aside.begin(), lifecycle.aside.end(), is_it) ||
           (!lifecycle.stages.empty() && is_it(lifecycle.stages.back()));
}

} // namespace handoff

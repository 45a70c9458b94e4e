#pragma once

#include <string>
#include <string_view>

namespace handoff {

/// A column's name or a word of a pick list as systems agree on it: without case, spaces, underscores,
/// hyphens and other signs. "Lead Source", "lead_source" and "LeadSource" are equal.
std::string bare_name(std::string_view name);

} // namespace handoff

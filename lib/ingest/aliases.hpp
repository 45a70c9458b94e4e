#pragma once

#include <handoff/agreement.hpp>

#include <span>
#include <string_view>

namespace handoff {

/// Other names under which any system may write a canonical column, as bare names (names.hpp), the likeliest
/// first; its own name is not among them.
std::span<const std::string_view> aliases(Kind kind, std::string_view canonical) noexcept;

} // namespace handoff

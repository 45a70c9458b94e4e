#pragma once

#include <string_view>

namespace handoff {

/// How a headline number of a report (Report::facts) is defined, one sentence; empty where none is known.
std::string_view definition_of_fact(std::string_view report, std::string_view fact) noexcept;

} // namespace handoff

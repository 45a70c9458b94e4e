#pragma once

#include <string>
#include <string_view>

namespace handoff {

/// The name of a place for looking it up: in small letters without accents, words with one space between
/// them, "&" as "and", without "the" in front.
std::string place_key(std::string_view name);

} // namespace handoff

#pragma once

#include <set>
#include <string>
#include <string_view>

namespace handoff {

/// The one of these names whose e-mail address this is, as addresses of colleagues are made: "gus@",
/// "gus.hale@", "ghale@", "gus.h@" and "hale.gus@" are Gus Hale's. Blank when it is of none, or may be of
/// several.
std::string person_of_address(std::string_view address, const std::set<std::string>& names);

} // namespace handoff

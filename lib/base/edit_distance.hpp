#pragma once

#include <cstddef>
#include <string_view>

namespace handoff {

/// How many letters must be put in, left out, replaced or swapped with their neighbour to make one text of
/// the other; without case.
std::size_t edit_distance(std::string_view, std::string_view);

} // namespace handoff

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// Items put together by the text of a column.
struct Grouping {
    std::vector<std::string> names; ///< largest group first; ties by name
    std::vector<std::uint32_t> of;  ///< for each item, its group
    std::size_t others = 0;         ///< how many values are in the last group, "(other)"; 0: there is none
};

/// Groups texts without case; a group has the name it is first written by, a blank one is "(blank)". The
/// smallest groups beyond `most` become "(other)".
Grouping group_by(std::span<const std::string_view> texts, std::size_t most = 20);

/// One sentence about "(other)", for a report's notes; empty when there is none.
std::string note_on_others(const Grouping&, std::string_view column);

} // namespace handoff

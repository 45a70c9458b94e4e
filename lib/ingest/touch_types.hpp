#pragma once

#include <span>
#include <string_view>

namespace handoff {

/// A type of touch as docs/files.md lists them.
struct TouchType {
    std::string_view name;
    std::string_view side;      ///< marketing or sales
    std::string_view channel;   ///< by which such a touch comes, where nothing says more
    bool sales_attempt = false; ///< sales tried to reach the person
};
std::span<const TouchType> touch_types() noexcept;
/// Without case, spaces and underscores: "Page View" is page_view. None when it is none of ours.
const TouchType* touch_type(std::string_view name);

} // namespace handoff

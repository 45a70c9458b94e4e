#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

namespace handoff {

/// The key of a column that stands for one value of something, as a status: the value itself. One that is the
/// key of another column, or ends as the keys of bounds do, has behind it what it is a value of: "all
/// (status)". No two values have the same key, nor does one depend on which others there are.
inline std::string value_key(std::string_view value, std::string_view of,
                             std::initializer_list<std::string_view> taken) {
    const std::string mark = " (" + std::string(of) + ")";
    const auto is_value = [&](std::string_view key) { return key == value; };
    const bool marked = std::any_of(taken.begin(), taken.end(), is_value) || value.ends_with("_low") ||
                        value.ends_with("_high") || value.ends_with(mark);
    return std::string(value) + (marked ? mark : "");
}

} // namespace handoff

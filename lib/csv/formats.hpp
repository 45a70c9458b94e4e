#pragma once

#include <string_view>

namespace handoff::csv {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// What a file is that starts like this and so is no CSV: "a PDF document". Empty when it may be CSV.
std::string_view other_format(std::string_view bytes) noexcept;

} // namespace handoff::csv

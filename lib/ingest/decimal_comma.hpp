#pragma once

#include <ingest/rows.hpp>
#include <span>
#include <vector>

namespace handoff {

/// By column: whether its numbers have a decimal comma. One that reads in no other way shows it. Looks at the
/// first rows; only where those leave it open ("1,234" is a thousand and more, or one and a bit), at the
/// whole file. Where nothing shows it, a comma stands between thousands.
std::vector<bool> find_decimal_commas(Rows& rows, const Table& first_rows,
                                      std::span<const std::size_t> columns);

} // namespace handoff

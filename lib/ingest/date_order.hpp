#pragma once

#include <handoff/values.hpp>

#include <ingest/rows.hpp>
#include <optional>
#include <span>
#include <vector>

namespace handoff {

/// Decides, for the columns of a file that hold dates, whether the day or the month comes first where both
/// are numbers. Looks at the first rows; only where those write dates so, at the whole file. A column that
/// does not show its order follows the other columns of the file. Throws Error (data) when nothing shows it,
/// or one column shows both. The result has an order for each of the columns; undecided ones need none.
std::vector<DayMonth> decide_date_orders(Kind kind, Rows& rows, const Table& first_rows,
                                         std::span<const std::size_t> columns);

/// The error for a date that can be read both ways.
Error undecided_date(Kind kind, const std::string& column, Place place, std::string_view cell);

} // namespace handoff

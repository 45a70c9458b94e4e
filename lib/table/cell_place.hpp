#pragma once

#include <handoff/table.hpp>

#include <string_view>

namespace handoff {

/// Where a cell of a row begins in its file, so that an error names the cell and not only its row. A cell
/// that does not stand there as it is (it is blank, or was cleaned) has the place of its row.
Place place_of_cell(const Table&, std::size_t row, std::string_view cell);

} // namespace handoff

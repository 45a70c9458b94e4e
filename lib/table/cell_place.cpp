#include "table/cell_place.hpp"

#include <algorithm>
#include <functional>

namespace handoff {

Place place_of_cell(const Table& table, std::size_t row, std::string_view cell) {
    Place place = table.place(row);
    const std::string_view whole = table.original(row);
    const std::less<> before; // the two may be parts of different texts
    if (place.line == 0 || cell.empty() || before(cell.data(), whole.data()) ||
        before(whole.data() + whole.size(), cell.data() + cell.size()))
        return place;
    const std::string_view above = whole.substr(0, static_cast<std::size_t>(cell.data() - whole.data()));
    place.line += static_cast<std::uint32_t>(std::count(above.begin(), above.end(), '\n'));
    // One behind the last line end; npos, where there is none, is one before the beginning.
    place.column = static_cast<std::uint32_t>(above.size() - (above.rfind('\n') + 1) + 1);
    return place;
}

} // namespace handoff

#include <handoff/csv.hpp>
#include <handoff/values.hpp>

namespace handoff::csv {

std::string safe_for_spreadsheet(std::string_view cell) {
    const bool formula =
        !cell.empty() && std::string_view("=+-@\t\r\n").find(cell.front()) != std::string_view::npos;
    return formula && !read_number(cell) ? "'" + std::string(cell) : std::string(cell);
}

} // namespace handoff::csv

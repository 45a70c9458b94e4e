#include <handoff/csv.hpp>
#include <handoff/values.hpp>

namespace handoff::csv {

namespace {

/// "+12125551234": a spreadsheet takes it for a number, which does no harm.
bool is_phone(std::string_view cell) noexcept {
    return cell.size() > 1 && cell.front() == '+' &&
           cell.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

} // namespace

std::string safe_for_spreadsheet(std::string_view cell) {
    const bool formula =
        !cell.empty() && std::string_view("=+-@\t\r\n").find(cell.front()) != std::string_view::npos;
    return formula && !is_phone(cell) && !read_number(cell) ? "'" + std::string(cell) : std::string(cell);
}

} // namespace handoff::csv

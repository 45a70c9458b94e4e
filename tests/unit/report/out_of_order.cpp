#include "report/out_of_order.hpp"

#include "unit/report/tables.hpp"

using namespace handoff;

TEST_CASE("what is out of order is listed, and the rest put together", "[report]") {
    const Agreement agreement;
    ReportInput input;
    input.agreement = &agreement;
    std::vector<std::vector<std::string>> rows;
    std::vector<OutOfOrder> found;
    for (std::uint32_t row = 0; row < 30; ++row) {
        rows.push_back({"d" + std::to_string(row), "Deal " + std::to_string(row)});
        found.push_back({row, "closed before created", Moment(*read_date("2026-01-01")),
                         Moment(*read_instant("2026-02-01T10:00:00Z")), 1.0 + row});
    }
    input.deals = table_of({"deal_id", "name"}, rows);
    const ReportTable table = out_of_order_table(input, RowsBehind::Of::deals, std::move(found));
    REQUIRE(table.rows.size() == 26);
    const auto text = [&](std::size_t row, std::size_t column) {
        return std::get<std::string>(table.rows[row][column].value);
    };
    CHECK(text(0, 0) == "Deal 29");
    CHECK(text(0, 1) == "d29");
    CHECK(text(0, 3) == "2026-01-01");
    CHECK(text(0, 4) == "2026-02-01T10:00:00Z");
    CHECK(text(25, 0) == "(others)");
    CHECK(std::get<double>(table.rows[25][5].value) == 3);
    CHECK(table.rows[25][5].behind->rows == std::vector<std::uint32_t>{4, 3, 2, 1, 0});
    CHECK(table.notes ==
          std::vector<std::string>{"5 others with fewer days between the two, and the median of "
                                   "these: --rows writes them all"});
    CHECK(out_of_order_table(input, RowsBehind::Of::deals, {}).rows.empty());
}

#include "ingest/joining.hpp"

#include <handoff/error.hpp>

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

/// Rows "from" to "to - 1", each with its number as text that the table keeps.
Table rows(std::size_t from, std::size_t to) {
    Table table;
    table.add("number");
    table.add("nothing");
    table.set_rows(to - from);
    table[1].cells.clear();
    for (std::size_t row = from; row < to; ++row) {
        table[0].cells[row - from] = table.keep(std::to_string(row));
        table.originals.push_back(table[0].cells[row - from]);
        table.lines.push_back(row + 2);
    }
    return table;
}

} // namespace

TEST_CASE("batches that come in any order are put together in theirs", "[ingest]") {
    Joining joining({"number", "nothing"});
    joining.expect_bytes(10); // far too few: more room is made
    joining.put(2, rows(30, 100));
    joining.put(0, rows(0, 10));
    joining.put(3, Table()); // nothing of that batch
    joining.put(1, rows(10, 30));
    joining.put(4, rows(100, 101));
    const Table all = joining.take();
    REQUIRE(all.rows() == 101);
    std::size_t wrong = 0;
    for (std::size_t row = 0; row < all.rows(); ++row)
        wrong += all[0].cells[row] != std::to_string(row) || all.original(row) != all[0].cells[row] ||
                         all.lines[row] != row + 2
                     ? 1
                     : 0;
    CHECK(wrong == 0);
    CHECK(all[1].cells.empty());
}

TEST_CASE("no rows make an empty table with the columns", "[ingest]") {
    Joining joining({"number"});
    joining.put(0, Table());
    const Table all = joining.take();
    CHECK(all.rows() == 0);
    CHECK(all.names() == std::vector<std::string>{"number"});
}

TEST_CASE("a batch that never came is noticed", "[ingest]") {
    Joining joining({"number", "nothing"});
    joining.put(1, rows(0, 3));
    CHECK_THROWS_WITH(joining.take(), Catch::Contains("a batch is missing"));
}

#include "table/cell_place.hpp"

#include "unit/csv/files.hpp"

#include <handoff/csv.hpp>

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("an error about a cell names the place where its text begins", "[table]") {
    const csv::TemporaryFile file("id,note,verdict\n"
                                  "1,two,maybe\n"
                                  "2,\"quoted, too\",\"perhaps\"\n"
                                  "3,\"over\ntwo lines\",yes\n"
                                  "4,\"said \"\"no\"\"\",\n");
    std::vector<csv::BadRow> bad;
    const Table table = csv::Reader(file.path()).read_all(bad);
    REQUIRE(table.rows() == 4);
    const auto place = [&](std::size_t row, std::size_t column) {
        const Place found = place_of_cell(table, row, table[column].cells[row]);
        return std::to_string(found.line) + ":" + std::to_string(found.column);
    };
    CHECK(place(0, 0) == "2:1");
    CHECK(place(0, 2) == "2:7");
    CHECK(place(1, 1) == "3:4"); // within its quotes
    CHECK(place(1, 2) == "3:18");
    CHECK(place(2, 1) == "4:4");
    CHECK(place(2, 2) == "5:12");
    CHECK(place(3, 1) == "6:1"); // not as it stands in the file
    CHECK(place(3, 2) == "6:1"); // blank
    CHECK(place_of_cell(table, 0, "elsewhere") == table.place(0));
    CHECK(place_of_cell(Table(), 0, "elsewhere").line == 0);
}

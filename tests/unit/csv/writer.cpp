#include "csv/copy_cells.hpp"

#include <handoff/csv.hpp>

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::csv;

namespace {

std::string field(std::string_view cell, char delimiter = ',') {
    std::string out;
    append_field(out, cell, delimiter);
    return out;
}

} // namespace

TEST_CASE("a field is quoted only where it must be", "[csv]") {
    CHECK(field("plain text") == "plain text");
    CHECK(field("") == "");
    CHECK(field("a,b") == "\"a,b\"");
    CHECK(field("a;b") == "a;b");
    CHECK(field("a;b", ';') == "\"a;b\"");
    CHECK(field("say \"hi\"") == "\"say \"\"hi\"\"\"");
    CHECK(field("\"") == "\"\"\"\"");
    CHECK(field("two\nlines") == "\"two\nlines\"");
    CHECK(field("cr\r") == "\"cr\r\"");
    CHECK(field(" lead") == "\" lead\"");
    CHECK(field("trail ") == "\"trail \"");
}

TEST_CASE("a table is written with LF and a header", "[csv]") {
    Table table;
    table.add("name");
    table.add("city, state");
    table.set_rows(2);
    table[0].cells[0] = "Ann";
    table[1].cells[1] = "Bonn";
    CHECK(to_csv(table) == "name,\"city, state\"\nAnn,\n,Bonn\n");
}

TEST_CASE("a row is its fields, wherever in a cell of any length a mark stands", "[csv]") {
    for (const std::size_t size : {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 127, 128, 130})
        for (std::size_t at = 0; at <= size; ++at)
            for (const char mark : {',', ';', '"', '\n', '\r', ' ', '\t', 'x', '\xC3'}) {
                std::string cell(size, 'a');
                if (at < size) cell[at] = mark;
                Table table;
                table.add("before");
                table.add("cell");
                table.add("after");
                table.set_rows(1);
                table[0].cells[0] = "b";
                table[1].cells[0] = cell;
                table[2].cells[0] = "";
                for (const char delimiter : {',', ';'}) {
                    std::string row = "earlier\n";
                    append_rows(row, table, 0, 1, delimiter);
                    const std::string expected =
                        std::string("earlier\nb") + delimiter + field(cell, delimiter) + delimiter + "\n";
                    if (row != expected) FAIL(row);
                }
            }
}

TEST_CASE("cells are copied the same way on every machine", "[csv]") {
    for (const char mark : {',', ';', '"', '\n', '\r', ' ', '\t', 'x', '\xC3'})
        for (std::size_t size = 0; size < 140; ++size) {
            std::string text(size, 'a');
            if (size > 0) text[size / 2] = mark;
            const std::string_view first[] = {text}, second[] = {"b"};
            const std::string_view* const columns[] = {first, second};
            std::string here(size + 3 + behind_row, '?'), anywhere = here;
            const bool plain = copy_cells()(columns, 2, 0, ',', here.data());
            REQUIRE(plain == copy_cells_anywhere(columns, 2, 0, ',', anywhere.data()));
            REQUIRE(here.substr(0, size + 3) == text + ",b,");
            REQUIRE(anywhere.substr(0, size + 3) == text + ",b,");
        }
}

TEST_CASE("a row that needs quotes stands between rows that need none", "[csv]") {
    Table table;
    table.add("a");
    table.add("b");
    table.set_rows(200);
    std::string expected = "before\n";
    const std::string quoted(90, '"');
    for (std::size_t row = 0; row < table.rows(); ++row) {
        table[0].cells[row] = row % 3 == 1 ? std::string_view(quoted) : "plain";
        table[1].cells[row] = row % 5 == 0 ? "x,y" : "z";
        expected += field(table[0].cells[row]) + ',' + field(table[1].cells[row]) + '\n';
    }
    std::string rows = "before\n";
    append_rows(rows, table, 0, 100);
    append_rows(rows, table, 100, 200);
    CHECK(rows == expected);
}

TEST_CASE("a row of one blank cell is not an empty line", "[csv]") {
    Table table;
    table.add("name");
    table.set_rows(1);
    CHECK(to_csv(table) == "name\n\"\"\n");
}

TEST_CASE("a header that starts like another kind of file is quoted", "[csv]") {
    Table table;
    table.add("%PDF-no");
    table.add("city");
    CHECK(to_csv(table) == "\"%PDF-no\",city\n");
}

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

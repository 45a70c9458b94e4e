#include <handoff/csv.hpp>

#include <catch2/catch.hpp>

using namespace handoff::csv;

TEST_CASE("cells that a spreadsheet would run are made safe", "[csv]") {
    CHECK(safe_for_spreadsheet("=HYPERLINK(\"http://x.example\")") == "'=HYPERLINK(\"http://x.example\")");
    CHECK(safe_for_spreadsheet("+1 555 7511") == "'+1 555 7511");
    CHECK(safe_for_spreadsheet("-2+3") == "'-2+3");
    CHECK(safe_for_spreadsheet("@SUM(A1)") == "'@SUM(A1)");
    CHECK(safe_for_spreadsheet("\t=1") == "'\t=1");
    CHECK(safe_for_spreadsheet("\r=1") == "'\r=1");
    CHECK(safe_for_spreadsheet("\n=1") == "'\n=1");
    CHECK(safe_for_spreadsheet("-") == "'-");
}

TEST_CASE("numbers and other texts stay as they are for a spreadsheet", "[csv]") {
    for (const char* cell : {"", "-5", "-1234.5", "ann@north.example", "a = b", " =1", "1-2", "'=1"})
        CHECK(safe_for_spreadsheet(cell) == cell);
}

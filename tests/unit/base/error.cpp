#include <handoff/error.hpp>

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("a diagnostic shows the line, the place in it and the hint", "[error]") {
    const Diagnostic diagnostic{.place = {"leads.csv", 3, 5},
                                .what = "row has 2 fields, the header has 1",
                                .hint = "a comma inside a field needs quotes around the field",
                                .source = "Bob,x",
                                .width = 1};
    CHECK(to_string(diagnostic) == "leads.csv:3:5: error: row has 2 fields, the header has 1\n"
                                   "  3 | Bob,x\n"
                                   "    |     ^\n"
                                   "  hint: a comma inside a field needs quotes around the field\n");
}

TEST_CASE("what stands in an export cannot steer the terminal that shows an error", "[error]") {
    const Diagnostic diagnostic{.place = {"leads.csv", 3, 7},
                                .what = "unknown stage '\x1b]0;owned\x07\xc2\x9b\x7f'",
                                .source = "a\tb\x1b[2J,\xc2\x9b,\xc3\xa9",
                                .width = 1};
    CHECK(to_string(diagnostic) == "leads.csv:3:7: error: unknown stage ' ]0;owned   '\n"
                                   "  3 | a\tb [2J, ,\xc3\xa9\n"
                                   "    |  \t    ^\n");
}

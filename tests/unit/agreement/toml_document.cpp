#include "agreements.hpp"

#include <catch2/catch.hpp>

using agreements::complaint;

TEST_CASE("mistakes of TOML itself", "[agreement]") {
    CHECK(complaint("a =\n") == "handoff.toml:2:4: error: expected a value, found the end of the line\n"
                                "  2 | a =\n"
                                "    |    ^\n");
    CHECK(complaint("a = \"x\n") == "handoff.toml:2:7: error: this text is not closed on its line\n"
                                    "  2 | a = \"x\n"
                                    "    |       ^\n");
    CHECK(complaint("a = 1\n"
                    "a = 2\n") == "handoff.toml:3:5: error: 'a' is written twice\n"
                                  "  3 | a = 2\n"
                                  "    |     ^\n");
    CHECK(complaint("[score]\n"
                    "[score]\n") == "handoff.toml:3:1: error: 'score' is written twice\n"
                                    "  3 | [score]\n"
                                    "    | ^\n");
    CHECK(complaint("a b = 1\n") == "handoff.toml:2:3: error: expected '=', found 'b'\n"
                                    "  2 | a b = 1\n"
                                    "    |   ^\n");
    CHECK(complaint("a = [1,\n") == "handoff.toml:2:9: error: the file ends too early\n"
                                    "  2 | a = [1,\n"
                                    "    |        ^\n");
    CHECK(complaint("a = 2026-13-01\n") ==
          "handoff.toml:2:12: error: expected month between 1 and 12 (inclusive), found 13\n"
          "  2 | a = 2026-13-01\n"
          "    |            ^\n");
    CHECK(complaint("a = \"\\q\"\n") == "handoff.toml:2:7: error: unknown escape sequence '\\q'\n"
                                        "  2 | a = \"\\q\"\n"
                                        "    |       ^\n");
    CHECK(complaint("a = tru\n") == "handoff.toml:2:8: error: expected 'true', found 'tru'\n"
                                    "  2 | a = tru\n"
                                    "    |        ^\n");
    CHECK(complaint("[<agreement]\n") == "handoff.toml:2:2: error: expected a key, found '<'\n"
                                         "  2 | [<agreement]\n"
                                         "    |  ^\n");
    CHECK(complaint("[agreements.x]\nañb = 'é' # é\n") ==
          "handoff.toml:3:2: error: a letter or sign beyond ASCII stands outside quotes\n"
          "  3 | añb = 'é' # é\n"
          "    |  ^\n"
          "  hint: write names that have one in \"double quotes\"\n");
}

TEST_CASE("letters beyond ASCII may stand in texts and remarks", "[agreement]") {
    CHECK(
        complaint(
            "# é\n[exports.leads]\ncolumns = { \"a\" = \"é\\\"é\", 'b' = 'é\\', c = \"\"\"é\"é\n\"\"\" } # é")
            .empty());
}

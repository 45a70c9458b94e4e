#include "agreements.hpp"

#include <catch2/catch.hpp>

using agreements::complaint;

TEST_CASE("mistakes in [lifecycle]", "[agreement]") {
    CHECK(complaint("[lifecycle]\n"
                    "stages = [\"a\", \"mql\", \"A\"]") ==
          "handoff.toml:3:23: error: stage 'A' is listed twice, first at line 3\n"
          "  3 | stages = [\"a\", \"mql\", \"A\"]\n"
          "    |                       ^~~\n");
    CHECK(complaint("[lifecycle]\n"
                    "aside = [\"nurture\", \"mql\"]") ==
          "handoff.toml:3:21: error: stage 'mql' is listed twice\n"
          "  3 | aside = [\"nurture\", \"mql\"]\n"
          "    |                     ^~~~~\n");
    CHECK(complaint("[lifecycle]\n"
                    "stages = []") == "handoff.toml:3:10: error: a lifecycle needs at least one stage\n"
                                      "  3 | stages = []\n"
                                      "    |          ^~\n");
    CHECK(complaint("[lifecycle]\n"
                    "stages = [\"lost\", \"mql\"]") == "");
    CHECK(complaint("[lifecycle]\n"
                    "status = { Open = \"inquirey\", Closed = \"xyz\" }") ==
          "handoff.toml:3:19: error: status 'Open' is mapped to the unknown stage 'inquirey'\n"
          "  3 | status = { Open = \"inquirey\", Closed = \"xyz\" }\n"
          "    |                   ^~~~~~~~~~\n"
          "  hint: did you mean 'inquiry'?\n"
          "handoff.toml:3:40: error: status 'Closed' is mapped to the unknown stage 'xyz'\n"
          "  3 | status = { Open = \"inquirey\", Closed = \"xyz\" }\n"
          "    |                                        ^~~~~\n"
          "  hint: the stages are 'inquiry', 'mql', 'sal', 'sql', 'opportunity', 'won', 'nurture', "
          "'disqualified' and 'lost'\n");
    CHECK(complaint("[lifecycle]\n"
                    "max_stay = { mqll = \"2d\", sal = \"soon\", sql = 3 }") ==
          "handoff.toml:3:14: error: unknown stage 'mqll' in 'max_stay'\n"
          "  3 | max_stay = { mqll = \"2d\", sal = \"soon\", sql = 3 }\n"
          "    |              ^~~~\n"
          "  hint: did you mean 'mql'?\n"
          "handoff.toml:3:33: error: 'sal' cannot be 'soon'\n"
          "  3 | max_stay = { mqll = \"2d\", sal = \"soon\", sql = 3 }\n"
          "    |                                 ^~~~~~\n"
          "  hint: write \"1h\" or \"90m\" for working time, \"2d\" for the end of the 2nd working day, "
          "\"36h clock\" for elapsed time\n"
          "handoff.toml:3:47: error: 'sql' must be text, not a number\n"
          "  3 | max_stay = { mqll = \"2d\", sal = \"soon\", sql = 3 }\n"
          "    |                                               ^\n");
    CHECK(complaint("[lifecycle]\n"
                    "stages = [\"a\", \"b\"]\n"
                    "mql = \"fit > 3\"") ==
          "handoff.toml:4:1: error: there is no stage 'mql' that a lead could reach by this condition\n"
          "  4 | mql = \"fit > 3\"\n"
          "    | ^~~\n"
          "  hint: add \"mql\" to 'stages'\n");
    CHECK(complaint("[lifecycle]\n"
                    "mql = \"fit >> 3\"") ==
          "handoff.toml:3:13: error: expected a column or a value, found '>'\n"
          "  3 | mql = \"fit >> 3\"\n"
          "    |             ^\n");
    CHECK(complaint("[lifecycle]\n"
                    "mql = \"\\\"Lead é Score\\\" >> 3\"") ==
          "handoff.toml:3:27: error: expected a column or a value, found '>'\n"
          "  3 | mql = \"\\\"Lead é Score\\\" >> 3\"\n"
          "    |                          ^\n");
    CHECK(complaint("[lifecycle]\n"
                    "mql = \"\"\"\n"
                    "fit > 3\n"
                    "  and and\"\"\"") ==
          "handoff.toml:5:7: error: expected a column or a value, found 'and'\n"
          "  5 |   and and\n"
          "    |       ^~~\n");
    CHECK(complaint("[lifecycle]\n"
                    "mql = \"fit \\u003e 3 and\"") ==
          "handoff.toml:3:24: error: expected a column or a value, but the expression ends here\n"
          "  3 | mql = \"fit \\u003e 3 and\"\n"
          "    |                        ^\n");
    CHECK(complaint("[lifecycle]\n"
                    "mql = 3") == "handoff.toml:3:7: error: 'mql' must be text, not a number\n"
                                  "  3 | mql = 3\n"
                                  "    |       ^\n");
}

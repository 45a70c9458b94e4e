#include "agreements.hpp"

#include <catch2/catch.hpp>

using agreements::complaint;

TEST_CASE("mistakes in [exports]", "[agreement]") {
    CHECK(complaint("[exports.lead]\n"
                    "files = \"x.csv\"") == "handoff.toml:2:10: error: unknown kind of export 'lead'\n"
                                            "  2 | [exports.lead]\n"
                                            "    |          ^~~~\n"
                                            "  hint: did you mean 'leads'?\n");
    CHECK(complaint("[exports.leads]\n"
                    "file = \"x.csv\"") == "handoff.toml:3:1: error: unknown key 'file' in [exports.leads]\n"
                                           "  3 | file = \"x.csv\"\n"
                                           "    | ^~~~\n"
                                           "  hint: did you mean 'files'?\n");
    CHECK(complaint("[exports.leads]\n"
                    "files = 3") == "handoff.toml:3:9: error: 'files' must be a list of texts, not a number\n"
                                    "  3 | files = 3\n"
                                    "    |         ^\n");
    CHECK(complaint("[exports.leads]\n"
                    "files = [\"a.csv\", 3, \"\"]") ==
          "handoff.toml:3:19: error: 'files' must be text, not a number\n"
          "  3 | files = [\"a.csv\", 3, \"\"]\n"
          "    |                   ^\n"
          "handoff.toml:3:22: error: 'files' is blank\n"
          "  3 | files = [\"a.csv\", 3, \"\"]\n"
          "    |                      ^~\n");
    CHECK(complaint("[exports.leads]\n"
                    "columns = { persona = 3 }") ==
          "handoff.toml:3:23: error: 'persona' must be text, not a number\n"
          "  3 | columns = { persona = 3 }\n"
          "    |                       ^\n");
    CHECK(complaint("[exports.stages]\n"
                    "fields = 3") ==
          "handoff.toml:3:10: error: 'fields' must be a list of texts, not a number\n"
          "  3 | fields = 3\n"
          "    |          ^\n");
    CHECK(complaint("[exports.touches]\n"
                    "fields = [\"Status\"]") ==
          "handoff.toml:3:1: error: unknown key 'fields' in [exports.touches]\n"
          "  3 | fields = [\"Status\"]\n"
          "    | ^~~~~~\n"
          "  hint: did you mean 'files'?\n");
    CHECK(complaint("[exports.leads]\n"
                    "dates = \"ymd\"") == "handoff.toml:3:9: error: unknown word 'ymd' for 'dates'\n"
                                          "  3 | dates = \"ymd\"\n"
                                          "    |         ^~~~~\n"
                                          "  hint: there are 'mdy' and 'dmy'\n");
    CHECK(complaint("[exports.leads]\n"
                    "types = { a = \"b\" }") ==
          "handoff.toml:3:1: error: unknown key 'types' in [exports.leads]\n"
          "  3 | types = { a = \"b\" }\n"
          "    | ^~~~~\n");
    CHECK(complaint("[exports]\n"
                    "leads = \"leads.csv\"") ==
          "handoff.toml:3:9: error: 'leads' must be a table, not text\n"
          "  3 | leads = \"leads.csv\"\n"
          "    |         ^~~~~~~~~~~\n"
          "  hint: write [exports.leads] and below it files = [\"leads.csv\"]\n");
    CHECK(complaint("[exports.leads]\n"
                    "columns = [\"a\"]") ==
          "handoff.toml:3:11: error: 'columns' must be a table, not a list\n"
          "  3 | columns = [\"a\"]\n"
          "    |           ^~~~~\n");
    CHECK(complaint("[exports.leads]\n"
                    "blank_in = [\"a\"]") ==
          "handoff.toml:3:12: error: 'blank_in' must be a table, not a list\n"
          "  3 | blank_in = [\"a\"]\n"
          "    |            ^~~~~\n");
}

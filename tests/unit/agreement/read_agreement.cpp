#include "agreements.hpp"

#include <catch2/catch.hpp>

using agreements::complaint;

TEST_CASE("mistakes in [agreement] and [rates]", "[agreement]") {
    CHECK(complaint("[agreement]\n"
                    "name = 3",
                    false) == "handoff.toml:1:1: warning: the agreement is not signed: 'marketing', 'sales' "
                              "and 'agreed_on' are missing in [agreement]\n"
                              "  1 | [agreement]\n"
                              "    | ^~~~~~~~~~~\n"
                              "  hint: write who agreed for each side, and on which day\n"
                              "handoff.toml:2:8: error: 'name' must be text, not a number\n"
                              "  2 | name = 3\n"
                              "    |        ^\n");
    CHECK(complaint("[agreement]\n"
                    "name = \"\"",
                    false) == "handoff.toml:1:1: warning: the agreement is not signed: 'marketing', 'sales' "
                              "and 'agreed_on' are missing in [agreement]\n"
                              "  1 | [agreement]\n"
                              "    | ^~~~~~~~~~~\n"
                              "  hint: write who agreed for each side, and on which day\n"
                              "handoff.toml:2:8: error: 'name' is blank\n"
                              "  2 | name = \"\"\n"
                              "    |        ^~\n");
    CHECK(complaint("[agreement]\n"
                    "agreed_on = \"2026-10-01\"",
                    false) == "handoff.toml:1:1: warning: the agreement is not signed: 'marketing', 'sales' "
                              "and 'agreed_on' are missing in [agreement]\n"
                              "  1 | [agreement]\n"
                              "    | ^~~~~~~~~~~\n"
                              "  hint: write who agreed for each side, and on which day\n"
                              "handoff.toml:2:13: error: 'agreed_on' must be a date, not text\n"
                              "  2 | agreed_on = \"2026-10-01\"\n"
                              "    |             ^~~~~~~~~~~~\n"
                              "  hint: write 2026-10-01 without quotes\n");
    CHECK(complaint("[agreement]\n"
                    "agreed_on = \"soon\"",
                    false) == "handoff.toml:1:1: warning: the agreement is not signed: 'marketing', 'sales' "
                              "and 'agreed_on' are missing in [agreement]\n"
                              "  1 | [agreement]\n"
                              "    | ^~~~~~~~~~~\n"
                              "  hint: write who agreed for each side, and on which day\n"
                              "handoff.toml:2:13: error: 'agreed_on' must be a date, not text\n"
                              "  2 | agreed_on = \"soon\"\n"
                              "    |             ^~~~~~\n");
    CHECK(complaint("[agreement]\n"
                    "agreed_on = 2026-10-01\n"
                    "review_by = 2026-09-01",
                    false) == "handoff.toml:1:1: warning: the agreement is not signed: 'marketing' and "
                              "'sales' are missing in [agreement]\n"
                              "  1 | [agreement]\n"
                              "    | ^~~~~~~~~~~\n"
                              "  hint: write who agreed for each side, and on which day\n"
                              "handoff.toml:3:13: error: 'review_by' lies before 'agreed_on'\n"
                              "  3 | review_by = 2026-09-01\n"
                              "    |             ^~~~~~~~~~\n");
    CHECK(complaint("[agreement]\n"
                    "timezone = \"Europe/Berlim\"",
                    false) == "handoff.toml:1:1: warning: the agreement is not signed: 'marketing', 'sales' "
                              "and 'agreed_on' are missing in [agreement]\n"
                              "  1 | [agreement]\n"
                              "    | ^~~~~~~~~~~\n"
                              "  hint: write who agreed for each side, and on which day\n"
                              "handoff.toml:2:12: error: there is no time zone 'Europe/Berlim'\n"
                              "  2 | timezone = \"Europe/Berlim\"\n"
                              "    |            ^~~~~~~~~~~~~~~\n"
                              "  hint: did you mean 'Europe/Berlin'?\n");
    CHECK(complaint("[agreement]\n"
                    "currency = \"Euro\"",
                    false) == "handoff.toml:1:1: warning: the agreement is not signed: 'marketing', 'sales' "
                              "and 'agreed_on' are missing in [agreement]\n"
                              "  1 | [agreement]\n"
                              "    | ^~~~~~~~~~~\n"
                              "  hint: write who agreed for each side, and on which day\n"
                              "handoff.toml:2:12: error: 'currency' must be a code like 'USD', not 'Euro'\n"
                              "  2 | currency = \"Euro\"\n"
                              "    |            ^~~~~~\n");
    CHECK(complaint("[agreement]\n"
                    "fiscal_year_starts = \"02-30\"",
                    false) ==
          "handoff.toml:1:1: warning: the agreement is not signed: 'marketing', 'sales' and 'agreed_on' are "
          "missing in [agreement]\n"
          "  1 | [agreement]\n"
          "    | ^~~~~~~~~~~\n"
          "  hint: write who agreed for each side, and on which day\n"
          "handoff.toml:2:22: error: 'fiscal_year_starts' must be a month and day like '02-01', not '02-30'\n"
          "  2 | fiscal_year_starts = \"02-30\"\n"
          "    |                      ^~~~~~~\n");
    CHECK(complaint("[agreement]\n"
                    "versoin = \"1\"",
                    false) == "handoff.toml:1:1: warning: the agreement is not signed: 'marketing', 'sales' "
                              "and 'agreed_on' are missing in [agreement]\n"
                              "  1 | [agreement]\n"
                              "    | ^~~~~~~~~~~\n"
                              "  hint: write who agreed for each side, and on which day\n"
                              "handoff.toml:2:1: error: unknown key 'versoin' in [agreement]\n"
                              "  2 | versoin = \"1\"\n"
                              "    | ^~~~~~~\n"
                              "  hint: did you mean 'version'?\n");
    CHECK(complaint("[agreement]\n"
                    "currency = \"USD\"\n"
                    "[rates]\n"
                    "EUR = \"x\"\n"
                    "USD = 1\n"
                    "GBP = 0\n"
                    "euro = 1",
                    false) ==
          "handoff.toml:1:1: warning: the agreement is not signed: 'marketing', 'sales' and 'agreed_on' are "
          "missing in [agreement]\n"
          "  1 | [agreement]\n"
          "    | ^~~~~~~~~~~\n"
          "  hint: write who agreed for each side, and on which day\n"
          "handoff.toml:4:7: error: the rate of 'EUR' must be a number, not text\n"
          "  4 | EUR = \"x\"\n"
          "    |       ^~~\n"
          "handoff.toml:5:1: error: 'USD' is the agreement's own currency and needs no rate\n"
          "  5 | USD = 1\n"
          "    | ^~~\n"
          "handoff.toml:6:7: error: the rate of 'GBP' must be more than 0\n"
          "  6 | GBP = 0\n"
          "    |       ^\n"
          "handoff.toml:7:1: error: the keys of [rates] are currency codes like 'EUR', not 'euro'\n"
          "  7 | euro = 1\n"
          "    | ^~~~\n");
    CHECK(complaint("[rates]\n"
                    "EUR = 1.1",
                    false) == "handoff.toml: warning: the agreement is not signed: 'marketing', 'sales' and "
                              "'agreed_on' are missing in [agreement]\n"
                              "  hint: write who agreed for each side, and on which day\n"
                              "handoff.toml:1:1: error: rates are given, but not for which currency\n"
                              "  1 | [rates]\n"
                              "    | ^~~~~~~\n"
                              "  hint: write currency = \"USD\" in [agreement]\n");
    CHECK(complaint("dispositions = 1", false) ==
          "handoff.toml: warning: the agreement is not signed: 'marketing', 'sales' and 'agreed_on' are "
          "missing in [agreement]\n"
          "  hint: write who agreed for each side, and on which day\n"
          "handoff.toml:1:1: error: unknown key 'dispositions'\n"
          "  1 | dispositions = 1\n"
          "    | ^~~~~~~~~~~~\n"
          "  hint: did you mean 'disposition'?\n");
    CHECK(complaint("[scores]\n"
                    "x = 1",
                    false) == "handoff.toml: warning: the agreement is not signed: 'marketing', 'sales' and "
                              "'agreed_on' are missing in [agreement]\n"
                              "  hint: write who agreed for each side, and on which day\n"
                              "handoff.toml:1:2: error: unknown key 'scores'\n"
                              "  1 | [scores]\n"
                              "    |  ^~~~~~\n"
                              "  hint: did you mean 'score'?\n");
    CHECK(complaint("agreement = 3", false) ==
          "handoff.toml: warning: the agreement is not signed: 'marketing', 'sales' and 'agreed_on' are "
          "missing in [agreement]\n"
          "  hint: write who agreed for each side, and on which day\n"
          "handoff.toml:1:13: error: 'agreement' must be a table, not a number\n"
          "  1 | agreement = 3\n"
          "    |             ^\n");
}

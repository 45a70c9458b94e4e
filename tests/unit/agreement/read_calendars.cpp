#include "agreements.hpp"

#include <catch2/catch.hpp>

using agreements::complaint;

TEST_CASE("mistakes in [calendar]", "[agreement]") {
    CHECK(complaint("[calendar.a]\n"
                    "timezone = \"UTC\"") == "handoff.toml:2:1: error: calendar 'a' has no working hours\n"
                                             "  2 | [calendar.a]\n"
                                             "    | ^~~~~~~~~~~~\n"
                                             "  hint: write hours = { mon-fri = [\"09:00-17:00\"] }\n");
    CHECK(complaint("[calendar.a]\n"
                    "timezone = \"Amercia/New_York\"\n"
                    "hours = { mon-fri = \"09:00-17:00\" }") ==
          "handoff.toml:3:12: error: there is no time zone 'Amercia/New_York'\n"
          "  3 | timezone = \"Amercia/New_York\"\n"
          "    |            ^~~~~~~~~~~~~~~~~~\n"
          "  hint: did you mean 'America/New_York'?\n");
    CHECK(complaint("[calendar.a]\n"
                    "hours = { mun = \"09:00-17:00\", mon-wed = \"9-17\", wed = [\"17:00-09:00\"], thu = "
                    "[\"09:00-12:00\", \"11:00-13:00\"] }") ==
          "handoff.toml:3:11: error: 'mun' is no day of the week\n"
          "  3 | hours = { mun = \"09:00-17:00\", mon-wed = \"9-17\", wed = [\"17:00-09:00\"], thu = "
          "[\"09:00-12:00\", \"11:00-13:00\"] }\n"
          "    |           ^~~\n"
          "  hint: days are written like mon, fri or mon-thu\n"
          "handoff.toml:3:42: error: '9-17' is no block of hours\n"
          "  3 | hours = { mun = \"09:00-17:00\", mon-wed = \"9-17\", wed = [\"17:00-09:00\"], thu = "
          "[\"09:00-12:00\", \"11:00-13:00\"] }\n"
          "    |                                          ^~~~~~\n"
          "  hint: write \"09:00-17:30\"\n"
          "handoff.toml:3:50: error: 'wed' has hours twice, in 'mon-wed' and in 'wed'\n"
          "  3 | hours = { mun = \"09:00-17:00\", mon-wed = \"9-17\", wed = [\"17:00-09:00\"], thu = "
          "[\"09:00-12:00\", \"11:00-13:00\"] }\n"
          "    |                                                  ^~~\n"
          "handoff.toml:3:57: error: the hours '17:00-09:00' end before they begin\n"
          "  3 | hours = { mun = \"09:00-17:00\", mon-wed = \"9-17\", wed = [\"17:00-09:00\"], thu = "
          "[\"09:00-12:00\", \"11:00-13:00\"] }\n"
          "    |                                                         ^~~~~~~~~~~~~\n"
          "  hint: hours over midnight are two blocks, \"22:00-24:00\" and on the next day \"00:00-06:00\"\n"
          "handoff.toml:3:95: error: the hours '11:00-13:00' overlap others of the same day\n"
          "  3 | hours = { mun = \"09:00-17:00\", mon-wed = \"9-17\", wed = [\"17:00-09:00\"], thu = "
          "[\"09:00-12:00\", \"11:00-13:00\"] }\n"
          "    |                                                                                             "
          "  ^~~~~~~~~~~~~\n");
    CHECK(complaint("[calendar.a]\n"
                    "hours = { mon-wed = \"09:00-17:00\", wed = [\"09:00-17:00\"], fri = 3 }") ==
          "handoff.toml:3:36: error: 'wed' has hours twice, in 'mon-wed' and in 'wed'\n"
          "  3 | hours = { mon-wed = \"09:00-17:00\", wed = [\"09:00-17:00\"], fri = 3 }\n"
          "    |                                    ^~~\n"
          "handoff.toml:3:65: error: 'fri' must be a list of texts, not a number\n"
          "  3 | hours = { mon-wed = \"09:00-17:00\", wed = [\"09:00-17:00\"], fri = 3 }\n"
          "    |                                                                 ^\n");
    CHECK(complaint("[calendar.a]\n"
                    "hours = { mon-wed = \"09:00-17:00\" }\n"
                    "holidays = [\"2026-12-25\"]") ==
          "handoff.toml:4:13: error: 'holidays' must hold dates or .ics files, not text\n"
          "  4 | holidays = [\"2026-12-25\"]\n"
          "    |             ^~~~~~~~~~~~\n"
          "  hint: write 2026-12-25 without quotes, or \"holidays.ics\"\n");
    CHECK(complaint("[calendar.a]\n"
                    "hours = { mon-wed = \"09:00-17:00\" }\n"
                    "holidays = \"us.ics\"") == "handoff.toml:4:12: error: no such file 'us.ics'\n"
                                                "  4 | holidays = \"us.ics\"\n"
                                                "    |            ^~~~~~~~\n");
    CHECK(complaint("[calendar]\n"
                    "a = 3") == "handoff.toml:3:1: error: 'a' must be a calendar of its own\n"
                                "  3 | a = 3\n"
                                "    | ^\n"
                                "  hint: write [calendar.a]\n");
    CHECK(complaint("[calendar.a]\n"
                    "hours = {}") == "handoff.toml:2:1: error: calendar 'a' has no working hours\n"
                                     "  2 | [calendar.a]\n"
                                     "    | ^~~~~~~~~~~~\n"
                                     "  hint: write hours = { mon-fri = [\"09:00-17:00\"] }\n");
}

TEST_CASE("days with hours of their own", "[agreement]") {
    CHECK(complaint("[calendar.a]\n"
                    "hours = { mon-fri = \"09:00-17:00\" }\n"
                    "hours_on = { 2026-12-24 = \"09:00-12:00\", 2026-12-31 = [] }\n"
                    "holidays = [2026-12-25]")
              .find("error") == std::string::npos);
    CHECK(complaint("[calendar.a]\n"
                    "hours = { mon-fri = \"09:00-17:00\" }\n"
                    "hours_on = { 24-12 = \"09:00-12:00\", 2026-12-24 = \"9\" }\n"
                    "holidays = [2026-12-24]") ==
          "handoff.toml:4:14: error: '24-12' is no date\n"
          "  4 | hours_on = { 24-12 = \"09:00-12:00\", 2026-12-24 = \"9\" }\n"
          "    |              ^~~~~\n"
          "  hint: write 2026-12-24 = \"09:00-12:00\"\n"
          "handoff.toml:4:50: error: '9' is no block of hours\n"
          "  4 | hours_on = { 24-12 = \"09:00-12:00\", 2026-12-24 = \"9\" }\n"
          "    |                                                  ^~~\n"
          "  hint: write \"09:00-17:30\"\n"
          "handoff.toml:5:13: error: '2026-12-24' is a holiday, and has hours in 'hours_on'\n"
          "  5 | holidays = [2026-12-24]\n"
          "    |             ^~~~~~~~~~\n");
}

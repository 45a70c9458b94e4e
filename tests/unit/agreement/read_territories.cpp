#include "agreements.hpp"

#include <catch2/catch.hpp>

using agreements::complaint;

namespace {

const std::string ana = "[calendar.c]\n"
                        "hours = { mon-fri = \"09:00-17:00\" }\n"
                        "[[rep]]\n"
                        "id = \"ana\"\n"
                        "calendar = \"c\"\n"
                        "pools = [\"general\"]\n";

} // namespace

TEST_CASE("mistakes in [[territory]]", "[agreement]") {
    CHECK(complaint(ana + "[[territory]]\n"
                          "name = \"a\"\n"
                          "parent = \"b\"\n"
                          "postal = [\"9..10\", \"80000..8\"]\n"
                          "size = \"many\"\n"
                          "[[territory]]\n"
                          "name = \"a\"\n"
                          "rep = \"anna\"\n"
                          "pool = \"genral\"\n") ==
          "handoff.toml:10:10: error: there is no territory 'b'\n"
          "  10 | parent = \"b\"\n"
          "     |          ^~~\n"
          "  hint: there are 'a' and 'a'\n"
          "handoff.toml:11:11: error: '9..10' is no range of postal codes\n"
          "  11 | postal = [\"9..10\", \"80000..8\"]\n"
          "     |           ^~~~~~~\n"
          "  hint: write \"80000..89999\", or how the codes begin: \"SW1\"\n"
          "handoff.toml:11:20: error: '80000..8' is no range of postal codes\n"
          "  11 | postal = [\"9..10\", \"80000..8\"]\n"
          "     |                    ^~~~~~~~~~\n"
          "  hint: write \"80000..89999\", or how the codes begin: \"SW1\"\n"
          "handoff.toml:12:8: error: 'many' is no range of employees\n"
          "  12 | size = \"many\"\n"
          "     |        ^~~~~~\n"
          "  hint: write \"500..4999\" or \"5000..\"\n"
          "handoff.toml:14:8: error: two territories are called 'a', first at line 8\n"
          "  14 | name = \"a\"\n"
          "     |        ^~~\n"
          "handoff.toml:15:7: error: there is no rep or team 'anna'\n"
          "  15 | rep = \"anna\"\n"
          "     |       ^~~~~~\n"
          "  hint: did you mean 'ana'?\n"
          "handoff.toml:16:1: error: 'pool' does not go with 'rep', which names who gets the lead\n"
          "  16 | pool = \"genral\"\n"
          "     | ^~~~\n"
          "handoff.toml:16:8: error: no rep is in the pool 'genral'\n"
          "  16 | pool = \"genral\"\n"
          "     |        ^~~~~~~~\n"
          "  hint: did you mean 'general'?\n");
    CHECK(complaint(ana + "[[territory]]\n"
                          "name = \"a\"\n"
                          "parent = \"b\"\n"
                          "pool = \"general\"\n"
                          "[[territory]]\n"
                          "name = \"b\"\n"
                          "parent = \"a\"\n"
                          "[[territory]]\n"
                          "name = \"c\"\n") == "handoff.toml:10:10: error: territory 'a' lies within itself\n"
                                               "  10 | parent = \"b\"\n"
                                               "     |          ^~~\n"
                                               "handoff.toml:14:10: error: territory 'b' lies within itself\n"
                                               "  14 | parent = \"a\"\n"
                                               "     |          ^~~\n"
                                               "handoff.toml:15:1: error: territory 'c' leads to nobody\n"
                                               "  15 | [[territory]]\n"
                                               "     | ^~~~~~~~~~~~~\n"
                                               "  hint: give it, or a territory above it, 'pool' or 'rep'\n");
}

TEST_CASE("mistakes in routes to territories, fallbacks, channels and teams", "[agreement]") {
    CHECK(complaint(ana + "[[team]]\n"
                          "id = \"Ana\"\n"
                          "weight = 2\n"
                          "[[route]]\n"
                          "name = \"a\"\n"
                          "territory = \"emea\"\n"
                          "pool = \"general\"\n"
                          "fallback = \"dsk\"\n"
                          "channel = \"mail\"\n") ==
          "handoff.toml:9:6: error: two reps have the id 'Ana', first at line 4\n"
          "  9 | id = \"Ana\"\n"
          "    |      ^~~~~\n"
          "handoff.toml:10:1: error: unknown key 'weight' in [[team]]\n"
          "  10 | weight = 2\n"
          "     | ^~~~~~\n"
          "handoff.toml:13:1: error: 'territory' does not go with 'pool', which names who gets the lead\n"
          "  13 | territory = \"emea\"\n"
          "     | ^~~~~~~~~\n"
          "handoff.toml:13:13: error: there is no territory 'emea'\n"
          "  13 | territory = \"emea\"\n"
          "     |             ^~~~~~\n"
          "  hint: add a [[territory]] of that name\n"
          "handoff.toml:15:12: error: there is no rep or team 'dsk'\n"
          "  15 | fallback = \"dsk\"\n"
          "     |            ^~~~~\n"
          "  hint: there are 'ana' and 'Ana'\n"
          "handoff.toml:16:11: error: unknown word 'mail' for 'channel'\n"
          "  16 | channel = \"mail\"\n"
          "     |           ^~~~~~\n"
          "  hint: did you mean 'email'?\n");
}

TEST_CASE("mistakes in [[exclude]] and [accounts]", "[agreement]") {
    CHECK(complaint(ana + "[[exclude]]\n"
                          "name = \"a\"\n"
                          "[[exclude]]\n"
                          "name = \"a\"\n"
                          "when = \"country = 'DE'\"\n"
                          "reps = [\"anna\"]\n") ==
          "handoff.toml:8:1: error: the 'when' is missing in [[exclude]]\n"
          "  8 | [[exclude]]\n"
          "    | ^~~~~~~~~~~\n"
          "handoff.toml:11:8: error: two exclusions are called 'a', first at line 8\n"
          "  11 | name = \"a\"\n"
          "     |        ^~~\n"
          "handoff.toml:13:9: error: there is no rep or team 'anna'\n"
          "  13 | reps = [\"anna\"]\n"
          "     |         ^~~~~~\n"
          "  hint: did you mean 'ana'?\n");
    CHECK(complaint("[accounts]\n"
                    "prefer = [\"named\", \"open\"]\n"
                    "synonyms = \"nowhere.txt\"\n") ==
          "handoff.toml:3:20: error: unknown word 'open' for 'prefer'\n"
          "  3 | prefer = [\"named\", \"open\"]\n"
          "    |                    ^~~~~~\n"
          "  hint: there are 'named', 'open_deals', 'same_country', 'largest', 'newest' and 'oldest'\n"
          "handoff.toml:4:12: error: no such file 'nowhere.txt'\n"
          "  4 | synonyms = \"nowhere.txt\"\n"
          "    |            ^~~~~~~~~~~~~\n");
}

TEST_CASE("mistakes in the stay of a rep", "[agreement]") {
    CHECK(complaint(ana + "starts = 2026-10-05\n"
                          "leaves = 2026-10-04\n"
                          "ramp = [0.25, 0, 2]\n"
                          "[[rep]]\n"
                          "id = \"ben\"\n"
                          "calendar = \"c\"\n"
                          "ramp = [0.5]\n") ==
          "handoff.toml:9:10: error: 'leaves' lies before 'starts'\n"
          "  9 | leaves = 2026-10-04\n"
          "    |          ^~~~~~~~~~\n"
          "handoff.toml:10:15: error: 'ramp' must hold shares of the weight, more than 0 and at most 1\n"
          "  10 | ramp = [0.25, 0, 2]\n"
          "     |               ^\n"
          "  hint: write ramp = [0.25, 0.5, 0.75] for the first three weeks\n"
          "handoff.toml:10:18: error: 'ramp' must hold shares of the weight, more than 0 and at most 1\n"
          "  10 | ramp = [0.25, 0, 2]\n"
          "     |                  ^\n"
          "  hint: write ramp = [0.25, 0.5, 0.75] for the first three weeks\n"
          "handoff.toml:14:1: error: 'ramp' counts weeks from 'starts', which is missing\n"
          "  14 | ramp = [0.5]\n"
          "     | ^~~~\n");
}

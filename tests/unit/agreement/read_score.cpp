#include "agreements.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using agreements::complaint;

TEST_CASE("mistakes in [score]", "[agreement]") {
    CHECK(complaint(
              "[score]\n"
              "groups = { fit = { min = 5, max = 1 }, total = {}, \" ab\" = {}, x = 3, y = { mx = 1 } }") ==
          "handoff.toml:3:35: error: 'max' is less than 'min'\n"
          "  3 | groups = { fit = { min = 5, max = 1 }, total = {}, \" ab\" = {}, x = 3, y = { mx = 1 } }\n"
          "    |                                   ^\n"
          "handoff.toml:3:40: error: a group cannot be called 'total', which is a column that score adds\n"
          "  3 | groups = { fit = { min = 5, max = 1 }, total = {}, \" ab\" = {}, x = 3, y = { mx = 1 } }\n"
          "    |                                        ^~~~~\n"
          "handoff.toml:3:52: error: the name of a group has no '\"', no control character and no space "
          "around it, not ' ab'\n"
          "  3 | groups = { fit = { min = 5, max = 1 }, total = {}, \" ab\" = {}, x = 3, y = { mx = 1 } }\n"
          "    |                                                    ^~~~~\n"
          "handoff.toml:3:68: error: group 'x' must be a table, not a number\n"
          "  3 | groups = { fit = { min = 5, max = 1 }, total = {}, \" ab\" = {}, x = 3, y = { mx = 1 } }\n"
          "    |                                                                    ^\n"
          "  hint: write x = { min = 0, max = 100 }\n"
          "handoff.toml:3:77: error: unknown key 'mx' in group 'y'\n"
          "  3 | groups = { fit = { min = 5, max = 1 }, total = {}, \" ab\" = {}, x = 3, y = { mx = 1 } }\n"
          "    |                                                                             ^~\n"
          "  hint: did you mean 'max'?\n");
    CHECK(complaint("[score]\n"
                    "groups = { fit = {} }\n"
                    "[[score.rule]]\n"
                    "group = \"fitt\"\n"
                    "name = \"a\"\n"
                    "when = \"x = 1\"\n"
                    "points = 1") == "handoff.toml:5:9: error: unknown group 'fitt'\n"
                                     "  5 | group = \"fitt\"\n"
                                     "    |         ^~~~~~\n"
                                     "  hint: did you mean 'fit'?\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"score\"\n"
                    "name = \"a\"\n"
                    "when = \"x = 1\"\n"
                    "points = 1") ==
          "handoff.toml:3:9: error: a group cannot be called 'score', which is a column that score adds\n"
          "  3 | group = \"score\"\n"
          "    |         ^~~~~~~\n");
    CHECK(complaint("[[score.rule]]\n"
                    "pionts = 3") ==
          "handoff.toml:2:1: error: the 'group' is missing in [[score.rule]]\n"
          "  2 | [[score.rule]]\n"
          "    | ^~~~~~~~~~~~~~\n"
          "handoff.toml:2:1: error: the 'name' is missing in [[score.rule]]\n"
          "  2 | [[score.rule]]\n"
          "    | ^~~~~~~~~~~~~~\n"
          "handoff.toml:2:1: error: this rule has no condition\n"
          "  2 | [[score.rule]]\n"
          "    | ^~~~~~~~~~~~~~\n"
          "  hint: give it 'when' for leads, 'column' with 'bands' or 'values', or 'touch' for touches\n"
          "handoff.toml:3:1: error: unknown key 'pionts' in [[score.rule]]\n"
          "  3 | pionts = 3\n"
          "    | ^~~~~~\n"
          "  hint: did you mean 'points'?\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "when = \"x = 1\"") == "handoff.toml:2:1: error: rule 'a' has no points\n"
                                           "  2 | [[score.rule]]\n"
                                           "    | ^~~~~~~~~~~~~~\n"
                                           "  hint: give it 'points' or 'disqualify'\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "touch = \"\"") == "handoff.toml:2:1: error: rule 'a' has no points\n"
                                       "  2 | [[score.rule]]\n"
                                       "    | ^~~~~~~~~~~~~~\n"
                                       "  hint: give it 'points'\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "when = \"x = 1\"\n"
                    "points = \"12\"") == "handoff.toml:6:10: error: 'points' must be a number, not text\n"
                                          "  6 | points = \"12\"\n"
                                          "    |          ^~~~\n"
                                          "  hint: write 12 without quotes\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "when = \"x = 1\"\n"
                    "points = \"many\"") == "handoff.toml:6:10: error: 'points' must be a number, not text\n"
                                            "  6 | points = \"many\"\n"
                                            "    |          ^~~~~~\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "when = \"x = 1\"\n"
                    "points = inf") ==
          "handoff.toml:6:10: error: 'points' must be between -1000000000 and 1000000000\n"
          "  6 | points = inf\n"
          "    |          ^~~\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "when = \"x = 1\"\n"
                    "points = nan") == "handoff.toml:6:10: error: 'points' must be a number\n"
                                       "  6 | points = nan\n"
                                       "    |          ^~~\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "when = \"x = 1\"\n"
                    "touch = \"y = 1\"\n"
                    "points = 1") == "handoff.toml:6:1: error: rule 'a' has both 'when' and 'touch'\n"
                                     "  6 | touch = \"y = 1\"\n"
                                     "    | ^~~~~\n"
                                     "  hint: make two rules of it\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "when = \"x = 1\"\n"
                    "points = 1\n"
                    "disqualify = true") ==
          "handoff.toml:6:1: error: rule 'a' both disqualifies and gives points\n"
          "  6 | points = 1\n"
          "    | ^~~~~~\n"
          "  hint: make two rules of it\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "touch = \"x = 1\"\n"
                    "disqualify = true") == "handoff.toml:6:1: error: 'disqualify' goes with 'when' only\n"
                                            "  6 | disqualify = true\n"
                                            "    | ^~~~~~~~~~\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "when = \"x = 1\"\n"
                    "points = 1\n"
                    "half_life = \"3d\"\n"
                    "max = 3") == "handoff.toml:7:1: error: 'half_life' goes with 'touch' only\n"
                                  "  7 | half_life = \"3d\"\n"
                                  "    | ^~~~~~~~~\n"
                                  "handoff.toml:8:1: error: 'max' goes with 'touch' only\n"
                                  "  8 | max = 3\n"
                                  "    | ^~~\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "touch = \"x = 1\"\n"
                    "points = 1\n"
                    "half_life = \"3d\"\n"
                    "linear = \"4d\"") ==
          "handoff.toml:8:1: error: rule 'a' has both 'half_life' and 'linear'\n"
          "  8 | linear = \"4d\"\n"
          "    | ^~~~~~\n"
          "  hint: points shrink in one way only\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "touch = \"x = 1\"\n"
                    "points = 1\n"
                    "steps = \"25 per 3d\"\n"
                    "limit = \"0 per day\"\n"
                    "window = \"3\"") ==
          "handoff.toml:7:9: error: 'steps' must be like '25% per 30d', not '25 per 3d'\n"
          "  7 | steps = \"25 per 3d\"\n"
          "    |         ^~~~~~~~~~~\n"
          "handoff.toml:8:9: error: 'limit' must be a limit like '1 per day', '3 per 30d' or '1', not '0 per "
          "day'\n"
          "  8 | limit = \"0 per day\"\n"
          "    |         ^~~~~~~~~~~\n"
          "handoff.toml:9:10: error: 'window' must be a length of time, not '3'\n"
          "  9 | window = \"3\"\n"
          "    |          ^~~\n"
          "  hint: lengths are written like \"30m\", \"12h\", \"14d\" or \"2w\"\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "touch = \"x = 1\"\n"
                    "points = 1\n"
                    "at_least = \"3 per 7d\"\n"
                    "min = 3\n"
                    "max = 1") ==
          "handoff.toml:7:12: error: 'at_least' must be like '3 in 7d', not '3 per 7d'\n"
          "  7 | at_least = \"3 per 7d\"\n"
          "    |            ^~~~~~~~~~\n"
          "handoff.toml:9:7: error: 'max' is less than 'min'\n"
          "  9 | max = 1\n"
          "    |       ^\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "touch = \"x = 1\"\n"
                    "points = 1\n"
                    "at_least = \"3 in 7d\"\n"
                    "limit = \"1\"") == "handoff.toml:8:1: error: rule 'a' has both 'limit' and 'at_least'\n"
                                        "  8 | limit = \"1\"\n"
                                        "    | ^~~~~\n"
                                        "  hint: a rule with 'at_least' gives its points once\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "column = \"x\"") ==
          "handoff.toml:5:1: error: rule 'a' has neither 'bands' nor 'values' for its column\n"
          "  5 | column = \"x\"\n"
          "    | ^~~~~~\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "column = \"x\"\n"
                    "points = 3\n"
                    "values = { a = 1, A = 2, b = \"x\" }") ==
          "handoff.toml:6:1: error: 'points' does not go with 'column'\n"
          "  6 | points = 3\n"
          "    | ^~~~~~\n"
          "  hint: the points stand in 'bands' or 'values'\n"
          "handoff.toml:7:19: error: 'A' is listed twice; upper and lower case are the same\n"
          "  7 | values = { a = 1, A = 2, b = \"x\" }\n"
          "    |                   ^\n"
          "handoff.toml:7:30: error: the points of 'b' must be a number, not text\n"
          "  7 | values = { a = 1, A = 2, b = \"x\" }\n"
          "    |                              ^~~\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "bands = { \"1..2\" = 3 }") ==
          "handoff.toml:2:1: error: rule 'a' has no condition\n"
          "  2 | [[score.rule]]\n"
          "    | ^~~~~~~~~~~~~~\n"
          "  hint: give it 'when' for leads, 'column' with 'bands' or 'values', or 'touch' for touches\n"
          "handoff.toml:5:1: error: 'bands' needs a 'column'\n"
          "  5 | bands = { \"1..2\" = 3 }\n"
          "    | ^~~~~\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "column = \"x\"\n"
                    "bands = { \"1..50\" = 3, \"50..100\" = 1, \"9..3\" = 2, \"a..b\" = 1, \"..0\" = \"x\", "
                    "\"..\" = 1 }") ==
          "handoff.toml:6:24: error: band '50..100' overlaps band '1..50' at line 6, column 11\n"
          "  6 | bands = { \"1..50\" = 3, \"50..100\" = 1, \"9..3\" = 2, \"a..b\" = 1, \"..0\" = \"x\", "
          "\"..\" = 1 }\n"
          "    |                        ^~~~~~~~~\n"
          "  hint: both ends belong to a band\n"
          "handoff.toml:6:39: error: band '9..3' ends before it begins\n"
          "  6 | bands = { \"1..50\" = 3, \"50..100\" = 1, \"9..3\" = 2, \"a..b\" = 1, \"..0\" = \"x\", "
          "\"..\" = 1 }\n"
          "    |                                       ^~~~~~\n"
          "handoff.toml:6:51: error: 'a..b' is no band of numbers\n"
          "  6 | bands = { \"1..50\" = 3, \"50..100\" = 1, \"9..3\" = 2, \"a..b\" = 1, \"..0\" = \"x\", "
          "\"..\" = 1 }\n"
          "    |                                                   ^~~~~~\n"
          "  hint: bands are written like \"50..499\", \"500..\", \"..49\" or \"7\"\n"
          "handoff.toml:6:71: error: the points of '..0' must be a number, not text\n"
          "  6 | bands = { \"1..50\" = 3, \"50..100\" = 1, \"9..3\" = 2, \"a..b\" = 1, \"..0\" = \"x\", "
          "\"..\" = 1 }\n"
          "    |                                                                       ^~~\n"
          "handoff.toml:6:76: error: '..' is no band of numbers\n"
          "  6 | bands = { \"1..50\" = 3, \"50..100\" = 1, \"9..3\" = 2, \"a..b\" = 1, \"..0\" = \"x\", "
          "\"..\" = 1 }\n"
          "    |                                                                            ^~~~\n"
          "  hint: bands are written like \"50..499\", \"500..\", \"..49\" or \"7\"\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "column = \"x\"\n"
                    "bands = {}") == "handoff.toml:6:9: error: 'bands' is empty\n"
                                     "  6 | bands = {}\n"
                                     "    |         ^\n"
                                     "  hint: write bands = { \"1..49\" = 0, \"50..\" = 10 }\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "column = \"x\"\n"
                    "bands = { \"1\" = 1 }\n"
                    "values = {}") == "handoff.toml:7:1: error: rule 'a' has both 'bands' and 'values'\n"
                                      "  7 | values = {}\n"
                                      "    | ^~~~~~\n"
                                      "  hint: make two rules of it\n"
                                      "handoff.toml:7:10: error: 'values' is empty\n"
                                      "  7 | values = {}\n"
                                      "    |          ^\n"
                                      "  hint: write values = { Referral = 10, Webinar = 5 }\n");
    CHECK(complaint("[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "when = \"x = 1\"\n"
                    "points = 1\n"
                    "[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "when = \"x = 2\"\n"
                    "points = 1") ==
          "handoff.toml:9:8: error: two rules of group 'fit' are called 'a', first at line 2\n"
          "  9 | name = \"a\"\n"
          "    |        ^~~\n");
    CHECK(complaint("[score.rule]\n"
                    "group = \"fit\"") ==
          "handoff.toml:2:8: error: 'rule' must be a list of tables, not a table\n"
          "  2 | [score.rule]\n"
          "    |        ^~~~\n"
          "  hint: write [[score.rule]]\n");
    CHECK(complaint("[score]\n"
                    "rule = [3]") == "handoff.toml:3:9: error: 'rule' must hold tables, not a number\n"
                                     "  3 | rule = [3]\n"
                                     "    |         ^\n");
    CHECK(complaint("[score.grade]\n"
                    "total = { A = 100, B = 70 }") == "handoff.toml:3:1: error: the lowest grade of 'total' "
                                                      "must begin at -inf, so that every lead has one\n"
                                                      "  3 | total = { A = 100, B = 70 }\n"
                                                      "    | ^~~~~\n"
                                                      "  hint: write B = -inf, or add a lower one\n");
    CHECK(complaint("[score.grade]\n"
                    "total = { A = 60, B = 70, C = -inf }") ==
          "handoff.toml:3:23: error: 'B' begins at 70, above 'A' before it, which begins at 60\n"
          "  3 | total = { A = 60, B = 70, C = -inf }\n"
          "    |                       ^~\n"
          "  hint: write the grades in order, like A = 50, B = 30, C = -inf\n");
    CHECK(complaint("[score.grade]\n"
                    "total = { A = 60, B = 40, C = 50, D = -inf }") ==
          "handoff.toml:3:31: error: 'C' begins at 50, above 'B' before it, which begins at 40\n"
          "  3 | total = { A = 60, B = 40, C = 50, D = -inf }\n"
          "    |                               ^~\n"
          "  hint: write the grades in order, like A = 50, B = 30, C = -inf\n");
    CHECK(complaint("[score.grade]\n"
                    "total = { cold = -inf, warm = 30, hot = 60 }")
              .empty());
    CHECK(complaint("[score.grade]\n"
                    "fit = { A = 100, B = -inf }") ==
          "handoff.toml:3:1: error: unknown group 'fit' in [score.grade]\n"
          "  3 | fit = { A = 100, B = -inf }\n"
          "    | ^~~\n"
          "  hint: there is only 'total'\n");
    CHECK(complaint("[score.grade]\n"
                    "total = { A = 100, B = 100, C = \"x\", D = inf, E = -inf }") ==
          "handoff.toml:3:24: error: 'B' begins where 'A' does\n"
          "  3 | total = { A = 100, B = 100, C = \"x\", D = inf, E = -inf }\n"
          "    |                        ^~~\n"
          "handoff.toml:3:33: error: 'C' must be a number, not text\n"
          "  3 | total = { A = 100, B = 100, C = \"x\", D = inf, E = -inf }\n"
          "    |                                 ^~~\n"
          "handoff.toml:3:42: error: no lead can reach 'D'\n"
          "  3 | total = { A = 100, B = 100, C = \"x\", D = inf, E = -inf }\n"
          "    |                                          ^~~\n"
          "  hint: write a number, or -inf for the lowest\n");
    CHECK(complaint("[score.grade]\n"
                    "total = {}") == "handoff.toml:3:1: error: 'total' has no grades\n"
                                     "  3 | total = {}\n"
                                     "    | ^~~~~\n"
                                     "  hint: write total = { A = 50, B = -inf }\n");
    CHECK(complaint("[score.grade]\n"
                    "total = 3") == "handoff.toml:3:9: error: 'total' must be a table, not a number\n"
                                    "  3 | total = 3\n"
                                    "    |         ^\n"
                                    "  hint: write total = { A = 50, B = -inf }\n");
    CHECK(complaint("[score.grade]") == "handoff.toml:2:1: error: [score.grade] has no grades\n"
                                        "  2 | [score.grade]\n"
                                        "    | ^~~~~~~~~~~~~\n"
                                        "  hint: write total = { A = 50, B = -inf }\n");
}

TEST_CASE("scores beside the main one, and resets", "[agreement]") {
    std::vector<Diagnostic> warnings;
    const Agreement agreement =
        parse_agreement("[score.robots]\n"
                        "groups = { arms = { max = 9 } }\n"
                        "with = [\"fit\"]\n"
                        "grade = { total = { A = 5, B = -inf } }\n"
                        "[[score.rule]]\n"
                        "group = \"arms\"\nname = \"a\"\ntouch = \"\"\npoints = 1\n"
                        "[[score.rule]]\n"
                        "group = \"fit\"\nname = \"a\"\ntouch = \"\"\npoints = 1\n"
                        "[[score.reset]]\n"
                        "name = \"converted\"\nat = \"converted_at\"\n"
                        "[[score.reset]]\n"
                        "name = \"won\"\ntouch = \"type = 'won'\"\n"
                        "[[score.reset]]\n"
                        "name = \"lost\"\ntouch = \"type = 'lost'\"\nscore = \"robots\"\n"
                        "why = \"w\"\n",
                        "handoff.toml", warnings);
    const ScoreModel& score = agreement.score;
    REQUIRE(score.groups.size() == 2); // those of the main score first: it has what only rules name
    CHECK(score.groups[0].name == "fit");
    CHECK(score.groups[1].name == "arms");
    CHECK(score.groups[1].score == "robots");
    CHECK(score.main_groups() == 1);
    REQUIRE(score.named.size() == 1);
    CHECK(score.named[0].groups == std::vector<std::string>{"arms", "fit"});
    CHECK(score.named[0].grade.axes.size() == 1);
    REQUIRE(score.resets.size() == 3); // those by columns last
    CHECK(score.resets[2].column == "converted_at");
    CHECK(score.resets[2].column_place.line == 17);
    CHECK(score.resets[0].groups == std::vector<std::string>{"fit", "arms"});
    CHECK(score.resets[1].groups == std::vector<std::string>{"arms"});
    CHECK(score.resets[1].why == "w");
    CHECK(score.groups_of("") == std::vector<std::string>{"fit"});
    CHECK(score.groups_of("robots") == std::vector<std::string>{"arms", "fit"});
    CHECK_THROWS_WITH(score.groups_of("robot"), "error: unknown score 'robot'\n"
                                                "  hint: did you mean 'robots'?\n");
    CHECK_THROWS_WITH(score.groups_of("lamps"), "error: unknown score 'lamps'\n"
                                                "  hint: there is only 'robots'\n");
    CHECK_THROWS_WITH(ScoreModel().groups_of("robots"), "error: unknown score 'robots'\n"
                                                        "  hint: the agreement has no [score.NAME]\n");
    std::vector<std::string> columns;
    for (const Scope::Name& name : score_columns(score)) columns.push_back(name.name);
    CHECK(columns == std::vector<std::string>{"fit", "arms", "score", "grade", "score_robots", "grade_robots",
                                              "disqualified"});
}

TEST_CASE("mistakes in scores beside the main one", "[agreement]") {
    CHECK(complaint("[score]\n"
                    "groups = { fit = {}, score_b = {} }\n"
                    "[score.grad]\n"
                    "total = { A = 1, B = -inf }\n"
                    "[score.a]\n"
                    "groups = { fit = {} }\n"
                    "[score.b]\n"
                    "with = [\"fitt\", \"fit\", \"fit\"]\n"
                    "[score.\" cc\"]\n"
                    "with = [\"fit\"]\n"
                    "grade = { fitt = { A = -inf } }\n") ==
          "handoff.toml:4:8: error: the score 'grad' has no groups\n"
          "  4 | [score.grad]\n"
          "    |        ^~~~\n"
          "  hint: did you mean 'grade'?\n"
          "handoff.toml:5:1: error: unknown key 'total' in [score.grad]\n"
          "  5 | total = { A = 1, B = -inf }\n"
          "    | ^~~~~\n"
          "handoff.toml:7:12: error: there is a group 'fit' already, first at line 3\n"
          "  7 | groups = { fit = {} }\n"
          "    |            ^~~\n"
          "  hint: to share it between scores, write with = [\"fit\"]\n"
          "handoff.toml:8:1: error: a group has the name of the column 'score_b' of the score 'b'\n"
          "  8 | [score.b]\n"
          "    | ^~~~~~~~~\n"
          "handoff.toml:9:9: error: unknown group 'fitt'\n"
          "  9 | with = [\"fitt\", \"fit\", \"fit\"]\n"
          "    |         ^~~~~~\n"
          "  hint: did you mean 'fit'?\n"
          "handoff.toml:9:24: error: the group 'fit' counts once\n"
          "  9 | with = [\"fitt\", \"fit\", \"fit\"]\n"
          "    |                        ^~~~~\n"
          "handoff.toml:10:8: error: the name of a score has no '\"', no control character and no space "
          "around it, not ' cc'\n"
          "  10 | [score.\" cc\"]\n"
          "     |        ^~~~~\n"
          "handoff.toml:12:11: error: unknown group 'fitt' in [score. cc.grade]\n"
          "  12 | grade = { fitt = { A = -inf } }\n"
          "     |           ^~~~\n"
          "  hint: did you mean 'fit'?\n");
    CHECK(complaint("[score.robots]\n"
                    "groups = { arms = {} }\n"
                    "[[score.rule]]\n"
                    "group = \"fit\"\n"
                    "name = \"a\"\n"
                    "touch = \"\"\n"
                    "points = 1\n"
                    "[[score.reset]]\n"
                    "name = \"won\"\n"
                    "[[score.reset]]\n"
                    "name = \"won\"\n"
                    "touch = \"type = 'won'\"\n"
                    "groups = [\"fitt\"]\n"
                    "score = \"robot\"\n"
                    "[[score.reset]]\n"
                    "touch = \"type =\"\n"
                    "at = \"converted_at\"\n") ==
          "handoff.toml:9:1: error: a 'touch' or an 'at' is missing in [[score.reset]]\n"
          "  9 | [[score.reset]]\n"
          "    | ^~~~~~~~~~~~~~~\n"
          "  hint: write touch = \"type = 'closed_won'\", or at = \"converted_at\"\n"
          "handoff.toml:12:8: error: two resets are called 'won', first at line 9\n"
          "  12 | name = \"won\"\n"
          "     |        ^~~~~\n"
          "handoff.toml:14:1: error: a reset is of a 'score' or of 'groups', not of both\n"
          "  14 | groups = [\"fitt\"]\n"
          "     | ^~~~~~\n"
          "handoff.toml:14:11: error: unknown group 'fitt'\n"
          "  14 | groups = [\"fitt\"]\n"
          "     |           ^~~~~~\n"
          "  hint: did you mean 'fit'?\n"
          "handoff.toml:15:9: error: unknown score 'robot'\n"
          "  15 | score = \"robot\"\n"
          "     |         ^~~~~~~\n"
          "  hint: did you mean 'robots'?\n"
          "handoff.toml:16:1: error: the 'name' is missing in [[score.reset]]\n"
          "  16 | [[score.reset]]\n"
          "     | ^~~~~~~~~~~~~~~\n"
          "handoff.toml:17:16: error: expected a column or a value, but the expression ends here\n"
          "  17 | touch = \"type =\"\n"
          "     |                ^\n"
          "handoff.toml:18:1: error: a reset comes by a 'touch' or 'at' a time, not by both\n"
          "  18 | at = \"converted_at\"\n"
          "     | ^~\n");
}

#include "exports.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

/// What check says of an agreement and one export, without the place of the file.
std::string checked(std::string_view agreement_text, std::string_view export_text, Kind kind = Kind::leads) {
    std::vector<Diagnostic> ignored;
    const Agreement agreement = parse_agreement(std::string(agreement_text), "handoff.toml", ignored);
    TestExport data(export_text, kind, agreement);
    Export* exports[] = {&data.data};
    std::string text;
    for (const Diagnostic& found : check_against_exports(agreement, exports)) text += to_string(found);
    return text;
}

constexpr std::string_view score_rule = "[[score.rule]]\ngroup = \"fit\"\nname = \"industry\"\npoints = 5\n";

} // namespace

TEST_CASE("a value that occurs nowhere is a warning with the nearest", "[ingest]") {
    CHECK(checked(std::string(score_rule) + "when = \"industry in ('Sofware', 'steel')\"\n",
                  "lead_id,industry\n1,Software\n2,Steel\n") ==
          "handoff.toml:5:22: warning: 'Sofware' occurs nowhere in column 'industry' of the leads\n"
          "  5 | when = \"industry in ('Sofware', 'steel')\"\n"
          "    |                      ^~~~~~~~~\n"
          "  hint: did you mean 'Software'?\n");
}

TEST_CASE("a column that the export does not have is an error with the nearest", "[ingest]") {
    const std::string text =
        checked(std::string(score_rule) + "when = \"indusrty = 'Steel'\"\n", "lead_id,industry\n1,Steel\n");
    CHECK_THAT(text, Catch::StartsWith("handoff.toml:5:9: error: "));
    CHECK_THAT(text, Catch::Contains("did you mean 'industry'?"));
    CHECK(checked("[[score.rule]]\ngroup = \"fit\"\nname = \"size\"\ncolumn = \"employes\"\nbands = { "
                  "\"1..\" = 5 }\n",
                  "lead_id,employees\n1,5\n") ==
          "handoff.toml:4:11: error: the leads have no column 'employes'\n"
          "  4 | column = \"employes\"\n"
          "    |           ^~~~~~~~\n"
          "  hint: did you mean 'employees'?\n");
}

TEST_CASE("the column of a reset is checked as those of rules are", "[ingest]") {
    const std::string reset = std::string(score_rule) + "when = \"industry = 'Steel'\"\n[[score.reset]]\n"
                                                        "name = \"again\"\nat = \"Recyled On\"\n";
    CHECK(checked(reset, "lead_id,industry,Recycled On\n1,Steel,\n") ==
          "handoff.toml:8:7: error: the leads have no column 'Recyled On'\n"
          "  8 | at = \"Recyled On\"\n"
          "    |       ^~~~~~~~~~\n"
          "  hint: did you mean 'Recycled On'?\n");
}

TEST_CASE("a canonical column that no file has is a warning", "[ingest]") {
    CHECK_THAT(checked(std::string(score_rule) + "when = \"industry = 'Steel'\"\n", "lead_id\n1\n"),
               Catch::Contains(
                   "warning: no file of the leads has a column for 'industry', so it is blank everywhere"));
}

TEST_CASE("rules on touches are checked against the touches", "[ingest]") {
    const std::string rule = "[[score.rule]]\ngroup = \"engagement\"\nname = \"form\"\npoints = 5\n"
                             "touch = \"type = 'form_sumbit'\"\n";
    CHECK(
        checked(rule, "lead_id,type,at\n1,form submit,2026-01-01\n2,Billboard,2026-01-01\n", Kind::touches) ==
        "warning: types of touch that are none of ours: 'Billboard' (1)\n"
        "  hint: map them by types in [exports.touches]\n"
        "handoff.toml:5:17: warning: 'form_sumbit' occurs nowhere in column 'type' of the touches\n"
        "  5 | touch = \"type = 'form_sumbit'\"\n"
        "    |                 ^~~~~~~~~~~~~\n"
        "  hint: did you mean 'form_submit'?\n");
}

TEST_CASE("statuses that are not mapped are counted", "[ingest]") {
    CHECK(checked("[lifecycle]\nstatus = { Open = \"inquiry\" }\n", "lead_id,status\n1,Open\n2,Purple\n") ==
          "handoff.toml:1:1: warning: [lifecycle] status maps no stage for 'Purple' (1)\n"
          "  1 | [lifecycle]\n"
          "    | ^\n");
}

TEST_CASE("owners that are no rep are one warning", "[ingest]") {
    const std::string text = checked("[[rep]]\nid = \"ana\"\nname = \"Ana Silva\"\n",
                                     "lead_id,owner\n1,ana silva\n2,Ben\n3,Ben\n4,Cy\n5,\n");
    CHECK(text == "handoff.toml:1:1: warning: 3 leads have an owner that is no rep: 'Ben' (2), 'Cy' (1)\n"
                  "  1 | [[rep]]\n"
                  "    | ^\n"
                  "  hint: a rep is recognised by id, e-mail or name\n");
}

TEST_CASE("the line of qualification may use what score adds", "[ingest]") {
    const std::string agreement =
        std::string(score_rule) +
        "when = \"industry = 'Steel'\"\n[lifecycle]\nmql = \"fit >= 3 and score > 1\"\n";
    CHECK(checked(agreement, "lead_id,industry\n1,Steel\n").empty());
}

TEST_CASE("conditions of pauses, wakes and exclusions are checked against the leads", "[ingest]") {
    const std::string_view leads = "lead_id,status,country,updated_at\n1,On hold,US,2026-01-01\n2,Open,US,\n";
    CHECK(checked("[[pause]]\ncode = \"hold\"\nwhen = \"statsu = 'On hold'\"\nsince = \"updated_att\"\n",
                  leads) == "handoff.toml:3:9: error: unknown column 'statsu'\n"
                            "  3 | when = \"statsu = 'On hold'\"\n"
                            "    |         ^~~~~~\n"
                            "  hint: did you mean 'status'?\n"
                            "handoff.toml:4:9: error: the leads have no column 'updated_att'\n"
                            "  4 | since = \"updated_att\"\n"
                            "    |         ^~~~~~~~~~~\n"
                            "  hint: did you mean 'updated_at'?\n");
    CHECK(checked("[[disposition]]\ncode = \"later\"\nwake = \"scroe >= 40 or status = 'Opne'\"\n", leads) ==
          "handoff.toml:3:9: error: unknown column 'scroe'\n"
          "  3 | wake = \"scroe >= 40 or status = 'Opne'\"\n"
          "    |         ^~~~~\n"
          "  hint: did you mean 'score'?\n"
          "handoff.toml:3:33: warning: 'Opne' occurs nowhere in column 'status' of the leads\n"
          "  3 | wake = \"scroe >= 40 or status = 'Opne'\"\n"
          "    |                                 ^~~~~~\n"
          "  hint: did you mean 'Open'?\n");
    CHECK(checked("[[exclude]]\nname = \"abroad\"\nwhen = \"coutry = 'FR'\"\n", leads) ==
          "handoff.toml:3:9: error: unknown column 'coutry'\n"
          "  3 | when = \"coutry = 'FR'\"\n"
          "    |         ^~~~~~\n"
          "  hint: did you mean 'country'?\n");
}

TEST_CASE("what goals count is checked against the export that they count", "[ingest]") {
    const std::string leads =
        "[[goal]]\nname = \"a\"\ncounts = \"lead created\"\ntarget = 5\nper = \"month\"\n"
        "where = \"sorce = 'Web'\"\n";
    const std::string deals = "[[goal]]\nname = \"b\"\ncounts = \"deal won\"\ntarget = 5\nper = \"month\"\n"
                              "where = \"source = 'Wbe'\"\n";
    const std::string touches = "[[goal]]\nname = \"c\"\ncounts = \"touch\"\ntarget = 5\nper = \"month\"\n"
                                "where = \"tpye = 'call'\"\n";
    const std::string all = leads + deals + touches;
    CHECK(checked(all, "lead_id,source\n1,Web\n") == "handoff.toml:6:10: error: unknown column 'sorce'\n"
                                                     "  6 | where = \"sorce = 'Web'\"\n"
                                                     "    |          ^~~~~\n"
                                                     "  hint: did you mean 'source'?\n");
    CHECK(checked(all, "deal_id,source,status\nD1,Web,won\n", Kind::deals) ==
          "handoff.toml:12:19: warning: 'Wbe' occurs nowhere in column 'source' of the deals\n"
          "  12 | where = \"source = 'Wbe'\"\n"
          "     |                   ^~~~~\n"
          "  hint: did you mean 'Web'?\n");
    CHECK(checked(all, "lead_id,type,at\n1,call,2026-01-01\n", Kind::touches) ==
          "handoff.toml:18:10: error: unknown column 'tpye'\n"
          "  18 | where = \"tpye = 'call'\"\n"
          "     |          ^~~~\n"
          "  hint: did you mean 'type'?\n");
}

TEST_CASE("what counts as a touch by sales is checked against the touches", "[ingest]") {
    CHECK(checked("[sla.hot]\nfirst_touch = \"1h\"\ntouch = \"type = 'cal'\"\n",
                  "lead_id,type,at\n1,call,2026-01-01\n", Kind::touches) ==
          "handoff.toml:3:17: warning: 'cal' occurs nowhere in column 'type' of the touches\n"
          "  3 | touch = \"type = 'cal'\"\n"
          "    |                 ^~~~~\n"
          "  hint: did you mean 'call'?\n");
}

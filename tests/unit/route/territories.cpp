#include "unit/route/routings.hpp"

#include <handoff/territories.hpp>

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::tests;

namespace {

Agreement read(const std::string& text) {
    std::vector<Diagnostic> warnings;
    return parse_agreement(text, "handoff.toml", warnings);
}

const std::string reps_and_tree = R"toml(
[[rep]]
id = "ana"
pools = ["dach"]
[[rep]]
id = "ben"
pools = ["emea"]
[[rep]]
id = "cy"
[[rep]]
id = "dee"
pools = ["emea"]
[[team]]
id = "desk"

[[territory]]
name = "emea"
when = "country is not blank"
pool = "emea"
[[territory]]
name    = "dach"
parent  = "emea"
country = ["DE", "AT", "CH"]
pool    = "dach"
[[territory]]
name   = "munich"
parent = "dach"
postal = ["80000..81999", "8333"]
size   = "100.."
rep    = "cy"
[[territory]]
name    = "uk"
parent  = "emea"
country = "GB"
[[territory]]
name   = "london"
parent = "uk"
postal = "SW"
industry = ["Retail", "O'Neill"]
size   = "..99"
rep    = "cy"

[[route]]
name      = "by territory"
territory = "emea"
fallback  = "desk"
)toml";

} // namespace

TEST_CASE("the lowest territory a lead lies in takes it", "[route]") {
    const Agreement agreement = read(reps_and_tree);
    const Table table =
        leads({"country", "postal_code", "employees", "industry"}, {{"DE", "80331", "500"},
                                                                    {"DE", "83339", "100"},
                                                                    {"DE", "80331", "99"},
                                                                    {"DE", "79999", "500"},
                                                                    {"FR"},
                                                                    {"GB", "SW1A", "20", "retail"},
                                                                    {"GB", "SW1A", "100", "retail"},
                                                                    {""}});
    const Routing routing = route(table, agreement, {}, noon());
    CHECK(reps(routing) == "cy cy ana ana ben cy dee desk");
    CHECK(routing.leads[2].pool == "dach");
    CHECK(routing.leads[4].pool == "emea");
    CHECK(reasons(routing, 0) ==
          "by territory: holds for every lead\n"
          "munich: the lowest territory it lies in (postal_code = '80331', employees = 500)\n"
          "cy: chosen: named by the territory\n");
    CHECK(reasons(routing, 6) == "by territory: holds for every lead\n"
                                 "uk: the lowest territory it lies in (country = 'GB')\n"
                                 "emea: the territory above (country = 'GB')\n"
                                 "dee: chosen: owed 1 lead, the most of 2\n");
    CHECK(reasons(routing, 7) == "by territory: holds for every lead\n"
                                 "by territory: passed on: it does not lie in territory 'emea'\n"
                                 "desk: chosen: the fallback of 'by territory'\n");
}

TEST_CASE("where nobody in a territory can take a lead, the one above does", "[route]") {
    Agreement agreement = read(reps_and_tree);
    agreement.reps[0].max_day = 1;
    agreement.reps[2].away = {{.from = september(1), .to = september(3)}};
    const Routing routing =
        route(leads({"country", "postal_code", "employees"},
                    {{"DE", "80331", "500"}, {"DE", "80331", "500"}, {"DE", "80331", "500"}}),
              agreement, {}, noon());
    CHECK(reps(routing) == "ana ben dee");
    CHECK(reasons(routing, 1) ==
          "by territory: holds for every lead\n"
          "munich: the lowest territory it lies in (postal_code = '80331', employees = 500)\n"
          "cy: skipped: away until 2026-09-03\n"
          "dach: the territory above (country = 'DE')\n"
          "ana: skipped: 1 of 1 today\n"
          "by territory: passed on: nobody in pool 'dach' can take it\n"
          "emea: the territory above (country = 'DE')\n"
          "ben: chosen: owed 0.5 leads, the first of 2 that are level\n");
}

TEST_CASE("of territories that are as low the first in the agreement takes the lead", "[route]") {
    Agreement agreement = read(R"toml(
[[rep]]
id = "ana"
[[rep]]
id = "ben"
[[territory]]
name = "all"
rep  = "ana"
[[territory]]
name    = "small"
parent  = "all"
size    = "..100"
rep     = "ana"
[[territory]]
name    = "south"
parent  = "all"
country = "IT"
rep     = "ben"
[[route]]
name      = "by territory"
territory = "all"
)toml");
    const Table table = leads({"country", "employees"}, {{"IT", "500"}, {"IT", "50"}, {"FR", "500"}});
    CHECK(reps(route(table, agreement, {}, noon())) == "ben ana ana");
    const auto conflicts = territory_conflicts(table, agreement, noon());
    REQUIRE(conflicts.size() == 1);
    CHECK(to_string(conflicts[0]) ==
          "handoff.toml:14:1: warning: 1 lead lies both in territory 'small' and in 'south', first 'L2'\n"
          "  14 | [[territory]]\n"
          "     | ^~~~~~~~~~~~~\n"
          "  hint: 'small' takes them, since it stands first; narrow one, or make it the parent of the "
          "other\n");
    CHECK(territory_conflicts(leads({"country"}, {{"FR"}}), agreement, noon()).empty());
}

#include "unit/route/routings.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::tests;

namespace {

// As it stands in docs/routing.md.
constexpr const char* agreement_text = R"toml(
[agreement]
name = "Three reps"

[calendar.office]
timezone = "America/New_York"
hours    = { mon-fri = ["09:00-12:30", "13:30-17:00"] }

[[rep]]
id       = "ana"
calendar = "office"
pools    = ["general"]
skills   = ["pt"]
weight   = 2

[[rep]]
id       = "ben"
calendar = "office"
pools    = ["general"]
away     = [{ from = 2026-09-04, to = 2026-09-11 }]

[[rep]]
id       = "cy"
calendar = "office"
pools    = ["general"]
max_day  = 1

[[route]]
name = "known customer"
to   = "account_owner"
when = "account_owner is not blank"

[[route]]
name = "everyone else"
pool = "general"
need = { pt = "language = 'pt'" }
sla  = "hot"

[sla.hot]
starts      = "assigned"
first_touch = "1h"
)toml";

} // namespace

TEST_CASE("the worked example of docs/routing.md", "[route]") {
    std::vector<Diagnostic> warnings;
    const Agreement agreement = parse_agreement(agreement_text, "handoff.toml", warnings);
    const Table table =
        leads({"score", "language", "account_owner", "owner"}, {{"40", "en", "", ""},
                                                                {"90", "pt", "", "Inbound Queue"},
                                                                {"60", "en", "", ""},
                                                                {"55", "en", "cy", ""},
                                                                {"20", "en", "", "ben"}});
    const Instant friday = read_instant("2026-09-04T20:30:00Z").value();
    const Routing routing = route(table, agreement, {}, friday);
    CHECK(reps(routing) == "ana ana ana cy ben");
    CHECK(routing.leads[1].number == 1);
    CHECK(routing.leads[0].number == 4);
    CHECK(routing.leads[1].due_at == read_instant("2026-09-07T13:30:00Z"));
    CHECK(routing.past.turns.at({"general", "ana"}).credit == -1);
    CHECK(routing.past.turns.at({"general", "cy"}).credit == 1);
    CHECK(to_text(routing.leads[0].reasons) == "known customer: does not hold (account_owner is blank); "
                                               "everyone else: holds for every lead; ben: skipped: "
                                               "away until 2026-09-11; cy: skipped: 1 of 1 today; ana: "
                                               "chosen: owed 0.5 leads, the only one who can; hot: due "
                                               "2026-09-07T13:30:00Z (1h, working time on calendar 'office', "
                                               "since 2026-09-04T20:30:00Z when assigned)");
    const Routing monday =
        route(leads({"account_owner"}, {{""}}), agreement, routing.past, friday + std::chrono::days{3});
    CHECK(reps(monday) == "cy");
}

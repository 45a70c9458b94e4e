#include "unit/ingest/exports.hpp"

#include <handoff/score.hpp>

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("a canonical column that the leads do not have is blank in the qualification", "[score]") {
    std::vector<Diagnostic> warnings;
    const Agreement agreement = parse_agreement("[agreement]\nname = 'A'\n"
                                                "[lifecycle]\nmql = \"title is blank and employees >= 10\"\n",
                                                "handoff.toml", warnings);
    TestExport leads("lead_id,employees\n1,5\n2,50\n", Kind::leads, agreement);
    Scorer scorer(agreement, Instant{});
    scorer.add_leads(leads.data);
    scorer.finish();
    CHECK_FALSE(scorer.qualified(0));
    CHECK(scorer.qualified(1));
}

#include "unit/ledger/ledgers.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using namespace handoff::tests;

TEST_CASE("the score of the night on which a lead first qualified", "[ledger]") {
    const LedgerFile file;
    Ledger ledger = Ledger::open(file.path());
    const auto scored = [&](Instant as_of, const std::vector<std::vector<std::string>>& rows) {
        const Table leads = table({"lead_id", "score", "grade", "qualified", "disqualified"}, rows);
        REQUIRE(ledger.begin(a_run("score", as_of, to_text(as_of)), as_of));
        ledger.record_leads(leads, Agreement{}, as_of);
        ledger.record_scores(leads, Agreement{}, as_of);
        ledger.commit(as_of);
    };
    scored(night(1), {{"L1", "10", "C", "false", "false"},
                      {"L2", "50.5", "A", "true", "false"},
                      {"L3", "", "", "true", "false"},
                      {"L4", "70", "A", "false", "true"}});
    scored(night(2), {{"L1", "40", "B", "true", "false"},
                      {"L2", "20", "C", "false", "false"},
                      {"L3", "5", "C", "true", "false"},
                      {"L4", "70", "A", "false", "true"}});
    scored(night(3), {{"L1", "90", "A", "true", "false"},
                      {"L2", "60", "A", "true", "false"},
                      {"L3", "5", "C", "true", "false"},
                      {"L4", "70", "A", "false", "true"}});
    const auto first = ledger.first_qualified();
    REQUIRE(first.size() == 3);
    CHECK(first.at("L1").at == night(2));
    CHECK(first.at("L1").score == Points::of(40));
    CHECK(first.at("L1").grade == "B");
    CHECK(first.at("L2").at == night(1));
    CHECK(first.at("L2").score == Points::of(50.5));
    CHECK(first.at("L2").grade == "A");
    CHECK(first.at("L3").at == night(1));
    CHECK_FALSE(first.at("L3").score);
}

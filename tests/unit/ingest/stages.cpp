#include <handoff/exports.hpp>

#include <catch2/catch.hpp>
#include <ingest/stages.hpp>

using namespace handoff;

TEST_CASE("a status is guessed by its words", "[ingest]") {
    CHECK(guess_stage("Open - Not Contacted") == "inquiry");
    CHECK(guess_stage("Working - Contacted") == "sal");
    CHECK(guess_stage("Attempted to Contact") == "sal");
    CHECK(guess_stage("Closed - Converted") == "sql");
    CHECK(guess_stage("Closed - Not Converted") == "disqualified");
    CHECK(guess_stage("Unqualified") == "disqualified");
    CHECK(guess_stage("Qualified") == "sql");
    CHECK(guess_stage("Junk Lead") == "disqualified");
    CHECK(guess_stage("Contact in Future") == "nurture");
    CHECK(guess_stage("Recycled") == "nurture");
    CHECK(guess_stage("MQL") == "mql");
    CHECK(guess_stage("Customer") == "won");
    CHECK(guess_stage("New") == "inquiry");
    CHECK(guess_stage("Purple") == "");
}

TEST_CASE("the stage is the furthest of status, conversion and deal", "[ingest]") {
    Lifecycle lifecycle;
    lifecycle.status = {{"Open", "inquiry"}, {"Working", "sal"}, {"Junk", "disqualified"}};
    const auto stage = [&](std::string_view status, bool converted, std::string_view deal) {
        const Stage reached = stage_of(lifecycle, status, converted, deal);
        return reached.now + "/" + reached.furthest;
    };
    CHECK(stage("", false, "") == "inquiry/inquiry");
    CHECK(stage("working ", false, "") == "sal/sal");
    CHECK(stage("MQL", false, "") == "mql/mql");
    CHECK(stage("Open", true, "") == "sql/sql");
    CHECK(stage("Open", true, "open") == "opportunity/opportunity");
    CHECK(stage("Open", true, "won") == "won/won");
    CHECK(stage("Open", true, "lost") == "lost/opportunity");
    CHECK(stage("Junk", false, "") == "disqualified/inquiry");
    CHECK(stage("Junk", true, "") == "disqualified/sql");
    CHECK(stage("Junk", true, "won") == "won/won");
    CHECK(stage("Contacted", false, "") == "inquiry/inquiry"); // not mapped, and others are: no guess
}

TEST_CASE("without an agreed mapping statuses are guessed", "[ingest]") {
    CHECK(stage_of(Lifecycle{}, "Contacted", false, "").now == "sal");
    CHECK(stage_of(Lifecycle{}, "Purple", false, "").now == "inquiry");
    Lifecycle own;
    own.stages = {"lead", "client"};
    own.aside = {};
    CHECK(stage_of(own, "Contacted", true, "won").now == "lead");
    CHECK(stage_of(own, "Client", false, "").now == "client");
}

TEST_CASE("a deal's status is guessed by its stage", "[ingest]") {
    CHECK(guess_deal_status("Closed Won") == "won");
    CHECK(guess_deal_status("closedlost") == "lost");
    CHECK(guess_deal_status("Negotiation") == "open");
    CHECK(guess_deal_status("") == "");
}

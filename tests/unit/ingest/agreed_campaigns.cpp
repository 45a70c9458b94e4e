#include "unit/report/tables.hpp"

#include <handoff/campaigns.hpp>

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

Agreement agreement() {
    Agreement agreement;
    agreement.currency = "USD";
    agreement.campaigns = {
        {.id = "expo", .name = "Expo", .channel = "event", .why = "meet them", .cost = 48500.5},
        {.id = "mailing", .name = "Other name", .why = "remind them", .cost = 700}};
    agreement.campaigns[0].starts_on = Date(std::chrono::year(2026) / 2 / 1);
    return agreement;
}

std::string cell(const Table& table, const char* column, std::size_t row) {
    return std::string(table[table.find(column).value()].cells[row]);
}

} // namespace

TEST_CASE("what the agreement says of campaigns fills what the export leaves blank", "[ingest]") {
    Table campaigns = table_of({"campaign_id", "name", "cost", "currency"},
                               {{"mailing", "Mailing", "", "EUR"}, {"fair", "Fair", "10", ""}});
    CHECK(add_agreed_campaigns(campaigns, agreement()).empty());
    REQUIRE(campaigns.rows() == 3);
    CHECK(cell(campaigns, "name", 0) == "Mailing");
    CHECK(cell(campaigns, "cost", 0) == "700");
    CHECK(cell(campaigns, "currency", 0) == "USD"); // of the agreement's cost
    CHECK(cell(campaigns, "why", 0) == "remind them");
    CHECK(cell(campaigns, "cost", 1) == "10");
    CHECK(cell(campaigns, "why", 1).empty());
    CHECK(cell(campaigns, "campaign_id", 2) == "expo");
    CHECK(cell(campaigns, "starts_on", 2) == "2026-02-01");
    CHECK(cell(campaigns, "cost", 2) == "48500.5");
    CHECK(cell(campaigns, "channel", 2) == "event");
}

TEST_CASE("campaigns stand in the agreement alone, where there is no export", "[ingest]") {
    Table campaigns;
    CHECK(add_agreed_campaigns(campaigns, agreement()).empty());
    CHECK(campaigns.rows() == 2);
    Table none;
    CHECK(add_agreed_campaigns(none, Agreement{}).empty());
    CHECK(none.columns().empty());
}

TEST_CASE("a cost that export and agreement give differently is said", "[ingest]") {
    Table campaigns = table_of({"campaign_id", "cost"}, {{"mailing", "650"}, {"expo", "48500.50"}});
    const std::vector<Diagnostic> warnings = add_agreed_campaigns(campaigns, agreement());
    REQUIRE(warnings.size() == 1);
    CHECK(to_string(warnings[0]) ==
          "warning: the export gives the cost of campaign 'mailing' as '650', which counts\n"
          "  hint: leave 'cost' out here, or blank in the export\n");
    CHECK(cell(campaigns, "cost", 0) == "650");
}

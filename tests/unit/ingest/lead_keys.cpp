#include "ingest/lead_keys.hpp"

#include <handoff/exports.hpp>

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

Table table(std::vector<std::string> names, std::vector<std::vector<std::string_view>> rows) {
    Table result;
    for (std::string& name : names) result.add(std::move(name));
    result.set_rows(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (std::size_t column = 0; column < rows[row].size(); ++column)
            result[column].cells[row] = rows[row][column];
    return result;
}

} // namespace

TEST_CASE("a Salesforce id joins by its first 15 characters", "[ingest]") {
    CHECK(join_id("00Q5g00000AbCdEEAV") == "00Q5g00000AbCdE");
    CHECK(join_id("00Q5g00000AbCdEeav") == "00Q5g00000AbCdE");
    CHECK(join_id("00Q5g00000AbCdE") == "00Q5g00000AbCdE");
    CHECK(join_id("00Q5g00000AbCdEAAA") == "00Q5g00000AbCdEAAA");
    CHECK(join_id("lead-0000000000001") == "lead-0000000000001");
}

TEST_CASE("touches find a lead by its id, else its contact, else its e-mail", "[ingest]") {
    const Table leads =
        table({"lead_id", "email", "converted_contact_id"},
              {{"L1", "Ann@acme.example", ""}, {"L2", "", "C2"}, {"L1", "twin@acme.example", ""}});
    const Table contacts =
        table({"contact_id", "email"}, {{"C9", "ann@ACME.example"}, {"C8", "nobody@acme.example"}});
    const LeadIndex index(leads, &contacts);
    CHECK(index.by_id("L1") == 0);
    CHECK(index.by_id("l1") == LeadIndex::none);
    CHECK(index.by_email("ANN@acme.example") == 0);
    CHECK(index.by_email("twin@acme.example") == 2);
    CHECK(index.by_contact("C2") == 1);
    CHECK(index.by_contact("C9") == 0);
    CHECK(index.by_contact("C8") == LeadIndex::none);
    const Table touches =
        table({"lead_id", "contact_id", "email"},
              {{"L2", "C9", ""}, {"none", "C9", ""}, {"", "", "twin@acme.example"}, {"", "", ""}});
    CHECK(index.find(touches, 0) == 1);
    CHECK(index.find(touches, 1) == 0);
    CHECK(index.find(touches, 2) == 2);
    CHECK(index.find(touches, 3) == LeadIndex::none);
}

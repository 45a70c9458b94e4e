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

TEST_CASE("a row that names no person joins the only lead of its deal or account", "[ingest]") {
    const Table leads = table({"lead_id", "email", "converted_deal_id", "converted_account_id"},
                              {{"L1", "", "D1", "A1"}, {"L2", "", "D2", "A2"}, {"L3", "", "", "A2"}});
    const LeadIndex index(leads);
    const Table touches = table({"lead_id", "contact_id", "deal_id", "account_id"}, {{"", "", "D1", ""},
                                                                                     {"", "", "", "A1"},
                                                                                     {"", "", "", "A2"},
                                                                                     {"", "", "D2", "A2"},
                                                                                     {"", "C7", "D1", "A1"},
                                                                                     {"L9", "", "D1", ""}});
    CHECK(index.find(touches, 0) == 0);
    CHECK(index.find(touches, 1) == 0);
    CHECK(index.find(touches, 2) == LeadIndex::none); // of two leads
    CHECK(index.find(touches, 3) == 1);
    CHECK(index.find(touches, 4) == LeadIndex::none); // somebody else at that company
    CHECK(index.find(touches, 5) == LeadIndex::none);
    CHECK(index.by_account("A1") == 0);
    CHECK(index.by_account("A2") == LeadIndex::none);
}

TEST_CASE("a contact finds the lead it names", "[ingest]") {
    const Table leads = table({"lead_id", "email"}, {{"L1", "ann@x.example"}, {"L2", "bo@x.example"}});
    const Table contacts = table({"contact_id", "email", "lead_id"},
                                 {{"C1", "ann@x.example", "L2"}, {"C2", "ann@x.example", ""}});
    const LeadIndex index(leads, &contacts);
    CHECK(index.by_contact("C1") == 1);
    CHECK(index.by_contact("C2") == 0);
}

TEST_CASE("ids of merged leads find their survivor", "[ingest]") {
    const Table leads =
        table({"lead_id", "merged_into", "merged_ids"},
              {{"1", "", "2;3"}, {"4", "1", ""}, {"5", "", ""}, {"00Q5g00000AbCdEEAV", "", ""}});
    const std::vector<Merge> told = {{"00Q5g00000AbCdE", "00Q5g00000XyZwVEAV", {}}, {"9", "5", {}}};
    Merges merges;
    merges.add(told);
    const LeadIndex index(leads, nullptr, merges);
    CHECK(index.by_id("2") == 0);
    CHECK(index.by_id("3") == 0);
    CHECK(index.by_id("4") == 1); // it is there itself
    CHECK(index.by_id("00Q5g00000XyZwV") == 3);
    CHECK(index.by_id("9") == 2); // an export from before the merge
    const Table touches = table({"lead_id", "contact_id"}, {{"7;3", ""}, {"", "2"}});
    CHECK(index.find(touches, 0) == 0);
    CHECK(index.find(touches, 1) == 0);
}

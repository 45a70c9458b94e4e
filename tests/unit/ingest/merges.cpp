#include "exports.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>

using namespace handoff;

namespace {

/// "survivor<merged" of every merge.
std::string listed(const Merges& merges) {
    std::string text;
    for (const Merge& merge : merges.list())
        text += (text.empty() ? "" : " ") + merge.survivor + "<" + merge.merged;
    return text;
}

Merges read(std::string_view text, Merges::Of of = Merges::Of::people) {
    TestExport file(text, Kind::merges);
    return Merges(file.data.read_all(), of);
}

std::string cell(const Table& table, std::string_view column, std::size_t row) {
    const auto at = table.find(column);
    return at ? std::string(table[*at].cells[row]) : "no such column";
}

} // namespace

TEST_CASE("merges are followed to the last survivor, in the order of time", "[ingest]") {
    const Merges merges = read("survivor_id,merged_id,at\nC,B,2026-03-01\nB,A,2026-01-01\nX,Y,2026-01-01\n");
    CHECK(listed(merges) == "C<A X<Y C<B");
    CHECK(merges.survivor("A") == "C");
    CHECK(merges.survivor("B") == "C");
    CHECK(merges.survivor("C") == "C");
    CHECK(merges.survivor("Z") == "Z");
    CHECK(Merges().empty());
}

TEST_CASE("of two records that were merged into each other the first merge holds", "[ingest]") {
    CHECK(listed(read("survivor_id,merged_id,at\nA,B,2026-02-01\nB,A,2026-01-01\n")) == "B<A");
    CHECK(listed(read("survivor_id,merged_id\nA,A\n")).empty());
    // A record that was split off and merged again belongs to its last survivor.
    CHECK(listed(read("survivor_id,merged_id,at\nA,C,2026-01-01\nB,C,2026-02-01\n")) == "B<C");
}

TEST_CASE("merge lists of HubSpot, Marketo and Salesforce", "[ingest]") {
    CHECK(listed(read(
              "canonical_vid,contact_id,vid_to_merge,timestamp\n5555,5555,11111,2019-10-08 15:50:57\n")) ==
          "5555<11111");
    CHECK(listed(read(
              "id,activity_date,lead_id,merge_ids\n1,2020-05-07 22:45:08.000,1345540,\"[1286861, 77]\"\n")) ==
          "1345540<1286861 1345540<77");
    constexpr std::string_view deals = "deal_id,merged_deal_id\n90,91\n";
    CHECK(listed(read(deals)).empty());
    CHECK(listed(read(deals, Merges::Of::deals)) == "90<91");

    TestExport hubspot(
        "Record ID,Contact owner,Merged object IDs\n1,ana,2:1594828800;3:1594828801\n4,ben,\n");
    Merges own;
    own.add_from(hubspot.data.read_all(), "lead_id");
    CHECK(listed(own) == "1<2 1<3");
    TestExport salesforce("Id,IsConverted,LeadSource,SystemModstamp,MasterRecordId\n"
                          "00Q5g00000AbCdEEAV,,,,\n00Q5g00000XyZwVEAV,,,,00Q5g00000AbCdE\n");
    Merges master;
    master.add_from(salesforce.data.read_all(), "lead_id");
    CHECK(listed(master) == "00Q5g00000AbCdE<00Q5g00000XyZwVEAV");
}

TEST_CASE("merged leads become one row, which keeps their ids", "[ingest]") {
    TestExport leads("lead_id,email,phone,status,updated_at,Colour\n"
                     "2,old@x.example,+12125550155,Contacted,2026-04-01,red\n"
                     "1,,+12125550144,New,2026-03-01,\n"
                     "3,cy@x.example,,New,2026-01-01,blue\n");
    const std::vector<Merge> told = {{"1", "2", {}}, {"9", "3", {}}};
    Merges merges;
    merges.add(told);
    const Ingested clean = ingest(leads.data, merges);
    CHECK(clean.read == 3);
    CHECK(clean.kept == 2);
    CHECK(clean.merged == 1);
    CHECK(cell(clean.table, "lead_id", 0) == "1");
    CHECK(cell(clean.table, "phone", 0) == "+12125550144");  // the survivor's own, though the other is newer
    CHECK(cell(clean.table, "email", 0) == "old@x.example"); // a blank is filled
    CHECK(cell(clean.table, "Colour", 0).empty());           // but not in columns that are not ours
    CHECK(cell(clean.table, "merged_ids", 0) == "2");
    CHECK(cell(clean.table, "lead_id", 1) == "9"); // the export was written before the merge
    CHECK(cell(clean.table, "merged_ids", 1) == "3");

    // What ingest wrote carries the merges on: it stays the same, and touches of the merged leads join.
    const std::string once = csv::to_csv(clean.table);
    TestExport again(once);
    const Ingested twice = ingest(again.data);
    CHECK(csv::to_csv(twice.table) == once);
    CHECK(LeadIndex(twice.table).by_id("2") == 0);
    CHECK(LeadIndex(twice.table).by_id("3") == 1);
}

TEST_CASE("files of several nights give the same row in any order", "[ingest]") {
    std::mt19937 random(7);
    const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    for (int round = 0; round < 20; ++round) {
        // Each night has some of the leads, with some of their fields, and no two rows of a lead the same
        // age.
        std::vector<std::unique_ptr<csv::TemporaryFile>> files;
        for (int night = 1; night <= 4; ++night) {
            std::string text = "lead_id,email,phone,status,updated_at\n";
            for (int lead = 1; lead <= 5; ++lead) {
                if (pick(3) == 0) continue;
                const std::string id = std::to_string(lead), day = "2026-09-0" + std::to_string(night);
                text += id + "," + (pick(2) ? "l" + id + "n" + std::to_string(night) + "@x.example" : "") +
                        "," + (pick(2) ? "55" + std::to_string(night) : "") + "," +
                        (pick(2) ? "New" : "Contacted") + "," + day + "\n";
            }
            files.push_back(std::make_unique<csv::TemporaryFile>(text, "night.csv"));
        }
        const std::vector<Merge> told = {{"1", "2", {}}};
        Merges merges;
        if (round % 2) merges.add(told);
        std::vector<std::string> paths;
        for (const auto& file : files) paths.push_back(file->path());
        std::map<std::string, std::string> first;
        for (int order = 0; order < 6; ++order) {
            Export leads(Kind::leads, paths, {});
            const Ingested clean = ingest(leads, merges);
            CHECK(clean.read == clean.kept + clean.merged);
            std::map<std::string, std::string> rows;
            for (std::size_t row = 0; row < clean.table.rows(); ++row) {
                std::string text;
                for (const char* name : {"email", "phone", "status", "stage", "updated_at", "merged_ids"})
                    text += cell(clean.table, name, row) + "|";
                rows[cell(clean.table, "lead_id", row)] = text;
            }
            if (order == 0) first = rows;
            CHECK(rows == first);
            std::shuffle(paths.begin(), paths.end(), random);
        }
    }
}

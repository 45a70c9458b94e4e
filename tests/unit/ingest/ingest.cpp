#include "exports.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

namespace {

std::string ingested(std::string_view text, Kind kind = Kind::leads, const Agreement& agreement = {}) {
    TestExport data(text, kind, agreement, {.collect = true});
    return csv::to_csv(ingest(data.data).table);
}

} // namespace

TEST_CASE("a clean file has the canonical columns that hold something first, then the originals",
          "[ingest]") {
    CHECK(ingested("Email,Job Title,Lead Status,Shoe Size\n ann@Acme.io,VP Sales,Contacted,42\n") ==
          "email,email_domain,domain,is_freemail,is_role,is_disposable,title,seniority,function,status,stage,"
          "Email,Job Title,Lead Status,Shoe Size\n"
          "ann@acme.io,acme.io,acme.io,false,false,false,VP Sales,vp,sales,Contacted,sal,"
          "\" ann@Acme.io\",VP Sales,Contacted,42\n");
}

TEST_CASE("rows with the same key are merged, the newest value of each field wins", "[ingest]") {
    const csv::TemporaryFile file("lead_id,email,status,phone,updated_at\n"
                                  "1,old@a.io,Contacted,+1 212 555 0155,2026-03-01\n"
                                  "2,b@b.io,New,,2026-01-01\n"
                                  "1,new@a.io,,,2026-04-01\n"
                                  "1,older@a.io,New,+1 212 555 0144,2026-02-01\n");
    Export leads(Kind::leads, {file.path()}, {});
    const Ingested clean = ingest(leads);
    CHECK(clean.read == 4);
    CHECK(clean.kept == 2);
    CHECK(clean.merged == 2);
    CHECK(clean.rejected == 0);
    const auto cell = [&](std::string_view name, std::size_t row) {
        return clean.table[clean.table.find(name).value()].cells[row];
    };
    CHECK(cell("email", 0) == "new@a.io");
    CHECK(cell("status", 0) == "Contacted");
    CHECK(cell("stage", 0) == "sal");
    CHECK(cell("phone", 0) == "+12125550155");
    CHECK(cell("updated_at", 0) == "2026-04-01");
    CHECK(cell("lead_id", 1) == "2");
}

TEST_CASE("the later row wins where no row is newer", "[ingest]") {
    CHECK(ingested("lead_id,city\n1,Rome\n1,Oslo\n1,\n") == "lead_id,city,stage\n1,Oslo,inquiry\n");
}

TEST_CASE("leads without an id are the same by their e-mail address, without case", "[ingest]") {
    TestExport leads("email,lead_id\nANN@a.io,\nann@a.io,\nann@a.io,7\n,\n,\n");
    const Ingested clean = ingest(leads.data);
    CHECK(clean.kept == 4);
    CHECK(clean.merged == 1);
}

TEST_CASE("Salesforce ids of 15 and 18 characters are the same lead", "[ingest]") {
    TestExport leads("lead_id,city\n00QEc00000BBaeX,Rome\n00QEc00000BBaeXMAT,Oslo\n");
    CHECK(ingest(leads.data).merged == 1);
}

TEST_CASE("touches without an id are the same only when the whole row is", "[ingest]") {
    TestExport touches("lead_id,type,at\n1,call,2026-01-01\n1,call,2026-01-01\n1,call,2026-01-02\n",
                       Kind::touches);
    CHECK(ingest(touches.data).merged == 1);
    TestExport deals("name,amount\nBig,5\nBig,5\n", Kind::deals);
    CHECK(ingest(deals.data).merged == 0);
}

TEST_CASE("bad rows are counted, and the rows add up", "[ingest]") {
    TestExport leads("lead_id,city\n1,Rome\n2\n1,Oslo\n", Kind::leads, {}, {.collect = true});
    const Ingested clean = ingest(leads.data);
    CHECK(clean.read == 3);
    CHECK(clean.rejected == 1);
    CHECK(clean.merged == 1);
    CHECK(clean.kept == 1);
}

TEST_CASE("cells that cleaning cannot keep stand in a raw column", "[ingest]") {
    CHECK(ingested("lead_id,employees\n1,51-200\n2,\"1,200\"\n") ==
          "lead_id,employees,stage,raw:employees\n1,,inquiry,51-200\n2,1200,inquiry,\"1,200\"\n");
}

TEST_CASE("what was ingested stays the same when it is ingested again", "[ingest]") {
    ExportSettings settings;
    settings.columns = {{"source", "lead_source"}, {"persona", "Role"}};
    settings.blank = {"n/a"};
    Agreement agreement = agreement_with(Kind::leads, settings);
    agreement.timezone = Zone::named("America/New_York");
    const std::string leads =
        "Id,source,lead_source,Role,employees,website,Created Date,status,Title,E-mail,is_role\n"
        "1,A,B,n/a,51-200,https://x.io,\"15 Apr, 2021 00:02:00\",Contacted,CEO,a@gmail.com,\n"
        "2,,C,boss,7,,2021-04-15 10:00:00,Purple,,info@b.io,true\n"
        "1,D,,n/a,9,,16 Apr 2021,,,,\n";
    const std::string once = ingested(leads, Kind::leads, agreement);
    CHECK(once.substr(0, once.find('\n')) ==
          "lead_id,email,email_domain,domain,is_freemail,is_role,is_disposable,title,seniority,website,"
          "employees,persona,"
          "source,"
          "status,stage,created_at,Id,raw:source,lead_source,Role,Created Date,Title,E-mail,raw:employees");
    CHECK(ingested(once, Kind::leads, agreement) == once);

    const std::string touches = "lead_id,type,at\n1,Page View,2026-01-01 10:00\n2,Billboard,2026-01-02\n";
    const std::string touches_once = ingested(touches, Kind::touches, agreement);
    CHECK(ingested(touches_once, Kind::touches, agreement) == touches_once);

    const std::string deals =
        "Opportunity ID,Stage,Value,Won Date\n1,Closed Won,\"$1,200\",2026-01-02\n2,Open,5,\n";
    const std::string deals_once = ingested(deals, Kind::deals);
    CHECK(deals_once == "deal_id,amount,stage,status,closed_at,won_at,Opportunity ID,Stage,Value,Won Date\n"
                        "1,1200,Closed Won,won,2026-01-02,2026-01-02,1,Closed Won,\"$1,200\",2026-01-02\n"
                        "2,5,Open,open,,,2,Open,5,\n");
    CHECK(ingested(deals_once, Kind::deals) == deals_once);
}

TEST_CASE("what Salesforce, Zoho and HubSpot export is understood without an agreement", "[ingest]") {
    TestExport salesforce(
        "Id,IsConverted,LeadSource,SystemModstamp,Status,NumberOfEmployees,ConvertedOpportunityId\n"
        "00Q1,1,Web,2024-01-22T20:36:47.000+0000,Working,12,0061\n"
        "00Q2,,Web,2024-01-22T20:36:47.000+0000,New,,\n");
    CHECK(salesforce.data.preset() == "salesforce");
    CHECK(salesforce.column("stage") == "opportunity|inquiry");
    CHECK(salesforce.column("updated_at") == "2024-01-22T20:36:47Z|2024-01-22T20:36:47Z");

    TestExport calls(
        "TASKID,Call Start Time,Call Type,Call Owner,LEADID\n1,2021-04-15 23:03:00,Outbound,Ann,7\n",
        Kind::touches);
    CHECK(calls.data.preset() == "zoho");
    CHECK(calls.column("type") == "call");
    CHECK(calls.column("side") == "sales");
    CHECK(calls.column("direction") == "Outbound");
    CHECK(calls.column("lead_id") == "7");

    TestExport tasks("Id,WhoId,TaskSubtype,Type__c,ActivityDate,CreatedDate\n"
                     "00T1,00Q1,Task,Meeting,2023-12-25,2024-01-23T17:50:51.000+0000\n"
                     "00T2,0031,Call,,,2024-01-23T17:50:51.000+0000\n",
                     Kind::touches);
    CHECK(tasks.column("type") == "meeting|call");
    CHECK(tasks.column("at") == "2023-12-25|2024-01-23T17:50:51Z");
    CHECK(tasks.column("lead_id") == "00Q1|0031");
    CHECK(tasks.column("contact_id") == "00Q1|0031");

    TestExport contacts(
        "Record ID,Email,Contact owner,Lifecycle Stage,Lead Status\n9,a@b.io,Ann,customer,New\n");
    CHECK(contacts.column("stage") == "won");
    CHECK(contacts.column("lead_id") == "9");
    TestExport people("Record ID,Email,Contact owner,Lifecycle Stage\n9,a@b.io,Ann,customer\n",
                      Kind::contacts);
    CHECK(people.column("contact_id") == "9");
}

TEST_CASE("the agreement's status mapping is told what it leaves out", "[ingest]") {
    Agreement agreement;
    agreement.lifecycle.status = {{"Open", "inquiry"}};
    agreement.lifecycle.place = {"handoff.toml", 9, 1};
    TestExport leads("lead_id,status\n1,open\n2,Purple\n3,Green\n4,Purple\n", Kind::leads, agreement);
    CHECK(leads.column("stage") == "inquiry|inquiry|inquiry|inquiry");
    CHECK(leads.warnings() ==
          "handoff.toml:9:1: warning: [lifecycle] status maps no stage for 'Purple' (2), 'Green' (1)\n");
}

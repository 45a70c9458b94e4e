#include "exports.hpp"

#include <catch2/catch.hpp>
#include <ingest/derive.hpp>
#include <ingest/embedded_presets.hpp>
#include <ingest/touch_types.hpp>
#include <set>

using namespace handoff;

namespace {

std::string recognised(std::vector<std::string> header) {
    const auto found = recognise(header);
    if (!found) return "nothing";
    return found->preset->name + " " + found->object->name + " " + std::string(to_text(found->object->kind));
}

} // namespace

TEST_CASE("every preset names only canonical columns, stages and touch types", "[ingest]") {
    REQUIRE(presets().size() >= 8);
    const Lifecycle lifecycle;
    const auto is_stage = [&](const std::string& name) {
        return std::count(lifecycle.stages.begin(), lifecycle.stages.end(), name) +
                   std::count(lifecycle.aside.begin(), lifecycle.aside.end(), name) ==
               1;
    };
    for (const Preset& preset : presets()) {
        INFO(preset.name);
        CHECK_FALSE(preset.title.empty());
        for (const auto& [theirs, ours] : preset.status) {
            INFO(theirs);
            CHECK(is_stage(ours));
        }
        for (const auto& [theirs, ours] : preset.types) {
            INFO(theirs);
            const TouchType* type = touch_type(ours);
            CHECK((type != nullptr && type->name == ours));
        }
        for (const auto& [theirs, ours] : preset.deal_stage)
            CHECK((ours == "open" || ours == "won" || ours == "lost"));
        for (const Preset::Object& object : preset.objects) {
            INFO(object.name);
            CHECK_FALSE(object.recognised_by.empty());
            for (const auto& [ours, theirs] : object.columns) {
                INFO(ours);
                CHECK(canonical_position(object.kind, ours) < canonical_columns(object.kind).size());
                CHECK_FALSE(theirs.empty());
            }
            for (const auto& [ours, value] : object.constants)
                CHECK(canonical_position(object.kind, ours) < canonical_columns(object.kind).size());
        }
    }
}

TEST_CASE("what a preset is recognised by can be read without the rest of it", "[ingest]") {
    REQUIRE(presets().size() == embedded_presets().size());
    for (std::size_t i = 0; i < presets().size(); ++i) {
        std::multiset<std::vector<std::string>> expected;
        for (const Preset::Object& object : presets()[i].objects)
            expected.insert(object.recognised_by.begin(), object.recognised_by.end());
        const auto found = recognised_by_in(embedded_presets()[i].text);
        CHECK(!expected.empty());
        CHECK(std::multiset<std::vector<std::string>>(found.begin(), found.end()) == expected);
    }
}

TEST_CASE("systems are recognised by their headers", "[ingest]") {
    CHECK(recognised({"Id", "LastName", "LeadSource", "IsConverted", "SystemModstamp"}) ==
          "salesforce Lead leads");
    CHECK(recognised({"id", "last_name", "lead_source", "is_converted", "system_modstamp"}) ==
          "salesforce Lead leads");
    CHECK(recognised({"Lead Owner", "First Name", "Company / Account", "Lead Source", "Lead Status"}) ==
          "salesforce Lead leads");
    CHECK(recognised({"Id", "WhoId", "Subject", "TaskSubtype"}) == "salesforce Task touches");
    CHECK(recognised({"LEADID", "Last Name", "Lead Owner", "Lead Status"}) == "zoho Leads leads");
    CHECK(recognised({"CONTACTID", "Last Name", "Contact Owner", "Email", "Created Time"}) ==
          "zoho Contacts contacts");
    CHECK(recognised({"CONTACTID", "Contact Owner Id", "Contact Owner"}) == "zoho Contacts contacts");
    CHECK(recognised({"Contact ID", "Contact Owner", "Email"}) == "salesforce Contact contacts");
    CHECK(recognised({"TASKID", "Call Start Time", "Call Type", "Call Owner"}) == "zoho Calls touches");
    CHECK(recognised({"Potential Name", "Potential Owner", "Stage", "Amount"}) == "zoho Potentials deals");
    CHECK(recognised({"Record ID", "Email", "Contact owner", "Lifecycle Stage"}) == "hubspot contacts leads");
    CHECK(recognised({"(Do Not Modify) Lead", "(Do Not Modify) Row Checksum", "Email"}) ==
          "dynamics lead leads");
    CHECK(recognised({"Deal - ID", "Deal - Title", "Deal - Stage"}) == "pipedrive deals deals");
    CHECK(recognised({"Id", "Email Address", "Lead Score"}) == "marketo leads leads");
    CHECK(recognised({"Prospect Id", "Email", "Score", "Grade", "CRM Lead FID"}) ==
          "account_engagement prospects leads");
    CHECK(recognised({"id", "prospect_id", "visitor_id", "type", "type_name"}) ==
          "account_engagement visitor activities touches");
    CHECK(recognised({"id", "email_from", "partner_name", "team_id", "stage_id"}) == "odoo crm.lead leads");
    CHECK(recognised({"Opportunity", "Salesperson", "Expected Revenue", "Stage"}) == "odoo crm.lead deals");
    CHECK(recognised({"Lead ID", "First Name", "Email", "Lead Status"}) == "salesforce Lead leads");
    CHECK(recognised({"OpportunityId", "ContactId", "Role", "IsPrimary"}) ==
          "salesforce OpportunityContactRole deal_contacts");
    CHECK(recognised({"canonical_vid", "contact_id", "vid_to_merge", "timestamp"}) ==
          "hubspot contact merge audit merges");
    CHECK(recognised({"deal_id", "merged_deal_id"}) == "hubspot merged deals merges");
    CHECK(recognised({"id", "activity_date", "lead_id", "merge_ids"}) == "marketo merged leads merges");
    CHECK(recognised({"lead_id", "email", "source"}) == "nothing");
}

TEST_CASE("HubSpot writes its labels in the language of who exports", "[ingest]") {
    CHECK(recognised({"ID de registro", "Nombre", "Apellidos", "Correo", "Propietario del contacto"}) ==
          "hubspot contacts leads");
    CHECK(recognised({"Datensatz-ID", "Vorname", "Nachname", "Leadstatus"}) == "hubspot contacts leads");
    CHECK(recognised({"Prénom", "Nom", "E-mail", "Propriétaire du contact"}) == "hubspot contacts leads");
    CHECK(recognised({"ID do registro", "Nome", "Sobrenome", "Proprietário do contato"}) ==
          "hubspot contacts leads");
    CHECK(recognised({"Nombre del negocio", "Etapa del negocio", "Valor", "Moneda"}) ==
          "hubspot deals deals");
    CHECK(recognised({"Deal-Name", "Deal-Phase", "Betrag"}) == "hubspot deals deals");
    CHECK(recognised({"Nom de la transaction", "Phase de la transaction"}) == "hubspot deals deals");
    CHECK(recognised({"Nome do negócio", "Etapa do negócio"}) == "hubspot deals deals");

    TestExport german("Datensatz-ID,Vorname,Nachname,E-Mail,Leadstatus,Lifecycle-Phase,Land/Region\n"
                      "7,Ann,Lee,ann@x.example,Neu,Marketing-qualifizierter Lead,DE\n"
                      "8,Bo,May,bo@x.example,Nicht qualifiziert,Abonnent,AT\n");
    CHECK(german.data.preset() == "hubspot");
    CHECK(german.column("lead_id") == "7|8");
    CHECK(german.column("first_name") == "Ann|Bo");
    CHECK(german.column("stage") == "mql|disqualified");
    TestExport spanish("Nombre del negocio,Etapa del negocio,Valor,Moneda\nUno,✅ Cierre ganado,10,EUR\n"
                       "Dos,Cierre perdido,20,EUR\nTres,Propuesta,30,EUR\n",
                       Kind::deals);
    CHECK(spanish.column("status") == "won|lost|open");
    CHECK(spanish.column("amount") == "10|20|30");
}

TEST_CASE("the object of the kind that is read is taken where a header shows several", "[ingest]") {
    constexpr std::string_view members = "Id,CampaignId,LeadId,ContactId,Status,HasResponded,CreatedDate\n"
                                         "00v1,7011,00Q1,,Responded,1,2026-01-02\n";
    CHECK(recognised({"Id", "CampaignId", "LeadId", "ContactId", "Status", "HasResponded", "CreatedDate"}) ==
          "salesforce CampaignMember members");
    TestExport as_members(members, Kind::members);
    CHECK(as_members.column("responded") == "true");
    TestExport as_touches(members, Kind::touches);
    CHECK(as_touches.column("type") == "form_submit");
    CHECK(as_touches.column("touch_id") == "00v1");

    // Contacts named among the leads are read as contacts are.
    TestExport contacts("Id,AccountId,MailingCity,MailingCountry,SystemModstamp,Email\n"
                        "0031,0011,Berlin,DE,2026-01-02T00:00:00.000+0000,ann@x.example\n");
    CHECK(contacts.column("lead_id") == "0031");
    CHECK(contacts.column("city") == "Berlin");
}

namespace {

/// What reading with a preset from a file says, with PRESET for its path.
std::string refused_preset(std::string_view text) {
    const csv::TemporaryFile preset(text, "mine.toml");
    const csv::TemporaryFile leads("Prospect No,Mail\n1,ann@x.example\n", "leads.csv");
    try {
        Export(Kind::leads, {leads.path()}, {}, {.preset = preset.path()});
    } catch (const Error& error) {
        CHECK(error.fault() == Fault::request);
        std::string message = error.what();
        for (auto at = message.find(preset.path()); at != std::string::npos; at = message.find(preset.path()))
            message.replace(at, preset.path().size(), "PRESET");
        return message;
    }
    return "not refused";
}

} // namespace

TEST_CASE("a preset of one's own is read from a file", "[ingest]") {
    const csv::TemporaryFile file(R"(title = "My CRM"

[[leads]]
object = "prospects"
constants = { channel = "shop" }
[leads.columns]
lead_id = "Prospect No"
status = ["New Stage", "Old Stage"]

[[touches]]
recognised_by = [["Prospect", "What"]]
[touches.columns]
lead_id = ["Prospect"]
type = ["What"]

[status]
"Fresh" = "inquiry"
"Hot" = "mql"

[types]
"Phone" = "call"
)",
                                  "mine.toml");
    const std::size_t slash = file.path().find_last_of('/');
    Agreement agreement;
    agreement.folder = file.path().substr(0, slash);
    agreement.exports[Kind::leads].preset = file.path().substr(slash + 1);
    TestExport leads("Prospect No,New Stage,Old Stage,Colour\n1,Hot,Fresh,red\n2,,Fresh,blue\n", Kind::leads,
                     agreement);
    CHECK(leads.data.preset() == file.path().substr(slash + 1, file.path().size() - slash - 6));
    CHECK(leads.column("lead_id") == "1|2");
    CHECK(leads.column("stage") == "mql|inquiry");
    CHECK(leads.column("channel") == "shop|shop");
    CHECK(leads.column("Colour") == "red|blue");
    TestExport touches("Prospect,What\n1,Phone\n", Kind::touches, {}, {.preset = file.path()});
    CHECK(touches.column("type") == "call");
}

TEST_CASE("what is wrong in a preset is said with its place in it", "[ingest]") {
    CHECK(
        refused_preset("[[leads]]\nobjekt = \"x\"\n[leads.columns]\nlead_idd = [\"Prospect No\"]\nemail = 7\n"
                       "[[leed]]\n[status]\n\"Hot\" = \"mqll\"\n[types]\n\"Phone\" = \"cal\"\n"
                       "[deal_stage]\n\"Done\" = \"closed\"\n") ==
        R"(PRESET:2:1: error: unknown key 'objekt' in [[leads]]
  2 | objekt = "x"
    | ^~~~~~
  hint: did you mean 'object'?
PRESET:4:1: error: leads have no canonical column 'lead_idd'
  4 | lead_idd = ["Prospect No"]
    | ^~~~~~~~
  hint: did you mean 'lead_id'?
PRESET:5:9: error: 'email' must be text, not a number
  5 | email = 7
    |         ^
PRESET:6:3: error: unknown key 'leed'
  6 | [[leed]]
    |   ^~~~
PRESET:8:9: error: there is no stage 'mqll'
  8 | "Hot" = "mqll"
    |         ^~~~~~
  hint: did you mean 'mql'?
PRESET:10:11: error: there is no type of touch 'cal'
  10 | "Phone" = "cal"
     |           ^~~~~
  hint: did you mean 'call'?
PRESET:12:10: error: there is no status of a deal 'closed'
  12 | "Done" = "closed"
     |          ^~~~~~~~
  hint: there are 'open', 'won' and 'lost'
)");
    CHECK(refused_preset("[[leads]\n").find("PRESET:1:9: error: ") == 0);
    const csv::TemporaryFile leads("a,b\n1,2\n", "leads.csv");
    CHECK_THROWS_WITH(Export(Kind::leads, {leads.path()}, {}, {.preset = "none-such.toml"}),
                      "error: no such file 'none-such.toml'\n");
    CHECK_THROWS_WITH(Export(Kind::leads, {leads.path()}, {}, {.preset = "salesfroce"}),
                      "error: there is no preset 'salesfroce'\n  hint: did you mean 'salesforce'?\n");
}

TEST_CASE("histories of HubSpot, Salesforce and Marketo are recognised as changes of stage", "[ingest]") {
    CHECK(recognised({"contact_id", "timestamp", "_fivetran_synced", "source", "name", "value",
                      "source_id"}) == "hubspot property history of contacts stages");
    CHECK(recognised({"deal_id", "timestamp", "_fivetran_synced", "source", "name", "source_id", "value"}) ==
          "hubspot property history of deals stages");
    CHECK(recognised({"Id", "LeadId", "CreatedById", "CreatedDate", "Field", "OldValue", "NewValue"}) ==
          "salesforce LeadHistory stages");
    CHECK(recognised({"_fivetran_active", "_fivetran_start", "_fivetran_end", "id", "is_converted",
                      "status"}) == "salesforce Lead, every version of each record stages");
    CHECK(recognised({"activity_date", "activity_type_id", "id", "lead_id", "new_value", "old_value",
                      "primary_attribute_value"}) == "marketo changes of data values stages");
}

TEST_CASE("versions of Salesforce's records are recognised by the few columns that tell a change",
          "[ingest]") {
    const std::string leads = "salesforce Lead, every version of each record stages";
    const std::string deals = "salesforce Opportunity, every version of each record stages";
    CHECK(recognised({"_fivetran_start", "id", "status"}) == leads);
    CHECK(recognised({"_fivetran_active", "_fivetran_start", "_fivetran_end", "id", "status", "created_date",
                      "owner_id"}) == leads);
    CHECK(recognised({"_fivetran_start", "_fivetran_end", "id", "status", "converted_opportunity_id",
                      "lead_source"}) == leads);
    CHECK(recognised({"_fivetran_start", "id", "is_converted", "lead_source", "status", "system_modstamp"}) ==
          leads);
    CHECK(recognised({"_fivetran_start", "id", "stage_name"}) == deals);
    CHECK(recognised({"_fivetran_start", "id", "stage_name", "close_date", "forecast_category"}) == deals);
    // Those of other records have a status, too, or an id of a lead.
    CHECK(recognised({"_fivetran_start", "_fivetran_end", "id", "status", "budgeted_cost", "actual_cost",
                      "is_active"}) == "salesforce Campaign campaigns");
    CHECK(recognised({"_fivetran_start", "id", "status", "who_id", "task_subtype"}) ==
          "salesforce Task touches");
    CHECK(recognised({"_fivetran_start", "id", "campaign_id", "lead_id", "contact_id", "has_responded",
                      "status"}) == "salesforce CampaignMember members");
    CHECK(recognised({"_fivetran_start", "id", "account_id", "mailing_city", "system_modstamp"}) ==
          "salesforce Contact contacts");
    CHECK(recognised({"_fivetran_synced", "id", "status"}) == "nothing");

    TestExport few("_fivetran_start,id,status,created_date\n"
                   "2026-01-03 09:00:00,00Q1,Working - Contacted,2026-01-01 10:00:00\n",
                   Kind::stages);
    CHECK(few.column("lead_id") == "00Q1");
    CHECK(few.column("stage") == "sal");
    CHECK(few.column("at") == "2026-01-03T09:00:00Z");
}

TEST_CASE("only changes of the stage are stages, of whatever fields a history tells", "[ingest]") {
    constexpr const char* history =
        "LeadId,Field,OldValue,NewValue,CreatedDate\n"
        "00Q1,Status,Open - Not Contacted,Working - Contacted,2026-09-01T10:00:00Z\n"
        "00Q1,Owner,Ana,Working - Contacted,2026-09-02T10:00:00Z\n"
        "00Q1,Lead_Lifecycle__c,,SQL,2026-09-03T10:00:00Z\n";
    CHECK(TestExport(history, Kind::stages).column("stage") == "sal||");
    CHECK(TestExport(history, Kind::stages, agreement_with(Kind::stages, {.fields = {"Lead Lifecycle (c)"}}))
              .column("stage") == "||sql");
    CHECK(TestExport("contact_id,timestamp,name,value\n"
                     "7,2026-09-01 10:00:00.123,lifecyclestage,marketingqualifiedlead\n"
                     "7,2026-09-01 10:00:00.123,jobtitle,lead\n",
                     Kind::stages)
              .column("stage") == "mql|");
    CHECK(TestExport("activity_date,id,lead_id,new_value,old_value,primary_attribute_value\n"
                     "2026-09-01 10:00:00,1,7,Recycled,SAL,Lead Status\n"
                     "2026-09-01 10:00:00,2,7,3,,Score\n",
                     Kind::stages)
              .column("stage") == "nurture|");
}

#include <handoff/exports.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <ingest/derive.hpp>
#include <ingest/touch_types.hpp>

using namespace handoff;

namespace {

std::string recognised(std::vector<std::string> header) {
    const auto found = recognise(header);
    if (!found) return "nothing";
    return found->preset->name + " " + found->object->name + " " + std::string(to_text(found->object->kind));
}

} // namespace

TEST_CASE("every preset names only canonical columns, stages and touch types", "[ingest]") {
    REQUIRE(presets().size() >= 6);
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

TEST_CASE("systems are recognised by their headers", "[ingest]") {
    CHECK(recognised({"Id", "LastName", "LeadSource", "IsConverted", "SystemModstamp"}) ==
          "salesforce Lead leads");
    CHECK(recognised({"id", "last_name", "lead_source", "is_converted", "system_modstamp"}) ==
          "salesforce Lead leads");
    CHECK(recognised({"Lead Owner", "First Name", "Company / Account", "Lead Source", "Lead Status"}) ==
          "salesforce Lead leads");
    CHECK(recognised({"Id", "WhoId", "Subject", "TaskSubtype"}) == "salesforce Task touches");
    CHECK(recognised({"LEADID", "Last Name", "Lead Owner", "Lead Status"}) == "zoho Leads leads");
    CHECK(recognised({"TASKID", "Call Start Time", "Call Type", "Call Owner"}) == "zoho Calls touches");
    CHECK(recognised({"Potential Name", "Potential Owner", "Stage", "Amount"}) == "zoho Potentials deals");
    CHECK(recognised({"Record ID", "Email", "Contact owner", "Lifecycle Stage"}) == "hubspot contacts leads");
    CHECK(recognised({"(Do Not Modify) Lead", "(Do Not Modify) Row Checksum", "Email"}) ==
          "dynamics lead leads");
    CHECK(recognised({"Deal - ID", "Deal - Title", "Deal - Stage"}) == "pipedrive deals deals");
    CHECK(recognised({"Id", "Email Address", "Lead Score"}) == "marketo leads leads");
    CHECK(recognised({"lead_id", "email", "source"}) == "nothing");
}

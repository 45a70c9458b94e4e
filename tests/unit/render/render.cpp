#include <handoff/render.hpp>

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("of a long list people see the beginning, and data formats have all", "[render]") {
    ReportTable list{.key = "late", .title = "Late", .columns = {{.key = "lead", .title = "lead"}}};
    for (const char* lead : {"Ann", "Bob", "Cyd"}) list.rows.push_back({lead});
    list.notes = {"by how late they are"};
    Report report{.name = "sla", .title = "Service levels", .tables = {list}};
    CHECK(render(report, Format::markdown, {}).find("Cyd") != std::string::npos);
    report.tables[0].for_people = 2;
    for (const Format format : {Format::terminal, Format::markdown, Format::html}) {
        const std::string text = render(report, format, {});
        CHECK(text.find("Bob") != std::string::npos);
        CHECK(text.find("Cyd") == std::string::npos);
        CHECK(text.find("1 more row in CSV, JSON and XLSX") < text.find("by how late they are"));
    }
    CHECK(render(report, Format::csv, {.table = "late"}) == "lead\nAnn\nBob\nCyd\n");
    CHECK(render(report, Format::json, {}).find("Cyd") != std::string::npos);
}

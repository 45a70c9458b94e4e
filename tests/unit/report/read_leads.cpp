#include "unit/csv/files.hpp"
#include "unit/report/tables.hpp"

#include <handoff/render.hpp>

#include <algorithm>

using namespace handoff;
using csv::TemporaryFile;

namespace {

/// A cell that is right for its column and another one in each row.
std::string cell_of(const CanonicalColumn& column, std::size_t row) {
    const std::string number = std::to_string(row);
    if (column.name == "lead_id") return "L" + number;
    if (column.name == "email") return "p" + number + "@company" + number + ".example";
    if (column.name == "status" || column.name == "stage") return row % 2 == 0 ? "mql" : "opportunity";
    if (column.name == "merged_into" || column.name == "merged_ids") return "";
    switch (column.type) {
    case Type::instant:
        return "2026-0" + std::to_string(1 + row % 9) + "-1" + std::to_string(row % 10) + "T08:00:00Z";
    case Type::number:
    case Type::money:
        return number;
    case Type::boolean:
        return row % 3 == 0 ? "true" : "false";
    case Type::country:
        return row % 2 == 0 ? "US" : "DE";
    default:
        return std::string(column.name) + " " + std::to_string(row % 4);
    }
}

/// Leads with something in every column there is, and in those that route and score add.
std::string full_leads() {
    std::vector<std::string> added = {"rep",   "pool",  "route",     "sla",      "assigned_at", "due_at",
                                      "score", "grade", "qualified", "furthest", "reasons"};
    std::string header, text;
    for (const CanonicalColumn& column : canonical_columns(Kind::leads)) {
        std::erase(added, column.name);
        header += (header.empty() ? "" : ",") + std::string(column.name);
    }
    for (const std::string& name : added) header += "," + name;
    for (std::size_t row = 0; row < 40; ++row) {
        text += "\n";
        for (const CanonicalColumn& column : canonical_columns(Kind::leads))
            text += (&column == &canonical_columns(Kind::leads).front() ? "" : ",") + cell_of(column, row);
        for (const std::string& name : added) {
            const bool time = name.ends_with("_at");
            text += "," + cell_of({.name = name, .type = time ? Type::instant : Type::text}, row);
        }
    }
    return header + text + "\n";
}

std::string touches() {
    std::string text = "touch_id,lead_id,type,at,channel,content\n";
    for (std::size_t i = 0; i < 80; ++i)
        text += "T" + std::to_string(i) + ",L" + std::to_string(i % 40) +
                (i % 2 == 0 ? ",email_click," : ",call,") + "2026-0" + std::to_string(1 + i % 9) +
                "-20T10:00:00Z,email,paper\n";
    return text;
}

} // namespace

TEST_CASE("a report says the same of the columns that it reads as of all there are", "[report]") {
    const TemporaryFile lead_file(full_leads()), touch_file(touches(), "touches.csv");
    const Agreement agreement;
    const Table deals =
        table_of({"deal_id", "lead_id", "name", "amount", "currency", "status", "created_at", "closed_at",
                  "won_at", "owner"},
                 {{"d1", "L1", "One", "100", "EUR", "won", "2026-02-01", "2026-09-18", "2026-09-18", "ann"},
                  {"d2", "L2", "Two", "200", "EUR", "open", "2026-03-01", "", "", "ann"}});
    const auto said = [&](const ReportKind& kind, bool whole, bool by) {
        Export leads(Kind::leads, {lead_file.path()}, agreement),
            touched(Kind::touches, {touch_file.path()}, agreement, {.again = true});
        ReportInput input{.agreement = &agreement, .as_of = *read_instant("2026-09-21")};
        if (by) input.by = "industry";
        input.leads =
            whole ? leads.read_all() : read_leads(kind, agreement, leads, std::vector<std::string>{input.by});
        input.phone = phones_of(input.leads, leads);
        input.deals = deals;
        input.touches = &touched;
        if (asks_for_handovers(kind, agreement))
            input.handovers = handovers_of(input.leads, agreement, *input.texts);
        try {
            return render(kind.make(input), Format::json);
        } catch (const Error& error) {
            return error.diagnostics().front().what;
        }
    };
    for (const ReportKind& kind : reports()) {
        if (kind.past_scores) continue; // they ask for scores besides
        INFO(kind.name);
        CHECK(said(kind, false, false) == said(kind, true, false));
        CHECK(said(kind, false, true) == said(kind, true, true));
    }
}

TEST_CASE("phone numbers are cleaned where they are asked for", "[report]") {
    const TemporaryFile file(
        "lead_id,phone,country\n1,(205) 555-9390,US\n2,030 123456,DE\n3,call me,US\n4,,\n");
    const Agreement agreement;
    Export leads(Kind::leads, {file.path()}, agreement, {.again = true});
    const auto read = [&](std::string_view report, std::vector<std::string> texts) {
        const auto kind = std::find_if(reports().begin(), reports().end(),
                                       [&](const ReportKind& each) { return each.name == report; });
        return read_leads(*kind, agreement, leads, texts);
    };
    using Cells = std::vector<std::string_view>;
    const Table left = read("worklist", {}), named = read("worklist", {"Phone is blank"}),
                all = read("hygiene", {});
    CHECK(left[*left.find("phone")].cells == Cells{"(205) 555-9390", "030 123456", "call me", ""});
    CHECK(named[*named.find("phone")].cells == Cells{"+12055559390", "+4930123456", "", ""});
    CHECK(all[*all.find("phone")].cells == named[*named.find("phone")].cells);
    const auto phone = phones_of(left, leads), again = phones_of(named, leads);
    for (std::uint32_t row = 0; row < 4; ++row) {
        CHECK(phone(row) == named[*named.find("phone")].cells[row]);
        CHECK(again(row) == phone(row));
    }
}

TEST_CASE("what a text names is read, all else has no cells", "[report]") {
    const TemporaryFile file("lead_id,company,Region,notes\n1,Acme,West,long\n");
    const Agreement agreement;
    Export leads(Kind::leads, {file.path()}, agreement);
    const auto funnel = std::find_if(reports().begin(), reports().end(),
                                     [](const ReportKind& kind) { return kind.name == "funnel"; });
    const Table table = read_leads(*funnel, agreement, leads, std::vector<std::string>{"region = 'West'"});
    const auto cells = [&](std::string_view name) { return table[*table.find(name)].cells; };
    CHECK(cells("Region") == std::vector<std::string_view>{"West"});
    CHECK(cells("lead_id") == std::vector<std::string_view>{"1"});
    CHECK(cells("notes").empty());
    CHECK(cells("company").empty());
    CHECK(table.place(0).line == 2);
}

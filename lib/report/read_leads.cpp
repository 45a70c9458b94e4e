#include "ingest/joining.hpp"
#include "report/cells.hpp"

#include <handoff/report.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <numeric>
#include <set>

namespace handoff {
namespace {

/// Every report reads these: who a lead is, how deals and touches find it, and how far it came.
constexpr std::string_view of_every_report[] = {
    "lead_id",    "email",     "merged_into",          "merged_ids",        "converted_contact_id",
    "created_at", "stage",     "converted_account_id", "converted_deal_id", "furthest",
    "qualified",  "converted", "converted_at"};
/// These tell to whom a lead was given, and when (handovers_of).
constexpr std::string_view of_handovers[] = {"rep",         "pool",   "route", "sla",
                                             "assigned_at", "due_at", "owner", "converted_at"};
constexpr std::string_view behind_numbers[] = {"name",   "first_name", "last_name", "company",
                                               "source", "owner",      "amount"};

bool has(std::span<const std::string_view> names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// What the agreement asks of leads in any report.
std::vector<std::string> conditions_of(const Agreement& agreement) {
    std::vector<std::string> texts = {agreement.attribution.sourced.text()};
    for (const Goal& goal : agreement.goals) texts.push_back(goal.where.text());
    for (const Disposition& disposition : agreement.dispositions)
        texts.push_back(disposition.wake_when.text());
    for (const PauseReason& pause : agreement.pauses)
        texts.insert(texts.end(), {pause.when.text(), pause.since});
    return texts;
}

/// Whether one of the texts, in small letters, may name a column. Where it only seems so, more is read than
/// need be.
bool may_name(std::span<const std::string> texts, std::string_view column) {
    if (column.find('"') != std::string_view::npos) return true;
    const std::string name = lower(column);
    return std::any_of(texts.begin(), texts.end(),
                       [&](const std::string& text) { return text.find(name) != std::string::npos; });
}

std::vector<std::size_t> columns_for(const ReportKind& kind, const Agreement& agreement, const Export& leads,
                                     std::span<const std::string> asked) {
    const bool handovers = asks_for_handovers(kind, agreement);
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < leads.names().size(); ++i) {
        const Scope::Name& column = leads.names()[i];
        const bool used = has(kind.columns, column.name.starts_with("raw:") ? "raw:*" : "*") ||
                          has(of_every_report, column.name) || has(kind.columns, column.name) ||
                          (handovers && has(of_handovers, column.name));
        if ((used && !column.blank) || may_name(asked, column.name)) columns.push_back(i);
    }
    return columns;
}

Table read_columns(const ReportKind& kind, const Agreement& agreement, Export& leads,
                   std::span<const std::string> asked) {
    const std::vector<std::size_t> columns = columns_for(kind, agreement, leads, asked);
    std::vector<std::string> names;
    for (const Scope::Name& name : leads.names()) names.push_back(name.name);
    if (has(kind.columns, "*")) {
        std::set<std::string_view> without(names.begin(), names.end());
        for (const std::size_t column : columns) without.erase(names[column]);
        return leads.read_all(std::vector(without.begin(), without.end()));
    }
    Joining joining(names);
    leads.for_each(columns, csv::Reader::Keep::cells_and_originals, [&](csv::Reader::Batch& batch) {
        std::vector<std::uint32_t> rows(batch.table.rows());
        std::iota(rows.begin(), rows.end(), 0U);
        batch.table.originals.clear(); // a few columns need not keep the bytes of all
        joining.put(batch.chunk, batch.table.copy(rows));
    });
    return joining.take();
}

} // namespace

std::span<const std::string_view> columns_of_rows() noexcept { return behind_numbers; }

Table read_leads(const ReportKind& kind, const Agreement& agreement, Export& leads,
                 std::span<const std::string> texts) {
    std::vector<std::string> asked = conditions_of(agreement);
    asked.insert(asked.end(), texts.begin(), texts.end());
    if (kind.past_scores) // to find out which bands and values earn what they are given
        for (const ScoreRule& rule : agreement.score.rules) asked.push_back(rule.column);
    for (std::string& text : asked) text = lower(text);
    leads.leave_phones(!kind.phones && !may_name(asked, "phone") && !may_name(asked, "mobile"));
    Table table = read_columns(kind, agreement, leads, asked);
    leads.leave_phones(false);
    return table;
}

std::function<std::string(std::uint32_t row)> phones_of(const Table& leads, const Export& from) {
    return [&leads, &from](std::uint32_t row) {
        return from.clean_phone(Cells(leads, "phone")[row], Cells(leads, "country")[row]);
    };
}

} // namespace handoff

#include "ledger/deal_columns.hpp"
#include "ledger/impl.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace handoff {

namespace {

/// A run that saw deals.
struct DealRun {
    std::int64_t id = 0;
    Instant as_of{};
};

std::vector<DealRun> runs_that_saw_deals(const ledger::Database& database) {
    std::vector<DealRun> runs;
    ledger::Statement rows = database.prepare("SELECT id, as_of FROM run WHERE saw_deals ORDER BY id");
    while (rows.next()) runs.push_back({rows.integer(0), rows.instant(1).value_or(Instant{})});
    return runs;
}

/// The SHA-256 of the files of deals that a run read.
std::set<std::string> files_of(const ledger::Database& database, std::int64_t run) {
    std::set<std::string> files;
    ledger::Statement rows = database.prepare("SELECT sha256 FROM input WHERE run = ? AND kind = 'deals'");
    rows.start(run);
    while (rows.next()) files.emplace(rows.text(0));
    return files;
}

Ledger::DealsThen after(const ledger::Database& database, const DealRun& run) {
    Ledger::DealsThen then{.at = run.as_of, .deals = {}};
    Table& table = then.deals;
    table.add("deal_id");
    for (const std::string_view column : ledger::deal_columns) table.add(std::string(column));
    const std::size_t present = table.add("present");
    table.set_rows(
        static_cast<std::size_t>(database.integer("SELECT count(*) FROM deal"))); // at most; cut below
    std::vector<std::uint32_t> row_of(
        static_cast<std::size_t>(database.integer("SELECT coalesce(max(id), 0) FROM deal")) + 1);
    // Later rows of a deal take the place of earlier ones: cheaper than to look for the last of each.
    ledger::Statement states = database.prepare(
        "SELECT s.deal, d.deal_id, s.present, " + ledger::listed_deal_columns("s.") +
        " FROM deal_state s CROSS JOIN deal d ON d.id = s.deal WHERE s.run <= ? ORDER BY s.id");
    states.start(run.id);
    std::uint32_t rows = 0;
    while (states.next()) {
        std::uint32_t& known = row_of[static_cast<std::size_t>(states.integer(0))]; // 0: none yet
        if (known == 0) {
            known = ++rows;
            table[0].cells[known - 1] = table.keep(states.text(1));
        }
        const std::uint32_t row = known - 1;
        for (std::size_t i = 0; i < ledger::deal_columns.size(); ++i)
            table[1 + i].cells[row] = table.keep(states.text(static_cast<int>(3 + i)));
        table[present].cells[row] = states.integer(2) != 0 ? "true" : "false";
    }
    table.set_rows(rows);
    return then;
}

} // namespace

std::optional<Ledger::DealsThen> Ledger::deals_before(std::span<const std::string> sha256,
                                                      Instant as_of) const {
    std::vector<DealRun> runs = runs_that_saw_deals(impl_->database);
    std::erase_if(runs, [&](const DealRun& run) { return run.as_of > as_of; });
    if (runs.empty()) return std::nullopt;
    const Instant tonight = runs.back().as_of;
    const bool of_tonight = tonight == as_of || files_of(impl_->database, runs.back().id) ==
                                                    std::set<std::string>(sha256.begin(), sha256.end());
    if (of_tonight) {
        std::erase_if(runs, [&](const DealRun& run) { return run.as_of == tonight; });
    }
    if (runs.empty()) return std::nullopt;
    return after(impl_->database, runs.back());
}

std::optional<Ledger::DealsThen> Ledger::deals_at(Instant at) const {
    const std::vector<DealRun> runs = runs_that_saw_deals(impl_->database);
    if (runs.empty()) return std::nullopt;
    const auto later =
        std::find_if(runs.begin(), runs.end(), [&](const DealRun& run) { return run.as_of > at; });
    return after(impl_->database, later == runs.begin() ? *later : *std::prev(later));
}

Table Ledger::deal_stages(Instant later_than) const {
    constexpr std::array<std::string_view, 5> names = {"deal_id", "stage", "earliest", "latest",
                                                       "known_from"};
    struct Change {
        std::string deal, stage;
        std::optional<Instant> earliest;
        Instant latest{};
        bool exact = false;
    };
    std::vector<Change> changes;
    ledger::Statement rows = impl_->database.prepare(
        "SELECT d.deal_id, s.stage, s.earliest, s.latest, 0 FROM deal_state s JOIN deal d ON d.id = s.deal "
        "WHERE s.latest > ?1 AND s.present AND s.stage <> '' AND s.stage <> coalesce((SELECT p.stage FROM "
        "deal_state p WHERE p.deal = s.deal AND p.id < s.id ORDER BY p.id DESC LIMIT 1), '') UNION ALL "
        "SELECT d.deal_id, h.stage, h.earliest, h.latest, 1 FROM deal_stage h JOIN deal d ON d.id = h.deal "
        "WHERE h.latest > ?1 ORDER BY 4, 1, 5");
    rows.start(later_than);
    while (rows.next())
        changes.push_back({std::string(rows.text(0)), std::string(rows.text(1)), rows.instant(2),
                           rows.instant(3).value_or(Instant{}), rows.integer(4) != 0});
    Table table;
    for (const std::string_view name : names) table.add(std::string(name));
    table.set_rows(changes.size());
    for (std::size_t row = 0; row < changes.size(); ++row) {
        const Change& change = changes[row];
        table[0].cells[row] = table.keep(change.deal);
        table[1].cells[row] = table.keep(change.stage);
        if (change.earliest) table[2].cells[row] = table.keep(to_text(*change.earliest));
        table[3].cells[row] = table.keep(to_text(change.latest));
        table[4].cells[row] = change.exact ? "history" : "night-to-night";
    }
    return table;
}

} // namespace handoff

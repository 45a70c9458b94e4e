#include "ingest/lead_keys.hpp"
#include "ledger/impl.hpp"

#include <handoff/route.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <array>

namespace handoff {

using ledger::cell_of;
using ledger::column_of;

namespace {

struct Between {
    Instant earliest{}, latest{};
};

/// A day without a time is all of that day.
std::optional<Between> time_of(std::string_view cell, const Zone& zone) {
    const auto day = cell.size() == std::string_view("2026-09-01").size() ? read_date(cell) : std::nullopt;
    if (!day) {
        const auto at = read_instant(cell);
        return at ? std::optional(Between{*at, *at}) : std::nullopt;
    }
    const Date next{std::chrono::sys_days(*day) + std::chrono::days{1}};
    return Between{zone.start_of(*day), zone.start_of(next) - Duration{1}};
}

bool has(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Stage changes of deals, by whatever stages the CRM has for them.
class DealStages {
  public:
    DealStages(ledger::Database& database, std::int64_t run)
        : database_(database), run_(run), find_(database.prepare("SELECT id FROM deal WHERE deal_id = ?")),
          make_(database.prepare("INSERT INTO deal (deal_id, run) VALUES (?, ?)")),
          known_(database.prepare("SELECT 1 FROM deal_stage WHERE deal = ? AND stage = ? AND latest = ?")),
          add_(database.prepare(
              "INSERT INTO deal_stage (deal, stage, earliest, latest, run) VALUES (?, ?, ?, ?, ?)")) {}

    void record(std::string_view deal_id, std::string_view stage, const Between& at,
                Ledger::History& history) {
        if (deal_id.empty()) {
            ++history.nobody;
            return;
        }
        std::int64_t deal = find_.start(deal_id).next() ? find_.integer(0) : 0;
        find_.reset();
        if (deal == 0) {
            make_.run(deal_id, run_);
            deal = database_.last_id();
        }
        const bool is_known = known_.start(deal, stage, at.latest).next();
        known_.reset();
        if (is_known) {
            ++history.known;
            return;
        }
        add_.run(deal, stage, at.earliest, at.latest, run_);
        ++history.added;
        ++history.deals;
    }

  private:
    ledger::Database& database_;
    std::int64_t run_;
    ledger::Statement find_, make_, known_, add_;
};

} // namespace

Ledger::History Ledger::record_history(const Table& changes, const Agreement& agreement, Instant as_of) {
    impl_->need_run();
    ledger::Database& database = impl_->database;
    const Lifecycle& lifecycle = agreement.lifecycle;
    ledger::Persons persons(database, impl_->run, as_of);
    ledger::Statement known = database.prepare(
        "SELECT 1 FROM stage WHERE (person = ?1 OR person IN (SELECT merged FROM now_merge WHERE survivor = "
        "?1)) AND stage = ?2 AND latest = ?3 AND known_from = 'history'");
    ledger::Statement add =
        database.prepare("INSERT INTO stage (person, stage, earliest, latest, known_from, ends, run) VALUES "
                         "(?, ?, ?, ?, 'history', ?, ?)");
    const std::size_t lead_id = column_of(changes, "lead_id"), deal_id = column_of(changes, "deal_id"),
                      stage_column = column_of(changes, "stage"), at_column = column_of(changes, "at");
    DealStages deals(database, impl_->run);
    History history;
    for (std::size_t row = 0; row < changes.rows(); ++row) {
        const std::string_view id = cell_of(changes, lead_id, row),
                               stage = cell_of(changes, stage_column, row);
        const auto at = time_of(cell_of(changes, at_column, row), agreement.timezone);
        if (stage.empty() || !at) {
            ++history.other;
            continue;
        }
        if (id.empty()) {
            deals.record(join_id(cell_of(changes, deal_id, row)), stage, *at, history);
            continue;
        }
        const ledger::Persons::Key key{"lead_id", std::string(id)};
        std::int64_t person = persons.find(key);
        if (person == 0) person = persons.make_unseen(key);
        const bool is_known = known.start(person, stage, at->latest).next();
        known.reset();
        if (is_known) {
            ++history.known;
            continue;
        }
        add.run(person, stage, at->earliest, at->latest, ends_path(lifecycle, stage), impl_->run);
        ++history.added;
        if (!has(lifecycle.stages, stage) && !has(lifecycle.aside, stage)) ++history.unmapped;
    }
    return history;
}

Table Ledger::stages_of(std::string_view lead) const {
    constexpr std::array<std::string_view, 5> names = {"lead_id", "stage", "earliest", "latest",
                                                       "known_from"};
    const std::string from =
        "FROM stage s WHERE s.person IN (WITH own(person) AS (SELECT person FROM key WHERE "
        "value = ?1 AND superseded IS NULL) SELECT person FROM own UNION SELECT merged FROM "
        "now_merge WHERE survivor IN own)";
    Table table;
    for (const std::string_view name : names) table.add(std::string(name));
    ledger::Statement count = impl_->database.prepare("SELECT count(*) " + from);
    table.set_rows(count.start(lead).next() ? static_cast<std::size_t>(count.integer(0)) : 0);
    count.reset();
    ledger::Statement rows = impl_->database.prepare("SELECT s.stage, s.earliest, s.latest, s.known_from " +
                                                     from + " ORDER BY s.latest, s.id");
    rows.start(lead);
    for (std::size_t row = 0; row < table.rows() && rows.next(); ++row) {
        table[0].cells[row] = table.keep(lead);
        table[1].cells[row] = table.keep(rows.text(0));
        if (const auto at = rows.instant(1)) table[2].cells[row] = table.keep(to_text(*at));
        if (const auto at = rows.instant(2)) table[3].cells[row] = table.keep(to_text(*at));
        table[4].cells[row] = table.keep(rows.text(3));
    }
    return table;
}

} // namespace handoff

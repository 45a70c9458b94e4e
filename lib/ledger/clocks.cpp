#include "ledger/impl.hpp"
#include "route/holds.hpp"

#include <algorithm>
#include <unordered_map>

namespace handoff {

using ledger::Statement;

void Ledger::record_holds(const Table& leads, const Agreement& agreement, Instant as_of) {
    impl_->need_run();
    ledger::Database& database = impl_->database;
    const HoldsSeen seen(leads, agreement, as_of);
    struct Known {
        std::int64_t person = 0;
        Hold last;
    };
    std::unordered_map<std::string, Known> held; // lead -> that stood still on the last night
    Statement last = database.prepare(
        "SELECT k.value, p.person, p.code, p.at FROM pause p JOIN key k ON k.person = p.person AND "
        "k.superseded IS NULL WHERE p.code <> '' AND p.id = (SELECT max(id) FROM pause WHERE person = "
        "p.person)");
    while (last.next())
        held[std::string(last.text(0))] = {
            last.integer(1), {.code = std::string(last.text(2)), .from = last.instant(3).value_or(as_of)}};
    if (held.empty() && !seen.any()) return;

    ledger::Persons persons(database, impl_->run, as_of);
    Statement is_open = database.prepare("SELECT 1 FROM now_assignment WHERE person = ? AND closed IS NULL");
    Statement add = database.prepare("INSERT INTO pause (person, code, at, run) VALUES (?, ?, ?, ?)");
    const std::size_t lead_id = ledger::column_of(leads, "lead_id"),
                      email = ledger::column_of(leads, "email");
    for (std::size_t row = 0; row < leads.rows(); ++row) {
        if (held.empty() && !seen.holds(row)) continue;
        const ledger::Persons::Key key = ledger::Persons::key(leads, lead_id, email, row);
        const auto known = held.find(key.value);
        const auto change = seen.change(row, known == held.end() ? nullptr : &known->second.last);
        if (!change) continue;
        const std::int64_t person = known == held.end() ? persons.find(key) : known->second.person;
        const bool has_rep = person != 0 && is_open.start(person).next();
        is_open.reset();
        if (!has_rep && known == held.end()) continue;
        add.run(person, change->code, change->at, impl_->run);
        // Another row of the same lead says nothing more.
        held[key.value] = {person, {.code = change->code, .from = change->at}};
    }
}

namespace {

/// From rows of one lead after the other: key, code, time.
class HoldReader {
  public:
    void read(Statement& rows) {
        while (rows.next()) add(rows);
    }
    std::vector<Hold> in_order() {
        std::stable_sort(holds_.begin(), holds_.end(),
                         [](const Hold& a, const Hold& b) { return a.from < b.from; });
        return std::move(holds_);
    }

  private:
    void add(const Statement& row) {
        const Instant at = row.instant(2).value_or(Instant{});
        if (open_ && lead_ == row.text(0)) holds_.back().to = at;
        open_ = !row.text(1).empty();
        lead_ = row.text(0);
        if (open_) holds_.push_back({.lead = lead_, .code = std::string(row.text(1)), .from = at, .to = {}});
    }
    std::vector<Hold> holds_;
    std::string lead_;
    bool open_ = false;
};

} // namespace

std::vector<Hold> Ledger::holds() const {
    Statement rows = impl_->database.prepare(
        "SELECT k.value, p.code, p.at, p.id FROM pause p LEFT JOIN now_merge m ON m.merged = p.person JOIN "
        "key k ON k.person = coalesce(m.survivor, p.person) AND k.superseded IS NULL ORDER BY k.id, p.at, "
        "p.id");
    HoldReader reader;
    reader.read(rows);
    return reader.in_order();
}

std::vector<Hold> Ledger::holds_of(std::span<const std::string> leads) const {
    const ledger::LeadPersons persons(impl_->database);
    Statement rows = impl_->database.prepare(
        "SELECT ?2, code, at FROM pause WHERE person = ?1 OR person IN (SELECT merged FROM now_merge WHERE "
        "survivor = ?1) ORDER BY at, id");
    HoldReader reader;
    for (const std::string& lead : leads) {
        rows.start(persons.of(lead), lead);
        reader.read(rows);
    }
    return reader.in_order();
}

namespace {

/// Of everybody, or of one person.
std::vector<Ledger::Breach> read_breaches(const ledger::Database& database, const ledger::CurrentKeys& keys,
                                          std::optional<std::int64_t> person) {
    const std::string only =
        person ? "WHERE person = ?1 OR person IN (SELECT merged FROM now_merge WHERE survivor = ?1) " : "";
    Statement rows =
        database.prepare("SELECT person, rep, missed, told, due, at FROM breach " + only + "ORDER BY at, id");
    if (person) rows.start(*person);
    std::vector<Ledger::Breach> all;
    while (rows.next()) {
        const std::string_view lead = keys.of_survivor(rows.integer(0));
        if (lead.empty()) continue;
        all.push_back({.lead = std::string(lead),
                       .rep = std::string(rows.text(1)),
                       .missed = std::string(rows.text(2)),
                       .told = std::string(rows.text(3)),
                       .due = rows.instant(4).value_or(Instant{}),
                       .at = rows.instant(5).value_or(Instant{})});
    }
    return all;
}

} // namespace

std::vector<Ledger::Breach> Ledger::breaches() const {
    return read_breaches(impl_->database, impl_->keys(), std::nullopt);
}

std::vector<Ledger::Breach> Ledger::breaches_of(std::string_view lead) const {
    return read_breaches(impl_->database, impl_->keys(), ledger::LeadPersons(impl_->database).of(lead));
}

} // namespace handoff

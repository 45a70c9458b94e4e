#include "ledger/impl.hpp"
#include "ledger/reasons.hpp"

#include <unordered_set>

namespace handoff {

using ledger::column_of;

namespace {

void record_turns(ledger::Database& database, std::int64_t run, const RoutePast& past) {
    ledger::Statement known =
        database.prepare("SELECT credit, given FROM now_turn WHERE pool = ? AND rep = ?");
    ledger::Statement add =
        database.prepare("INSERT INTO turn (pool, rep, credit, given, run) VALUES (?, ?, ?, ?, ?)");
    ledger::Statement set = database.prepare(
        "INSERT INTO now_turn (pool, rep, credit, given) VALUES (?, ?, ?, ?) ON CONFLICT (pool, rep) "
        "DO UPDATE SET credit = excluded.credit, given = excluded.given");
    for (const auto& [where, turn] : past.turns) {
        const auto& [pool, rep] = where;
        const bool same = known.start(pool, rep).next() && known.real(0) == turn.credit &&
                          static_cast<std::uint64_t>(known.integer(1)) == turn.given;
        known.reset();
        if (same) continue;
        add.run(pool, rep, turn.credit, turn.given, run);
        set.run(pool, rep, turn.credit, turn.given);
    }
}

} // namespace

void Ledger::record_routing(const Table& leads, const Routing& routing, Instant as_of) {
    impl_->need_run();
    ledger::Database& database = impl_->database;
    ledger::Persons persons(database, impl_->run, as_of);
    ledger::Statement add = database.prepare(
        "INSERT INTO assignment (person, rep, pool, route, sla, due_at, due_work, by_hand, number, "
        "reasons, at, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    ledger::Statement set = database.prepare(
        "INSERT INTO now_assignment (person, assignment) VALUES (?, ?) ON CONFLICT (person) DO UPDATE SET "
        "assignment = excluded.assignment, closed = NULL");
    const std::size_t lead_id = column_of(leads, "lead_id"), email = column_of(leads, "email");
    std::unordered_set<std::int64_t> recorded;
    for (std::size_t row = 0; row < routing.leads.size(); ++row) {
        const Assignment& lead = routing.leads[row];
        if (lead.outcome != Assignment::Outcome::assigned && !lead.by_hand) continue;
        const ledger::Persons::Key key = ledger::Persons::key(leads, lead_id, email, row);
        if (key.value.empty()) continue;
        const std::int64_t person = persons.find_or_make(key);
        if (!recorded.insert(person).second) continue;
        add.run(person, lead.rep, lead.pool, lead.route, lead.sla, lead.due_at, lead.due_work, lead.by_hand,
                lead.number, ledger::reasons_to_json(lead.reasons), as_of, impl_->run);
        set.run(person, database.last_id());
    }
    record_turns(database, impl_->run, routing.past);
}

} // namespace handoff

#include "ledger/impl.hpp"
#include "ledger/reasons.hpp"

#include <unordered_map>
#include <unordered_set>

namespace handoff {

using ledger::column_of;

namespace {

void record_turns(ledger::Database& database, std::int64_t run, const RoutePast& past) {
    const std::string columns = "(" + std::string(ledger::turn_columns);
    ledger::Statement known = database.prepare(
        "SELECT 1 FROM now_turn WHERE pool = ? AND rep = ? AND owed = ? AND entitled = ? AND "
        "given = ? AND made_up = ? AND entitled_points = ? AND given_points = ? AND "
        "ahead = ?");
    ledger::Statement add =
        database.prepare("INSERT INTO turn " + columns + ", run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    ledger::Statement set = database.prepare("INSERT OR REPLACE INTO now_turn " + columns +
                                             ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const auto& [where, turn] : past.turns) {
        const auto& [pool, rep] = where;
        const bool same = known
                              .start(pool, rep, turn.owed, turn.entitled, turn.given, turn.made_up,
                                     turn.entitled_points, turn.given_points, turn.ahead)
                              .next();
        known.reset();
        if (same) continue;
        add.run(pool, rep, turn.owed, turn.entitled, turn.given, turn.made_up, turn.entitled_points,
                turn.given_points, turn.ahead, run);
        set.run(pool, rep, turn.owed, turn.entitled, turn.given, turn.made_up, turn.entitled_points,
                turn.given_points, turn.ahead);
    }
}

/// Leads that nobody could take, from the first run that could not route them to the one that could; again
/// when there are other reasons.
class UnroutedRecorder {
  public:
    UnroutedRecorder(ledger::Database& database, std::int64_t run, Instant as_of)
        : run_(run), as_of_(as_of),
          add_(
              database.prepare("INSERT INTO unrouted (person, since, solved, reasons, at, run) VALUES (?, ?, "
                               "?, ?, ?, ?)")),
          set_(database.prepare(
              "INSERT OR REPLACE INTO now_unrouted (person, since, reasons) VALUES (?, ?, ?)")),
          remove_(database.prepare("DELETE FROM now_unrouted WHERE person = ?")) {
        ledger::Statement rows = database.prepare("SELECT person, since, reasons FROM now_unrouted");
        ledger::Statement keys =
            database.prepare("SELECT value FROM key WHERE person = ? AND superseded IS NULL");
        while (rows.next()) {
            known_.emplace(rows.integer(0),
                           Known{rows.instant(1).value_or(as_of), std::string(rows.text(2))});
            keys.start(rows.integer(0));
            while (keys.next()) keys_.emplace(keys.text(0));
        }
    }
    bool none() const noexcept { return keys_.empty(); }
    /// Whether nobody could take the lead of this key before.
    bool knows(const std::string& key) const { return keys_.contains(key); }

    void record(std::int64_t person, const Assignment& lead) {
        const auto before = known_.find(person);
        const Instant since = before == known_.end() ? as_of_ : before->second.since;
        if (lead.outcome == Assignment::Outcome::unrouted) {
            const std::string reasons = ledger::reasons_to_json(lead.reasons);
            if (before != known_.end() && before->second.reasons == reasons) return;
            add_.run(person, since, false, reasons, as_of_, run_);
            set_.run(person, since, reasons);
        } else if (before != known_.end()) {
            add_.run(person, since, true, "[]", as_of_, run_);
            remove_.run(person);
            known_.erase(before);
        }
    }

  private:
    struct Known {
        Instant since{};
        std::string reasons;
    };
    std::int64_t run_;
    Instant as_of_;
    ledger::Statement add_, set_, remove_;
    std::unordered_map<std::int64_t, Known> known_;
    std::unordered_set<std::string> keys_;
};

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
        "assignment = excluded.assignment, closed = NULL, clocks_over = NULL");
    const std::size_t lead_id = column_of(leads, "lead_id"), email = column_of(leads, "email");
    ledger::Statement add_breach = database.prepare(
        "INSERT INTO breach (person, assignment, rep, missed, due, told, at, run) SELECT person, assignment, "
        "?2, ?3, ?4, ?5, ?6, ?7 FROM now_assignment WHERE person = ?1");
    UnroutedRecorder unrouted(database, impl_->run, as_of);
    std::unordered_set<std::int64_t> recorded;
    for (std::size_t row = 0; row < routing.leads.size(); ++row) {
        const Assignment& lead = routing.leads[row];
        const bool is_new = lead.outcome == Assignment::Outcome::assigned || lead.by_hand;
        const bool is_decided = is_new || lead.breach || lead.outcome == Assignment::Outcome::unrouted;
        if (!is_decided && unrouted.none()) continue;
        const ledger::Persons::Key key = ledger::Persons::key(leads, lead_id, email, row);
        if (key.value.empty() || (!is_decided && !unrouted.knows(key.value))) continue;
        const std::int64_t person = persons.find_or_make(key);
        if (!recorded.insert(person).second) continue;
        unrouted.record(person, lead);
        if (lead.breach)
            add_breach.run(person, lead.breach->rep, lead.breach->clock.missed, lead.breach->clock.due,
                           lead.breach->told, as_of, impl_->run);
        if (!is_new) continue;
        add.run(person, lead.rep, lead.pool, lead.route, lead.sla, lead.due_at, lead.due_work, lead.by_hand,
                lead.number, ledger::reasons_to_json(lead.reasons), as_of, impl_->run);
        set.run(person, database.last_id());
    }
    record_turns(database, impl_->run, routing.past);
}

} // namespace handoff

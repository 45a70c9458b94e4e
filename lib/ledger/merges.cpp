#include "ledger/named_scores.hpp"
#include "ledger/reasons.hpp"

#include <algorithm>

namespace handoff {

namespace {

/// Makes one person of two, as the CRM did.
class MergeRecorder {
  public:
    MergeRecorder(ledger::Database& database, std::int64_t run, Instant as_of)
        : database_(database), run_(run), as_of_(as_of), persons_(database, run, as_of),
          keys_(database.prepare("SELECT kind, value FROM key WHERE person = ? AND superseded IS NULL")),
          supersede_(
              database.prepare("UPDATE key SET superseded = ? WHERE person = ? AND superseded IS NULL")),
          add_key_(database.prepare(
              "INSERT INTO key (person, kind, value, since, own, run) VALUES (?, ?, ?, ?, ?, ?)")),
          add_merge_(
              database.prepare("INSERT INTO merge (survivor, merged, weight, reasons, at, run) VALUES (?, ?, "
                               "NULL, ?, ?, ?)")),
          move_merges_(database.prepare("UPDATE now_merge SET survivor = ? WHERE survivor = ?")),
          set_merge_(database.prepare("INSERT INTO now_merge (survivor, merged) VALUES (?, ?)")),
          standing_(database.prepare(
              "SELECT n.assignment, a.moved_from, n.closed, EXISTS (SELECT 1 FROM outcome o WHERE o.ends IN "
              "(a.id, a.moved_from)) FROM now_assignment n JOIN assignment a ON a.id = n.assignment WHERE "
              "n.person = ?")) {}

    /// True when there were two persons.
    bool record(const Merge& merge) {
        const std::int64_t merged = persons_.find({"lead_id", merge.merged});
        const std::int64_t survivor = persons_.find({"lead_id", merge.survivor});
        if (merged == 0 || merged == survivor) return false;
        if (survivor == 0) {
            // The survivor has not been seen yet: it is the person we know, by another id.
            move_keys(merged, merged);
            add_key_.run(merged, "lead_id", merge.survivor, as_of_, true, run_);
            return false;
        }
        Reason reason;
        reason.rule = "merged in the CRM";
        reason.value = "'" + merge.merged + "' into '" + merge.survivor + "'";
        if (merge.at) reason.value += " at " + to_text(*merge.at);
        add_merge_.run(survivor, merged, ledger::reasons_to_json(std::span(&reason, 1)), as_of_, run_);
        move_keys(merged, survivor);
        move_merges_.run(survivor, merged);
        set_merge_.run(survivor, merged);
        move_assignment(merged, survivor);
        move_qualification(merged, survivor);
        return true;
    }

  private:
    void move_keys(std::int64_t from, std::int64_t to) {
        std::vector<std::pair<std::string, std::string>> keys;
        keys_.start(from);
        while (keys_.next()) keys.emplace_back(keys_.text(0), keys_.text(1));
        supersede_.run(as_of_, from);
        for (const auto& [kind, value] : keys) add_key_.run(to, kind, value, as_of_, false, run_);
    }

    /// What stands of a lead: who has it, or that a rep handed it back.
    struct Standing {
        std::int64_t assignment = 0, first = 0; ///< 0: nothing; the one that it was moved from at first
        std::optional<Instant> closed;
        bool handed_back = false;
    };
    Standing standing(std::int64_t person) {
        Standing found;
        if (standing_.start(person).next()) {
            found.assignment = standing_.integer(0);
            found.first = standing_.is_null(1) ? found.assignment : standing_.integer(1);
            found.closed = standing_.instant(2);
            found.handed_back = standing_.integer(3) != 0;
        }
        standing_.reset();
        return found;
    }

    /// A rep who works on the merged lead keeps it, unless the survivor has one; where nobody works on
    /// either, the last that was handed back says what follows.
    void move_assignment(std::int64_t merged, std::int64_t survivor) {
        const Standing theirs = standing(merged), own = standing(survivor);
        const bool own_is_open = own.assignment != 0 && !own.closed;
        const bool theirs_counts = theirs.assignment != 0 && (!theirs.closed || theirs.handed_back);
        const bool own_is_later = own.closed && theirs.closed && *own.closed >= *theirs.closed;
        if (!theirs_counts || own_is_open || own_is_later) return;
        database_
            .prepare(
                "INSERT INTO assignment (person, rep, pool, route, sla, due_at, due_work, by_hand, number, "
                "reasons, at, run, moved_from) SELECT ?1, rep, pool, route, sla, due_at, due_work, by_hand, "
                "number, reasons, at, ?3, ?4 FROM assignment WHERE id = ?2")
            .run(survivor, theirs.assignment, run_, theirs.first);
        database_
            .prepare("INSERT INTO now_assignment (person, assignment, closed) VALUES (?, ?, ?) ON CONFLICT "
                     "(person) DO UPDATE SET assignment = excluded.assignment, closed = excluded.closed, "
                     "clocks_over = "
                     "NULL")
            .run(survivor, database_.last_id(), theirs.closed);
    }

    /// Who qualified once stays qualified; what the survivor scores now stays the last word.
    void move_qualification(std::int64_t merged, std::int64_t survivor) {
        const auto first_of = [&](std::int64_t person) {
            ledger::Statement first =
                database_.prepare("SELECT first_qualified FROM now_score WHERE person = ?");
            std::optional<Instant> at = first.start(person).next() ? first.instant(0) : std::nullopt;
            first.reset();
            return at;
        };
        const std::optional<Instant> theirs = first_of(merged), own = first_of(survivor);
        if (!theirs || (own && *own <= *theirs)) return;
        const bool has_score =
            database_.prepare("SELECT 1 FROM now_score WHERE person = ?").start(survivor).next();
        const std::int64_t last_of = has_score ? survivor : merged;
        ledger::Statement found = database_.prepare("SELECT id FROM score WHERE person = ? AND qualified = 1 "
                                                    "AND at = ? ORDER BY id LIMIT 1");
        if (found.start(merged, *theirs).next())
            ledger::copy_judgement(database_, found.integer(0), survivor, *theirs, run_);
        ledger::Statement last =
            database_.prepare("SELECT id FROM score WHERE person = ? AND run < ? ORDER BY id DESC LIMIT 1");
        if (last.start(last_of, run_).next())
            ledger::copy_judgement(database_, last.integer(0), survivor, as_of_, run_);
        database_
            .prepare(
                "INSERT INTO now_score (person, grade, qualified, disqualified, first_qualified, run) SELECT "
                "person, grade, qualified, disqualified, ?2, run FROM score WHERE id = (SELECT max(id) FROM "
                "score WHERE person = ?1) ON CONFLICT (person) DO UPDATE SET first_qualified = "
                "excluded.first_qualified, run = excluded.run")
            .run(survivor, *theirs);
    }

    ledger::Database& database_;
    std::int64_t run_;
    Instant as_of_;
    ledger::Persons persons_;
    ledger::Statement keys_, supersede_, add_key_, add_merge_, move_merges_, set_merge_, standing_;
};

} // namespace

std::size_t Ledger::record_merges(const Merges& merges, Instant as_of) {
    impl_->need_run();
    MergeRecorder recorder(impl_->database, impl_->run, as_of);
    std::size_t merged = 0;
    for (const Merge& merge : merges.list()) merged += recorder.record(merge) ? 1 : 0;
    return merged;
}

} // namespace handoff

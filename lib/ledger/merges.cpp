#include "ledger/impl.hpp"
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
          set_merge_(database.prepare("INSERT INTO now_merge (survivor, merged) VALUES (?, ?)")) {}

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

    /// A rep who works on the merged lead keeps it, unless the survivor has one.
    void move_assignment(std::int64_t merged, std::int64_t survivor) {
        database_
            .prepare(
                "INSERT INTO assignment (person, rep, pool, route, sla, due_at, due_work, by_hand, number, "
                "reasons, at, run, moved_from) SELECT ?1, rep, pool, route, sla, due_at, due_work, by_hand, "
                "number, reasons, at, ?3, id FROM assignment WHERE id = (SELECT assignment FROM "
                "now_assignment "
                "WHERE person = ?2 AND closed IS NULL) AND NOT EXISTS (SELECT 1 FROM now_assignment WHERE "
                "person = ?1 AND closed IS NULL)")
            .run(survivor, merged, run_);
        database_
            .prepare("INSERT INTO now_assignment (person, assignment) SELECT person, id FROM assignment "
                     "WHERE person "
                     "= ?1 AND run = ?2 AND moved_from IS NOT NULL ON CONFLICT (person) DO UPDATE SET "
                     "assignment = "
                     "excluded.assignment, closed = NULL")
            .run(survivor, run_);
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
        database_
            .prepare("INSERT INTO score (person, score, grade, qualified, disqualified, at, run) SELECT ?1, "
                     "score, "
                     "grade, qualified, disqualified, at, ?3 FROM score WHERE person = ?2 AND qualified = 1 "
                     "AND at = "
                     "?4 ORDER BY id LIMIT 1")
            .run(survivor, merged, run_, *theirs);
        database_
            .prepare("INSERT INTO score (person, score, grade, qualified, disqualified, at, run) SELECT ?1, "
                     "score, "
                     "grade, qualified, disqualified, ?3, ?4 FROM score WHERE person = ?2 AND run < ?4 ORDER "
                     "BY id "
                     "DESC LIMIT 1")
            .run(survivor, last_of, as_of_, run_);
        database_
            .prepare(
                "INSERT INTO now_score (person, grade, qualified, disqualified, first_qualified) SELECT "
                "person, "
                "grade, qualified, disqualified, ?2 FROM score WHERE id = (SELECT max(id) FROM score WHERE "
                "person = ?1) ON CONFLICT (person) DO UPDATE SET first_qualified = excluded.first_qualified")
            .run(survivor, *theirs);
    }

    ledger::Database& database_;
    std::int64_t run_;
    Instant as_of_;
    ledger::Persons persons_;
    ledger::Statement keys_, supersede_, add_key_, add_merge_, move_merges_, set_merge_;
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

#include "ledger/impl.hpp"

#include <set>
#include <unordered_set>

namespace handoff {

using ledger::cell_of;
using ledger::column_of;

namespace {

/// An agreement that names no version is told from others by its bytes.
std::set<std::int64_t> runs_of_this_version(const ledger::Database& database, std::int64_t run) {
    ledger::Statement same =
        database.prepare("SELECT r.id FROM run r JOIN run this ON this.id = ? WHERE r.agreement_version = "
                         "this.agreement_version AND (r.agreement_version <> '' OR r.agreement_sha256 = "
                         "this.agreement_sha256)");
    std::set<std::int64_t> runs;
    same.start(run);
    while (same.next()) runs.insert(same.integer(0));
    return runs;
}

} // namespace

void Ledger::record_scores(const Table& scored, Instant as_of) {
    impl_->need_run();
    ledger::Database& database = impl_->database;
    ledger::Persons persons(database, impl_->run, as_of);
    ledger::Statement known = database.prepare(
        "SELECT grade, qualified, disqualified, first_qualified, run FROM now_score WHERE person = ?");
    ledger::Statement add = database.prepare("INSERT INTO score (person, score, grade, qualified, "
                                             "disqualified, at, run) VALUES (?, ?, ?, ?, ?, ?, ?)");
    ledger::Statement set = database.prepare(
        "INSERT INTO now_score (person, grade, qualified, disqualified, first_qualified, run) VALUES (?, ?, "
        "?, ?, ?, ?) ON CONFLICT (person) DO UPDATE SET grade = excluded.grade, qualified = "
        "excluded.qualified, disqualified = excluded.disqualified, first_qualified = "
        "excluded.first_qualified, run = excluded.run");
    // Judged the same by another version is worth a row too: that the lead was judged by it.
    const std::set<std::int64_t> this_version = runs_of_this_version(database, impl_->run);

    const std::size_t lead_id = column_of(scored, "lead_id"), email = column_of(scored, "email"),
                      score = column_of(scored, "score"), grade_column = column_of(scored, "grade"),
                      qualified_column = column_of(scored, "qualified"),
                      disqualified_column = column_of(scored, "disqualified");
    std::unordered_set<std::int64_t> recorded;
    for (std::size_t row = 0; row < scored.rows(); ++row) {
        const ledger::Persons::Key key = ledger::Persons::key(scored, lead_id, email, row);
        if (key.value.empty()) continue;
        const std::int64_t person = persons.find_or_make(key);
        if (!recorded.insert(person).second) continue;

        const std::string_view grade = cell_of(scored, grade_column, row);
        const bool qualified = cell_of(scored, qualified_column, row) == "true";
        const bool disqualified = cell_of(scored, disqualified_column, row) == "true";
        std::optional<Instant> first_qualified;
        bool same = false;
        if (known.start(person).next()) {
            same = known.text(0) == grade && (known.integer(1) != 0) == qualified &&
                   (known.integer(2) != 0) == disqualified && this_version.contains(known.integer(4));
            first_qualified = known.instant(3);
        }
        known.reset();
        if (same) continue;
        if (qualified && !first_qualified) first_qualified = as_of;
        std::optional<std::int64_t> points;
        if (const auto read = read_points(cell_of(scored, score, row))) points = read->nano;
        add.run(person, points, grade, qualified, disqualified, as_of, impl_->run);
        set.run(person, grade, qualified, disqualified, first_qualified, impl_->run);
    }
}

} // namespace handoff

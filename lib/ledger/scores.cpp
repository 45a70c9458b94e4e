#include "ledger/impl.hpp"
#include "ledger/named_scores.hpp"

#include <set>
#include <unordered_map>

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

void Ledger::record_scores(const Table& scored, const Agreement& agreement, Instant as_of) {
    impl_->need_run();
    ledger::Database& database = impl_->database;
    ledger::Persons persons(database, impl_->run, as_of);
    const ledger::RowPersons rows(scored, database);
    ledger::NamedScores named(database, scored, agreement.score);
    // Judged the same by another version is worth a row too: that the lead was judged by it.
    const std::set<std::int64_t> this_version = runs_of_this_version(database, impl_->run);
    const std::size_t score = column_of(scored, "score"), grade_column = column_of(scored, "grade"),
                      qualified_column = column_of(scored, "qualified"),
                      disqualified_column = column_of(scored, "disqualified");

    enum class State : std::uint8_t { unknown, same, other };
    std::vector<State> states(scored.rows(), State::unknown);
    std::unordered_map<std::uint32_t, Instant> first_qualified; // of those that are other
    ledger::Statement known = database.prepare(
        "SELECT person, grade, qualified, disqualified, first_qualified, run FROM now_score ORDER BY person");
    while (known.next()) {
        const std::uint32_t row = rows.row_of(known.integer(0));
        if (row == ledger::RowPersons::none) continue;
        const bool same_named = named.same(known.integer(0), row);
        const bool same = same_named && known.text(1) == cell_of(scored, grade_column, row) &&
                          (known.integer(2) != 0) == (cell_of(scored, qualified_column, row) == "true") &&
                          (known.integer(3) != 0) == (cell_of(scored, disqualified_column, row) == "true") &&
                          this_version.contains(known.integer(5));
        states[row] = same ? State::same : State::other;
        if (const auto first = known.instant(4); first && !same) first_qualified.emplace(row, *first);
    }

    ledger::Statement add = database.prepare("INSERT INTO score (person, score, grade, qualified, "
                                             "disqualified, at, run) VALUES (?, ?, ?, ?, ?, ?, ?)");
    ledger::Statement set = database.prepare(
        "INSERT INTO now_score (person, grade, qualified, disqualified, first_qualified, run) VALUES (?, ?, "
        "?, ?, ?, ?) ON CONFLICT (person) DO UPDATE SET grade = excluded.grade, qualified = "
        "excluded.qualified, disqualified = excluded.disqualified, first_qualified = "
        "excluded.first_qualified, run = excluded.run");
    for (std::uint32_t row = 0; row < scored.rows(); ++row) {
        if (states[row] == State::same || !rows.counts(row)) continue;
        const std::int64_t person = rows.person(row) != 0 ? rows.person(row) : persons.make(rows.key(row));
        const std::string_view grade = cell_of(scored, grade_column, row);
        const bool qualified = cell_of(scored, qualified_column, row) == "true";
        const bool disqualified = cell_of(scored, disqualified_column, row) == "true";
        std::optional<Instant> first;
        if (const auto before = first_qualified.find(row); before != first_qualified.end())
            first = before->second;
        else if (qualified)
            first = as_of;
        add.run(person, ledger::points_of(cell_of(scored, score, row)), grade, qualified, disqualified, as_of,
                impl_->run);
        named.record(database.last_id(), person, row);
        set.run(person, grade, qualified, disqualified, first, impl_->run);
    }
}

} // namespace handoff

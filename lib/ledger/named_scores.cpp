#include "ledger/named_scores.hpp"

#include <algorithm>

namespace handoff::ledger {

namespace {

constexpr std::string_view clear_now = "DELETE FROM now_named_score WHERE person = ?";

} // namespace

NamedScores::NamedScores(Database& database, const Table& scored, const ScoreModel& model)
    : scored_(scored), known_(database, "SELECT person, name, grade FROM now_named_score ORDER BY person"),
      add_(database.prepare("INSERT INTO named_score (judgement, name, score, grade) VALUES (?, ?, ?, ?)")),
      clear_(database.prepare(clear_now)),
      set_(database.prepare("INSERT INTO now_named_score (person, name, grade) VALUES (?, ?, ?)")) {
    for (const NamedScore& named : model.named)
        if (const std::size_t score = column_of(scored, "score_" + named.name); score != no_column)
            columns_.push_back({named.name, score, column_of(scored, "grade_" + named.name)});
    any_ = known_.there() || !columns_.empty();
}

bool NamedScores::same(std::int64_t person, std::uint32_t row) {
    if (!any_) return true;
    std::size_t known = 0, same = 0;
    for (; known_.find(person); known_.step()) {
        const std::string_view name = known_.rows.text(1), grade = known_.rows.text(2);
        ++known;
        same += std::any_of(columns_.begin(), columns_.end(),
                            [&](const Columns& each) {
                                return each.name == name && cell_of(scored_, each.grade, row) == grade;
                            })
                    ? 1
                    : 0;
    }
    return same == known && known == columns_.size();
}

void NamedScores::record(std::int64_t judgement, std::int64_t person, std::uint32_t row) {
    if (!any_) return;
    clear_.run(person);
    for (const Columns& each : columns_) {
        const std::string_view grade = cell_of(scored_, each.grade, row);
        add_.run(judgement, each.name, points_of(cell_of(scored_, each.score, row)), grade);
        set_.run(person, each.name, grade);
    }
}

std::optional<std::int64_t> points_of(std::string_view cell) {
    const auto points = read_points(cell);
    return points ? std::optional(points->nano) : std::nullopt;
}

std::int64_t copy_judgement(Database& database, std::int64_t judgement, std::int64_t to, Instant at,
                            std::int64_t run) {
    database
        .prepare(
            "INSERT INTO score (person, score, grade, qualified, disqualified, at, run) SELECT ?1, score, "
            "grade, qualified, disqualified, ?2, ?3 FROM score WHERE id = ?4")
        .run(to, at, run, judgement);
    const std::int64_t copy = database.last_id();
    database
        .prepare("INSERT INTO named_score (judgement, name, score, grade) SELECT ?1, name, score, grade FROM "
                 "named_score WHERE judgement = ?2")
        .run(copy, judgement);
    database.prepare(clear_now).run(to);
    database
        .prepare("INSERT INTO now_named_score (person, name, grade) SELECT ?1, name, grade FROM named_score "
                 "WHERE judgement = ?2")
        .run(to, copy);
    return copy;
}

} // namespace handoff::ledger

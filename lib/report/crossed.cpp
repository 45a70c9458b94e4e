#include "report/crossed.hpp"

#include "report/disqualifiers.hpp"
#include "score/grading.hpp"

#include <algorithm>

namespace handoff {

namespace {

const std::vector<Points>* points_of(const Table& scored, std::string_view column) {
    const auto at = scored.find(column);
    return at && !scored[*at].points.empty() ? &scored[*at].points : nullptr;
}

const Grade* grade_of(const Agreement& agreement, std::string_view score) {
    if (score.empty()) return &agreement.score.grade;
    for (const NamedScore& named : agreement.score.named)
        if (named.name == score) return &named.grade;
    return nullptr;
}

/// A column of the table that a condition looks at: where a score does not exist, its points are 0.
void add_column(Table& to, const std::string& name, const Table& from, bool is_points) {
    Column& column = to[to.add(name)];
    if (const auto at = from.find(name)) {
        column.cells = from[*at].cells;
        column.points = from[*at].points;
    }
    if (is_points && column.points.empty()) column.points.resize(to.rows());
}

} // namespace

std::vector<std::string> named_scores(const Agreement& before, const Agreement& after) {
    std::vector<std::string> names;
    for (const Agreement* agreement : {&before, &after})
        for (const NamedScore& score : agreement->score.named)
            if (std::find(names.begin(), names.end(), score.name) == names.end()) names.push_back(score.name);
    return names;
}

std::string grade_column(std::string_view score) {
    return score.empty() ? "grade" : "grade_" + std::string(score);
}

std::vector<std::string> grades_by(const Agreement& agreement, std::string_view score, const Table& scored) {
    std::vector<std::string> grades(scored.rows());
    const Grade* const grade = grade_of(agreement, score);
    if (!grade || grade->axes.empty()) return grades;
    std::vector<std::string> names;
    std::vector<const std::vector<Points>*> given;
    for (const ScoreGroup& group : agreement.score.groups) {
        names.push_back(group.name);
        given.push_back(points_of(scored, group.name));
    }
    const std::vector<std::string> added_up = agreement.score.groups_of(score);
    const Grading grading(*grade, names);
    std::vector<Points> groups(names.size());
    for (std::size_t row = 0; row < grades.size(); ++row) {
        Points sum;
        for (std::size_t group = 0; group < names.size(); ++group) {
            groups[group] = given[group] ? (*given[group])[row] : Points();
            if (std::find(added_up.begin(), added_up.end(), names[group]) != added_up.end())
                sum += groups[group];
        }
        grades[row] = grading.label(grading.of(groups, sum));
    }
    return grades;
}

std::vector<std::uint8_t> qualified_by(const Judged& by, const Judged& points, Instant as_of,
                                       const OtherGrades* other) {
    const Agreement& agreement = *by.agreement;
    const Expression& mql = agreement.lifecycle.mql;
    std::vector<std::uint8_t> holds(by.leads.rows());
    if (mql.empty()) return holds;
    const std::vector<Scope::Name> scored = score_columns(agreement.score);
    Table table;
    table.set_rows(by.leads.rows());
    for (const Expression::Use& use : mql.columns()) {
        if (table.find(use.name)) continue;
        const auto ours = std::find_if(scored.begin(), scored.end(),
                                       [&](const Scope::Name& each) { return each.name == use.name; });
        if (ours != scored.end())
            add_column(table, use.name, points.leads, ours->type == Type::number);
        else if (by.leads.find(use.name))
            add_column(table, use.name, by.leads, false);
    }
    if (const auto at = other ? table.find(other->column) : std::nullopt)
        for (std::size_t row = 0; row < table.rows(); ++row) table[*at].cells[row] = other->grades[row];
    const Bound bound(std::span(&mql, 1), scope_of_leads(table, agreement, as_of));
    Bound::Evaluator evaluator(bound);
    evaluator.run(table);
    const auto mask = evaluator.mask(0);
    holds.assign(mask.begin(), mask.end());
    return holds;
}

} // namespace handoff

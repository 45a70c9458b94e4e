#include "base/parallel.hpp"
#include "score/score_state.hpp"

namespace handoff {

namespace {

/// Columns of these names in the leads are of an earlier run: the new ones take their place.
Scope with_score(Scope scope, const std::vector<Scope::Name>& ours) {
    for (const Scope::Name& name : ours)
        for (Scope::Name& theirs : scope.names)
            if (theirs.name == name.name) theirs.name = "raw:" + theirs.name;
    scope.names.insert(scope.names.end(), ours.begin(), ours.end());
    return scope;
}

} // namespace

void ScoreState::bind_leads(const Scope& leads) {
    std::vector<Diagnostic> mistakes;
    const auto collect = [&](auto&& bind) {
        try {
            bind();
        } catch (const Error& error) {
            if (error.fault() != Fault::request) throw;
            mistakes.insert(mistakes.end(), error.diagnostics().begin(), error.diagnostics().end());
        }
    };
    collect([&] { lead_rules.emplace(agreement, leads); });
    collect([&] { lead_resets.emplace(agreement, leads); });
    const std::span<const Expression> mql(&agreement.lifecycle.mql, 1);
    const std::vector<Scope::Name> ours = score_columns(agreement.score);
    collect([&] {
        const std::set<std::size_t> read = Bound(mql, with_score(leads, ours)).columns();
        qualified_by.assign(read.begin(), read.lower_bound(leads.names.size()));
    });
    if (!mistakes.empty()) throw Error(Fault::request, std::move(mistakes));
    qualification.emplace(bind_to_score(mql, leads));
}

Bound ScoreState::bind_to_score(std::span<const Expression> conditions, const Scope& leads) const {
    // Bound to a table without the columns that the qualification does not read.
    Scope narrow = leads;
    narrow.names.clear();
    for (const std::size_t column : qualified_by) narrow.names.push_back(leads.names[column]);
    Scope scope = with_score(std::move(narrow), score_columns(agreement.score));
    // Canonical columns that the leads do not have are read from nowhere, so their positions hold nothing.
    std::copy_if(leads.names.begin(), leads.names.end(), std::back_inserter(scope.names),
                 [](const Scope::Name& name) { return name.blank; });
    return Bound(conditions, scope);
}

void ScoreState::qualify() {
    if (agreement.lifecycle.mql.empty()) return;
    const std::size_t chunks = first_lead.size() - 1;
    std::vector<std::unique_ptr<Bound::Evaluator>> evaluators(threads);
    in_parallel(threads, chunks, 1, [&](std::size_t chunk, std::size_t, unsigned thread) {
        if (!evaluators[thread]) evaluators[thread] = std::make_unique<Bound::Evaluator>(*qualification);
        const std::size_t from = first_lead[chunk], to = first_lead[chunk + 1];
        Table table = std::move(qualification_rows[chunk]);
        add_score_columns(table,
                          {groups.data() + from * group_names.size(), (to - from) * group_names.size()},
                          {disqualified.data() + from, to - from});
        evaluators[thread]->run(table);
        const std::span<const std::uint8_t> holds = evaluators[thread]->mask(0);
        for (std::size_t lead = from; lead < to; ++lead)
            qualified[lead] = holds[lead - from] != 0 && disqualified[lead] == 0 ? 1 : 0;
    });
}

Table ScoreState::qualification_columns(const Table& leads) const {
    Table kept;
    kept.set_rows(leads.rows());
    for (const std::size_t column : qualified_by) {
        const std::size_t copy = kept.add(leads[column].name);
        for (std::size_t row = 0; row < leads.rows(); ++row)
            kept[copy].cells[row] = kept.keep(leads[column].cells[row]);
    }
    return kept;
}

void ScoreState::add_score_columns(Table& table, std::span<const Points> all_groups,
                                   std::span<const std::uint8_t> are_disqualified) const {
    const std::size_t rows = are_disqualified.size(), step = group_names.size();
    const auto groups_of_row = [&](std::size_t row) { return all_groups.subspan(row * step, step); };
    const auto add_points = [&](std::string name, auto&& points_of) {
        Column& column = table[table.add(std::move(name))];
        column.points.reserve(rows);
        for (std::size_t row = 0; row < rows; ++row) column.points.push_back(points_of(groups_of_row(row)));
    };
    for (std::size_t group = 0; group < step; ++group)
        add_points(group_names[group], [&](std::span<const Points> mine) { return mine[group]; });
    add_points("score", [&](std::span<const Points> mine) { return main_score(mine); });
    const std::size_t grade = table.add("grade");
    for (std::size_t row = 0; row < rows; ++row) {
        const std::span<const Points> mine = groups_of_row(row);
        table[grade].cells[row] = grading.label(grading.of(mine, main_score(mine)));
    }
    for (const Named& score : named) {
        add_points("score_" + score.name, [&](std::span<const Points> mine) { return score.of(mine); });
        const std::size_t its_grade = table.add("grade_" + score.name);
        for (std::size_t row = 0; row < rows; ++row)
            table[its_grade].cells[row] = named_grade(score, groups_of_row(row));
    }
    const std::size_t is_disqualified = table.add("disqualified");
    for (std::size_t row = 0; row < rows; ++row)
        table[is_disqualified].cells[row] = are_disqualified[row] != 0 ? "true" : "false";
}

} // namespace handoff

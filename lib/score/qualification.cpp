#include "base/parallel.hpp"
#include "score/score_state.hpp"

namespace handoff {

namespace {

/// The columns that score adds and the qualification may read.
std::vector<Scope::Name> score_columns(const std::vector<std::string>& groups) {
    std::vector<Scope::Name> names;
    for (const std::string& group : groups) names.push_back({.name = group, .type = Type::number});
    names.push_back({.name = "score", .type = Type::number});
    names.push_back({.name = "grade", .type = Type::text});
    names.push_back({.name = "disqualified", .type = Type::boolean});
    return names;
}

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
    const std::span<const Expression> mql(&agreement.lifecycle.mql, 1);
    const std::vector<Scope::Name> ours = score_columns(group_names);
    collect([&] {
        const std::set<std::size_t> read = Bound(mql, with_score(leads, ours)).columns();
        qualified_by.assign(read.begin(), read.lower_bound(leads.names.size()));
    });
    if (!mistakes.empty()) throw Error(Fault::request, std::move(mistakes));
    // Bound again to a table without the columns it does not read.
    Scope narrow = leads;
    narrow.names.clear();
    for (const std::size_t column : qualified_by) narrow.names.push_back(leads.names[column]);
    Scope scope = with_score(std::move(narrow), ours);
    // Canonical columns that the leads do not have are read from nowhere, so their positions hold nothing.
    std::copy_if(leads.names.begin(), leads.names.end(), std::back_inserter(scope.names),
                 [](const Scope::Name& name) { return name.blank; });
    qualification.emplace(mql, scope);
}

void ScoreState::qualify() {
    if (agreement.lifecycle.mql.empty()) return;
    const std::size_t chunks = first_lead.size() - 1;
    std::vector<std::unique_ptr<Bound::Evaluator>> evaluators(threads);
    in_parallel(threads, chunks, 1, [&](std::size_t chunk, std::size_t, unsigned thread) {
        if (!evaluators[thread]) evaluators[thread] = std::make_unique<Bound::Evaluator>(*qualification);
        const std::size_t from = first_lead[chunk], to = first_lead[chunk + 1];
        Table table = std::move(qualification_rows[chunk]);
        add_score_columns(table, from, to);
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

void ScoreState::add_score_columns(Table& table, std::size_t from, std::size_t to) const {
    const std::size_t rows = to - from;
    const auto add_points = [&](std::string name, auto&& points_of) {
        Column& column = table[table.add(std::move(name))];
        column.points.reserve(rows);
        for (std::size_t lead = from; lead < to; ++lead) column.points.push_back(points_of(lead));
    };
    for (std::size_t group = 0; group < group_names.size(); ++group)
        add_points(group_names[group],
                   [&](std::size_t lead) { return groups[lead * group_names.size() + group]; });
    add_points("score", [&](std::size_t lead) { return score(lead); });
    const std::size_t grade = table.add("grade"), is_disqualified = table.add("disqualified");
    for (std::size_t lead = from; lead < to; ++lead) {
        table[grade].cells[lead - from] = grading.label(grades[lead]);
        table[is_disqualified].cells[lead - from] = disqualified[lead] != 0 ? "true" : "false";
    }
}

} // namespace handoff

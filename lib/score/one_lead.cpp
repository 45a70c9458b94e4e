#include "score/one_lead.hpp"

#include "agreement/expression_tree.hpp"

namespace handoff {

OneLead::OneLead(const ScoreState& state, Scope scope, Table row, std::vector<MatchedTouches> touches)
    : state_(state), scope_(std::move(scope)), row_(std::move(row)), touches_(std::move(touches)) {}

OneLead::AsOf::AsOf(const ScoreState& state, const Scope& scope)
    : rules(state.agreement, scope),
      qualification(state.bind_to_score(std::span(&state.agreement.lifecycle.mql, 1), scope)) {}

Scope OneLead::scope_as_of(Instant at) const {
    Scope scope = scope_;
    scope.as_of = at;
    return scope;
}

const OneLead::AsOf& OneLead::as_of(Instant at) const {
    std::unique_ptr<AsOf>& known = as_of_[at];
    if (!known) known = std::make_unique<AsOf>(state_, scope_as_of(at));
    return *known;
}

std::vector<std::uint16_t> OneLead::outcomes(Instant at) const {
    const LeadRules& rules = as_of(at).rules;
    LeadRules::Evaluator evaluator(rules);
    evaluator.run(row_);
    std::vector<std::uint16_t> found;
    for (std::size_t rule = 0; rule < rules.rules().size(); ++rule)
        found.push_back(evaluator.outcomes(rule)[0]);
    return found;
}

OneLead::Verdict OneLead::judge(Instant at, const std::vector<std::uint16_t>& outcomes,
                                std::span<const MatchedTouches> touches) const {
    const std::vector<LeadRule>& rules = as_of(at).rules.rules();
    std::vector<Points> by_columns;
    bool disqualified = false;
    std::size_t number = 0;
    for (const ScoreRule& rule : state_.agreement.score.rules) {
        by_columns.emplace_back();
        if (rule.on_touches) continue;
        by_columns.back() = rules[number].points[outcomes[number]];
        disqualified = disqualified || (rule.disqualify && outcomes[number] != 0);
        ++number;
    }
    Verdict verdict{.score = ScoreAt(state_, by_columns, touches, at), .disqualified = disqualified};
    verdict.qualified =
        !disqualified && !state_.agreement.lifecycle.mql.empty() && qualifies(at, verdict.score.groups);
    return verdict;
}

Table OneLead::scored_row(std::span<const Points> groups) const {
    Table table = state_.qualification_columns(row_);
    const std::uint8_t not_disqualified = 0;
    state_.add_score_columns(table, groups, std::span(&not_disqualified, 1));
    return table;
}

bool OneLead::qualifies(Instant at, std::span<const Points> groups) const {
    const Table table = scored_row(groups);
    Bound::Evaluator evaluator(as_of(at).qualification);
    evaluator.run(table);
    return evaluator.mask(0)[0] != 0;
}

std::vector<Expression> OneLead::parts_of(const Expression& condition) const {
    const Node& root = condition.tree()->root;
    if (root.kind != Node::Kind::all) return {condition};
    std::vector<Expression> parts;
    for (const Node& part : root.parts)
        parts.push_back(Expression::parse(condition.tree()->written(part), {}, {}, state_.agreement.folder));
    return parts;
}

std::vector<std::size_t> OneLead::unmet_parts(const Expression& condition, Instant at) const {
    if (condition.empty()) return {};
    const std::vector<Expression> parts = parts_of(condition);
    const Bound bound(parts, scope_as_of(at));
    Bound::Evaluator evaluator(bound);
    evaluator.run(row_);
    std::vector<std::size_t> found;
    for (std::size_t part = 0; part < parts.size(); ++part)
        if (evaluator.mask(part)[0] == 0) found.push_back(part);
    return found;
}

std::vector<std::string> OneLead::unmet(Instant at, std::span<const Points> groups) const {
    const Expression& mql = state_.agreement.lifecycle.mql;
    if (mql.empty()) return {};
    const std::vector<Expression> parts = parts_of(mql);
    const Bound bound = state_.bind_to_score(parts, scope_as_of(at));
    const Table table = scored_row(groups);
    Bound::Evaluator evaluator(bound);
    evaluator.run(table);
    std::vector<std::string> found;
    for (std::size_t part = 0; part < parts.size(); ++part)
        if (evaluator.mask(part)[0] == 0) found.push_back(parts[part].text());
    return found;
}

} // namespace handoff

#include "report/disqualifiers.hpp"

namespace handoff {

Scope scope_of_leads(const Table& leads, const Agreement& agreement, Instant as_of) {
    Scope scope = scope_of(leads, Kind::leads, agreement, as_of);
    for (const CanonicalColumn& column : canonical_columns(Kind::leads))
        if (!leads.find(column.name))
            scope.names.push_back({.name = std::string(column.name), .type = column.type, .blank = true});
    return scope;
}

std::vector<Disqualifier> disqualifiers(const Agreement& agreement, const Table& leads, Instant as_of) {
    std::vector<Disqualifier> found;
    std::vector<Expression> conditions;
    for (const ScoreRule& rule : agreement.score.rules) {
        if (!rule.disqualify) continue;
        found.push_back({.rule = &rule, .hits = {}});
        conditions.push_back(rule.when);
    }
    if (found.empty()) return found;
    const Bound bound(conditions, scope_of_leads(leads, agreement, as_of));
    Bound::Evaluator evaluator(bound);
    evaluator.run(leads);
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto mask = evaluator.mask(i);
        found[i].hits.assign(mask.begin(), mask.end());
    }
    return found;
}

} // namespace handoff

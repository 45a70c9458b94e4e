#include "route/rules.hpp"

#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

namespace {

const CanonicalColumn* canonical(std::string_view name) {
    const auto columns = canonical_columns(Kind::leads);
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const CanonicalColumn& column) { return column.name == name; });
    return found == columns.end() ? nullptr : &*found;
}

} // namespace

RouteRules::RouteRules(const Table& leads, const Agreement& agreement, const Roster& roster,
                       const RoutePast& past, Instant as_of)
    : leads_(leads), scope_(scope_of(leads, Kind::leads, agreement, as_of)) {
    Diagnostics mistakes;
    const std::vector<Expression> expressions = prepare(agreement, roster, past, mistakes);
    try {
        bound_ = std::make_unique<Bound>(expressions, scope_);
    } catch (const Error& error) {
        for (const Diagnostic& mistake : error.diagnostics()) mistakes.add(mistake);
    }
    mistakes.throw_if_errors(Fault::request);
    evaluator_ = std::make_unique<Bound::Evaluator>(*bound_);
}

void RouteRules::add_blank(const std::string& name) {
    const auto is_it = [&](const Scope::Name& column) { return column.name == name; };
    if (std::any_of(scope_.names.begin(), scope_.names.end(), is_it)) return;
    const CanonicalColumn* column = canonical(name);
    if (!column) return;
    scope_.names.push_back({.name = name, .type = column->type, .blank = true});
    blanks_.push_back(name);
}

std::vector<Expression> RouteRules::prepare(const Agreement& agreement, const Roster& roster,
                                            const RoutePast& past, Diagnostics& mistakes) {
    std::vector<Expression> expressions;
    const auto add = [&](const Expression& expression) {
        for (const Expression::Use& use : expression.columns()) add_blank(use.name);
        expressions.push_back(expression);
        return expressions.size() - 1;
    };
    for (const Route& route : agreement.routes) {
        Rule rule{.route = &route, .sla = route.sla.empty() ? nullptr : agreement.sla(route.sla)};
        rule.when = add(route.when);
        for (const auto& [skill, when] : route.need) rule.needs.push_back({skill, add(when)});
        if (route.to.empty()) {
            const auto known = std::find_if(pools_.begin(), pools_.end(),
                                            [&](const RepPool& pool) { return pool.name() == route.pool; });
            rule.pool = static_cast<std::size_t>(known - pools_.begin());
            if (known == pools_.end()) pools_.emplace_back(route.pool, agreement, roster, past);
        } else if (const Rep* rep = agreement.rep_of_owner(route.to)) {
            rule.member = roster.find(rep);
        } else {
            add_blank(route.to);
            const auto column = std::find_if(scope_.names.begin(), scope_.names.end(),
                                             [&](const Scope::Name& name) { return name.name == route.to; });
            if (column == scope_.names.end()) {
                std::vector<std::string> words = scope_.all_names();
                for (const Rep& each : agreement.reps) words.push_back(each.id);
                mistakes.add({.place = route.place,
                              .what = "route '" + route.name + "' goes to '" + route.to +
                                      "', which is no rep and no column of the leads",
                              .hint = did_you_mean(route.to, words),
                              .source = std::string(agreement.line(route.place.line))});
            } else {
                rule.column = static_cast<std::size_t>(column - scope_.names.begin());
            }
        }
        rules_.push_back(std::move(rule));
    }
    return expressions;
}

void RouteRules::read(std::span<const std::uint32_t> rows) {
    batch_ = leads_.pick(rows);
    for (const std::string& name : blanks_) batch_.add(name);
    evaluator_->run(batch_);
}

} // namespace handoff

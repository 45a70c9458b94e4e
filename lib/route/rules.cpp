#include "route/rules.hpp"

#include "base/parallel.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <bit>

namespace handoff {

namespace {

constexpr std::size_t batch_rows = 4096;

const CanonicalColumn* canonical(std::string_view name) {
    const auto columns = canonical_columns(Kind::leads);
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const CanonicalColumn& column) { return column.name == name; });
    return found == columns.end() ? nullptr : &*found;
}

} // namespace

RouteRules::RouteRules(const Table& leads, const Agreement& agreement, const Roster& roster, Pools& pools,
                       Instant as_of)
    : leads_(leads), scope_(scope_of(leads, Kind::leads, agreement, as_of)) {
    Diagnostics mistakes;
    add_areas(agreement, roster);
    add_rules(agreement, roster, pools, mistakes);
    for (const Exclusion& exclusion : agreement.exclusions) {
        Barrier barrier{.exclusion = &exclusion, .when = add(exclusion.when)};
        for (const std::string& rep : exclusion.reps)
            barrier.members.push_back(roster.find(agreement.rep(rep)));
        barriers_.push_back(std::move(barrier));
    }
    try {
        bound_ = std::make_unique<Bound>(expressions_, scope_);
    } catch (const Error& error) {
        for (const Diagnostic& mistake : error.diagnostics()) mistakes.add(mistake);
    }
    mistakes.throw_if_errors(Fault::request);
    words_ = (expressions_.size() + 63) / 64;
    is_rule_.resize(words_);
    rule_of_.resize(expressions_.size());
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        const std::size_t when = rules_[rule].when;
        is_rule_[when / 64] |= std::uint64_t{1} << (when % 64);
        rule_of_[when] = static_cast<std::uint32_t>(rule);
    }
}

std::size_t RouteRules::next_that_holds(std::size_t rule, std::size_t lead) const noexcept {
    if (rule == rules_.size()) return rule;
    const std::size_t from = rules_[rule].when; // conditions stand in the order of their rules
    for (std::size_t word = from / 64; word < words_; ++word) {
        std::uint64_t holding = truth_[lead * words_ + word] & is_rule_[word];
        if (word == from / 64) holding &= ~std::uint64_t{0} << (from % 64);
        if (holding != 0) return rule_of_[word * 64 + static_cast<std::size_t>(std::countr_zero(holding))];
    }
    return rules_.size();
}

std::size_t RouteRules::add(const Expression& expression) {
    for (const Expression::Use& use : expression.columns()) add_blank(use.name);
    expressions_.push_back(expression);
    return expressions_.size() - 1;
}

// A canonical column that rules name and the leads do not have is blank.
void RouteRules::add_blank(const std::string& name) {
    const auto is_it = [&](const Scope::Name& column) { return column.name == name; };
    if (std::any_of(scope_.names.begin(), scope_.names.end(), is_it)) return;
    // What owners.hpp adds stands in the rules also where there is no account export or ledger.
    if (name == "account_owner" || name == "known_rep")
        scope_.names.push_back({.name = name, .type = Type::text, .blank = true});
    else if (const CanonicalColumn* column = canonical(name))
        scope_.names.push_back({.name = name, .type = column->type, .blank = true});
}

void RouteRules::add_areas(const Agreement& agreement, const Roster& roster) {
    for (const Territory& territory : agreement.territories) {
        Area area{.territory = &territory};
        for (const Expression& condition : territory.conditions) area.conditions.push_back(add(condition));
        if (!territory.rep.empty()) area.member = roster.find(agreement.rep_of_owner(territory.rep));
        areas_.push_back(std::move(area));
    }
    for (std::uint32_t i = 0; i < areas_.size(); ++i) {
        const Territory* parent = agreement.territory(areas_[i].territory->parent);
        if (!parent) continue;
        areas_[i].parent = static_cast<std::uint32_t>(parent - agreement.territories.data());
        areas_[areas_[i].parent].children.push_back(i);
    }
}

void RouteRules::add_rules(const Agreement& agreement, const Roster& roster, Pools& pools,
                           Diagnostics& mistakes) {
    for (const Route& route : agreement.routes) {
        Rule rule{.route = &route, .sla = route.sla.empty() ? nullptr : agreement.sla(route.sla)};
        rule.when = add(route.when);
        for (const auto& [skill, when] : route.need)
            rule.needs.push_back({skill, pools.skill(skill), add(when)});
        std::sort(rule.needs.begin(), rule.needs.end(),
                  [](const Rule::Need& a, const Rule::Need& b) { return a.number < b.number; });
        if (!route.fallback.empty()) rule.fallback = roster.find(agreement.rep_of_owner(route.fallback));
        if (const Territory* territory = agreement.territory(route.territory))
            rule.territory = static_cast<std::uint32_t>(territory - agreement.territories.data());
        add_destination(route, rule, agreement, roster, mistakes);
        use_pools(rule, pools);
        rules_.push_back(std::move(rule));
    }
}

void RouteRules::add_destination(const Route& route, Rule& rule, const Agreement& agreement,
                                 const Roster& roster, Diagnostics& mistakes) {
    if (route.to.empty()) return;
    if (const Rep* rep = agreement.rep_of_owner(route.to)) {
        rule.member = roster.find(rep);
        return;
    }
    add_blank(route.to);
    const auto column = std::find_if(scope_.names.begin(), scope_.names.end(),
                                     [&](const Scope::Name& name) { return name.name == route.to; });
    if (column != scope_.names.end()) {
        rule.column = static_cast<std::size_t>(column - scope_.names.begin());
        rule.why_column = leads_.find(route.to + "_why");
        return;
    }
    std::vector<std::string> words = scope_.all_names();
    for (const Rep& each : agreement.reps) words.push_back(each.id);
    mistakes.add({.place = route.place,
                  .what = "route '" + route.name + "' goes to '" + route.to +
                          "', which is no rep and no column of the leads",
                  .hint = did_you_mean(route.to, words),
                  .source = std::string(agreement.line(route.place.line))});
}

void RouteRules::use_pools(Rule& rule, Pools& pools) {
    std::vector<std::string> skills;
    for (const Rule::Need& need : rule.needs) skills.push_back(need.skill);
    const auto use = [&](const std::string& pool) {
        return static_cast<std::uint32_t>(pools.use(pool, rule.route->by, skills));
    };
    if (!rule.route->pool.empty()) rule.pool = use(rule.route->pool);
    if (rule.territory == none) return;
    std::vector<std::uint32_t> below = {rule.territory};
    for (std::size_t i = 0; i < below.size(); ++i) {
        Area& area = areas_[below[i]];
        if (!area.territory->pool.empty()) area.pool = use(area.territory->pool);
        below.insert(below.end(), area.children.begin(), area.children.end());
    }
}

Table RouteRules::empty_batch() const {
    Table batch;
    for (const Scope::Name& name : scope_.names) batch.add(name.name);
    return batch;
}

void RouteRules::fill(Table& batch, std::span<const std::uint32_t> rows) const {
    const std::vector<std::size_t> wanted(bound_->columns().begin(), bound_->columns().end());
    batch.start_batch(rows.size(), wanted);
    for (const std::size_t position : wanted) {
        if (position >= leads_.columns().size()) continue; // blank everywhere
        const Column& from = leads_[position];
        Column& to = batch[position];
        for (std::size_t i = 0; i < rows.size(); ++i) to.cells[i] = from.cells[rows[i]];
        if (from.points.empty()) continue;
        to.points.resize(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) to.points[i] = from.points[rows[i]];
    }
}

void RouteRules::read(std::span<const std::uint32_t> rows, unsigned threads) {
    rows_ = rows;
    truth_.assign(rows_.size() * words_, 0);
    struct Worker {
        Table batch;
        Bound::Evaluator evaluator;
    };
    std::vector<std::unique_ptr<Worker>> workers(std::max(threads, 1U));
    in_parallel(threads, rows_.size(), batch_rows, [&](std::size_t from, std::size_t to, unsigned thread) {
        auto& worker = workers[thread];
        if (!worker) worker.reset(new Worker{empty_batch(), Bound::Evaluator(*bound_)});
        fill(worker->batch, rows_.subspan(from, to - from));
        worker->evaluator.run(worker->batch);
        for (std::size_t condition = 0; condition < expressions_.size(); ++condition) {
            const auto mask = worker->evaluator.mask(condition);
            std::uint64_t* bits = &truth_[from * words_ + condition / 64];
            for (std::size_t i = 0; i < mask.size(); ++i, bits += words_)
                *bits |= std::uint64_t{mask[i] != 0} << (condition % 64);
        }
    });
}

std::string RouteRules::values(std::size_t condition, std::size_t lead) const {
    Table one = empty_batch();
    fill(one, std::span(&rows_[lead], 1));
    return bound_->values(condition, one, 0);
}

std::string_view RouteRules::cell(std::size_t column, std::size_t lead) const noexcept {
    return column < leads_.columns().size() ? leads_[column].cells[rows_[lead]] : std::string_view();
}

std::vector<std::uint32_t> RouteRules::deepest(std::uint32_t root, std::size_t lead) const {
    struct Step {
        std::uint32_t area;
        std::size_t depth;
    };
    std::vector<std::uint32_t> found;
    std::size_t deepest = 0;
    std::vector<Step> open = {{root, 1}};
    while (!open.empty()) {
        const Step step = open.back();
        open.pop_back();
        const Area& area = areas_[step.area];
        if (!holds(area.conditions, lead)) continue;
        if (step.depth > deepest) found.clear();
        if (step.depth >= deepest) found.push_back(step.area);
        deepest = std::max(deepest, step.depth);
        for (const std::uint32_t child : area.children) open.push_back({child, step.depth + 1});
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::uint32_t> RouteRules::lowest(std::uint32_t root, std::size_t lead) const {
    const std::vector<std::uint32_t> found = deepest(root, lead);
    std::vector<std::uint32_t> path;
    for (std::uint32_t area = found.empty() ? none : found.front(); area != none;
         area = areas_[area].parent) {
        path.push_back(area);
        if (area == root) break;
    }
    return path;
}

} // namespace handoff

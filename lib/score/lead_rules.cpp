#include "score/lead_rules.hpp"

#include "score/bounds.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <table/country.hpp>

namespace handoff {

namespace {

constexpr std::size_t most_outcomes = 65'535;

std::optional<std::size_t> find_name(const Scope& scope, std::string_view name) {
    const auto found = std::find_if(scope.names.begin(), scope.names.end(),
                                    [&](const Scope::Name& one) { return one.name == name; });
    if (found == scope.names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - scope.names.begin());
}

Diagnostic unknown_column(const Agreement& agreement, const ScoreRule& rule, const Scope& scope) {
    Diagnostic diagnostic;
    diagnostic.place = rule.column_place;
    diagnostic.what = "there is no column '" + rule.column + "'";
    diagnostic.hint = did_you_mean(rule.column, scope.all_names());
    diagnostic.source = agreement.line(rule.column_place.line);
    diagnostic.width = static_cast<std::uint32_t>(rule.column.size());
    return diagnostic;
}

Diagnostic unknown_country(const Agreement& agreement, const ScoreRule& rule, const std::string& value) {
    Diagnostic diagnostic;
    diagnostic.place = rule.column_place;
    diagnostic.what = "unknown country '" + value + "' in 'values'";
    diagnostic.hint = did_you_mean(value, country_words());
    diagnostic.source = agreement.line(rule.column_place.line);
    diagnostic.width = static_cast<std::uint32_t>(rule.column.size());
    return diagnostic;
}

} // namespace

std::size_t group_of(const ScoreModel& model, const ScoreRule& rule) {
    for (std::size_t group = 0; group < model.groups.size(); ++group)
        if (model.groups[group].name == rule.group) return group;
    if (rule.disqualify && rule.group.empty()) return 0;
    throw Error(Fault::ours,
                "the rule '" + rule.name + "' names the group '" + rule.group + "', which is not in [score]");
}

LeadRules::LeadRules(const Agreement& agreement, const Scope& scope) {
    std::vector<Expression> conditions;
    std::vector<Diagnostic> mistakes;
    for (const ScoreRule& rule : agreement.score.rules) {
        if (rule.on_touches) continue;
        LeadRule compiled{.rule = &rule, .group = group_of(agreement.score, rule), .given = {Points()}};
        std::unordered_map<std::string, std::uint16_t> values;
        if (rule.column.empty()) {
            compiled.expression = conditions.size();
            conditions.push_back(rule.when);
            compiled.given.push_back(rule.points);
        } else {
            const std::optional<std::size_t> column = find_name(scope, rule.column);
            if (column) {
                compiled.column = *column;
                columns_.insert(*column);
            } else {
                mistakes.push_back(unknown_column(agreement, rule, scope));
            }
            compiled.form = rule.bands.empty() ? LeadRule::Form::values : LeadRule::Form::bands;
            for (const Band& band : rule.bands) compiled.given.push_back(band.points);
            const Type type = column ? scope.names[*column].type.value_or(Type::text) : Type::text;
            for (const auto& [value, points] : rule.values) {
                const std::vector<std::string> cells = cells_meaning(type, value);
                if (cells.empty()) mistakes.push_back(unknown_country(agreement, rule, value));
                for (const std::string& cell : cells)
                    values.emplace(lower(cell), static_cast<std::uint16_t>(compiled.given.size()));
                compiled.given.push_back(points);
            }
            if (compiled.given.size() > most_outcomes)
                throw Error(Fault::request, "the rule '" + rule.name + "' has more than 65,534 values");
        }
        const Bounds bounds = Bounds::of(rule.min, rule.max);
        compiled.points = {Points()};
        for (std::size_t i = 1; i < compiled.given.size(); ++i)
            compiled.points.push_back(bounds(compiled.given[i]));
        rules_.push_back(std::move(compiled));
        values_.push_back(std::move(values));
    }
    try {
        bound_.emplace(conditions, scope);
    } catch (const Error& error) {
        mistakes.insert(mistakes.end(), error.diagnostics().begin(), error.diagnostics().end());
    }
    if (!mistakes.empty()) throw Error(Fault::request, std::move(mistakes));
    columns_.insert(bound_->columns().begin(), bound_->columns().end());
}

LeadRules::Evaluator::Evaluator(const LeadRules& rules) : rules_(rules), evaluator_(rules.bound()) {}

void LeadRules::Evaluator::run(const Table& table) {
    table_ = &table;
    evaluator_.run(table);
    outcomes_.resize(table.rows());
}

std::span<const std::uint16_t> LeadRules::Evaluator::outcomes(std::size_t rule) {
    const LeadRule& one = rules_.rules_[rule];
    switch (one.form) {
    case LeadRule::Form::when: {
        const std::span<const std::uint8_t> mask = evaluator_.mask(one.expression);
        std::copy(mask.begin(), mask.end(), outcomes_.begin());
        break;
    }
    case LeadRule::Form::bands:
        find_bands(one, (*table_)[one.column].cells);
        break;
    case LeadRule::Form::values:
        find_values(rule, (*table_)[one.column].cells);
        break;
    }
    return outcomes_;
}

void LeadRules::Evaluator::find_bands(const LeadRule& rule, std::span<const std::string_view> cells) {
    const std::vector<Band>& bands = rule.rule->bands;
    for (std::size_t row = 0; row < cells.size(); ++row) {
        outcomes_[row] = 0;
        const std::optional<double> value = read_number(cells[row]);
        if (!value) continue;
        for (std::size_t band = 0; band < bands.size(); ++band)
            if (*value >= bands[band].low && *value <= bands[band].high)
                outcomes_[row] = static_cast<std::uint16_t>(band + 1);
    }
}

void LeadRules::Evaluator::find_values(std::size_t rule, std::span<const std::string_view> cells) {
    const auto& values = rules_.values_[rule];
    for (std::size_t row = 0; row < cells.size(); ++row) {
        folded_ = lower(cells[row]);
        const auto found = values.find(folded_);
        outcomes_[row] = found == values.end() ? std::uint16_t{0} : found->second;
    }
}

} // namespace handoff

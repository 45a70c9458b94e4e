#include "score/effects.hpp"
#include "score/explain_touches.hpp"
#include "score/repeated_touches.hpp"
#include "score/score_state.hpp"

#include <algorithm>

namespace handoff {

namespace {

/// What explaining one lead needs of the exports that are read again.
struct Found {
    std::vector<std::pair<std::uint16_t, std::string>> outcomes; ///< by lead rule, with the value it saw
    std::vector<MatchedTouches> touches;                         ///< by touch rule
    std::string qualified_by;
};

std::string value_seen(const LeadRules& rules, const LeadRule& rule, const Table& leads, std::size_t row) {
    if (rule.form == LeadRule::Form::when) return rules.bound().values(rule.expression, leads, row);
    const std::string_view cell = leads[rule.column].cells[row];
    const bool number = rule.form == LeadRule::Form::bands;
    return rule.rule->column + " = " + (number ? std::string(cell) : "'" + std::string(cell) + "'");
}

/// Calls `work(table, positions)` with the rows of a batch that are asked for; positions are those in the
/// batch.
template <class Asked, class Work>
void with_rows(const Table& table, const Asked& asked, const Work& work) {
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < table.rows(); ++row)
        if (asked(row)) rows.push_back(row);
    if (!rows.empty()) work(table.pick(rows), rows);
}

void find_outcomes(const ScoreState& state, Export& leads, std::map<std::size_t, Found>& found) {
    const LeadRules rules(state.agreement, state.scope_of(leads));
    std::set<std::size_t> wanted = rules.columns();
    wanted.insert(state.qualified_by.begin(), state.qualified_by.end());
    std::mutex finding;
    leads.for_each(
        std::vector<std::size_t>(wanted.begin(), wanted.end()), csv::Reader::Keep::cells,
        [&](csv::Reader::Batch& batch) {
            const std::size_t first = state.first_of_chunk(batch.chunk, batch.table.rows());
            const auto asked = [&](std::size_t row) { return found.count(first + row) != 0; };
            with_rows(batch.table, asked, [&](const Table& table, const std::vector<std::uint32_t>& rows) {
                LeadRules::Evaluator evaluator(rules);
                evaluator.run(table);
                Table qualification = state.qualification_columns(table);
                for (std::size_t row = 0; row < rows.size(); ++row) {
                    Table one =
                        qualification.pick(std::vector<std::uint32_t>{static_cast<std::uint32_t>(row)});
                    state.add_score_columns(one, first + rows[row], first + rows[row] + 1);
                    Found& lead = found.at(first + rows[row]);
                    const std::lock_guard lock(finding);
                    if (!state.agreement.lifecycle.mql.empty())
                        lead.qualified_by = state.qualification->values(0, one, 0);
                    for (std::size_t rule = 0; rule < rules.rules().size(); ++rule)
                        lead.outcomes.emplace_back(evaluator.outcomes(rule)[row],
                                                   value_seen(rules, rules.rules()[rule], table, row));
                }
            });
        });
}

void find_touches(const ScoreState& state, Export& touches,
                  const std::map<std::size_t, std::vector<Found*>>& holders) {
    const Bound bound = state.bind_touches(touches);
    const TouchColumns columns(touches, state.keys);
    RepeatedTouches repeated(touches);
    std::mutex finding;
    touches.for_each(repeated.wanted(columns.wanted(bound)), repeated.keep(), [&](csv::Reader::Batch& batch) {
        if (auto once = repeated.leave_out(batch)) batch.table = std::move(*once);
        std::vector<const std::vector<Found*>*> leads(batch.table.rows());
        const auto asked = [&](std::size_t row) {
            const std::uint32_t lead = state.keys.find(batch.table, columns.keys, row);
            if (lead == LeadKeys::none) return false;
            const auto holder = holders.find(state.holder(lead));
            if (holder != holders.end()) leads[row] = &holder->second;
            return leads[row] != nullptr;
        };
        with_rows(batch.table, asked, [&](const Table& table, const std::vector<std::uint32_t>& rows) {
            Bound::Evaluator evaluator(bound);
            evaluator.run(table);
            const std::lock_guard lock(finding);
            for (std::size_t number = 0; number < state.touch_rules.size(); ++number) {
                const TouchRule& rule = state.touch_rules[number];
                const std::span<const std::uint8_t> holds = evaluator.mask(number);
                for (std::size_t row = 0; row < rows.size(); ++row) {
                    if (holds[row] == 0) continue;
                    const auto at = columns.time(table, row, state.agreement.timezone);
                    if (at ? !rule.in_window((state.as_of - *at).count()) : !rule.timeless) continue;
                    for (Found* lead : *leads[rows[row]]) {
                        if (at)
                            lead->touches[number].times.push_back(*at);
                        else
                            ++lead->touches[number].undated;
                    }
                }
            }
        });
    });
}

std::vector<Reason> with_texts(Effects effects) {
    std::vector<Points> points;
    for (const auto& [reason, effect] : effects) points.push_back(effect);
    const std::vector<std::string> texts = effect_texts(points);
    std::vector<Reason> reasons;
    for (std::size_t i = 0; i < effects.size(); ++i) {
        effects[i].first.effect = texts[i];
        reasons.push_back(std::move(effects[i].first));
    }
    return reasons;
}

/// The score's part of the verdict: what the grade was taken from.
std::string graded_by(const ScoreState& state, std::size_t lead) {
    std::string text;
    for (const Grade::Axis& axis : state.agreement.score.grade.axes) {
        if (!text.empty()) text += ", ";
        const auto group = std::find(state.group_names.begin(), state.group_names.end(), axis.group);
        const std::size_t position = static_cast<std::size_t>(group - state.group_names.begin());
        const bool total = group == state.group_names.end();
        text += (total ? "score" : axis.group) + " = " +
                to_text(total ? state.score(lead) : state.groups[lead * state.group_names.size() + position]);
    }
    return text;
}

void explain_lead_rule(Effects& effects, std::vector<Reason>& verdict, const LeadRule& rule,
                       const std::pair<std::uint16_t, std::string>& found) {
    const auto& [outcome, value] = found;
    if (outcome == 0) return;
    Reason reason{.rule = rule.rule->name, .place = rule.rule->place, .value = value, .why = rule.rule->why};
    if (rule.rule->disqualify) {
        Reason disqualified = reason;
        disqualified.effect = "disqualified";
        verdict.push_back(std::move(disqualified));
        if (rule.points[outcome] == Points()) return;
    }
    effects.emplace_back(std::move(reason), rule.given[outcome]);
    explain_bounds(effects, rule.rule->name, rule.rule->place, Bounds::of(rule.rule->min, rule.rule->max),
                   rule.given[outcome]);
}

Scorer::Explained explained(const ScoreState& state, std::size_t lead, const Found& found) {
    Scorer::Explained result;
    std::vector<Effects> effects(std::max<std::size_t>(state.group_names.size(), 1));
    std::size_t lead_rule = 0, touch_rule = 0;
    for (const ScoreRule& rule : state.agreement.score.rules) {
        if (rule.on_touches) {
            const TouchRule& compiled = state.touch_rules[touch_rule];
            explain_touches(effects[compiled.group], compiled, found.touches[touch_rule], state.as_of,
                            state.agreement.timezone);
            ++touch_rule;
        } else {
            const LeadRule& compiled = state.lead_rules->rules()[lead_rule];
            explain_lead_rule(effects[compiled.group], result.verdict, compiled, found.outcomes[lead_rule]);
            ++lead_rule;
        }
    }
    for (std::size_t group = 0; group < state.group_names.size(); ++group) {
        Points sum;
        for (const auto& [reason, effect] : effects[group]) sum += effect;
        explain_bounds(effects[group], state.group_names[group], state.agreement.score.groups[group].place,
                       state.group_bounds[group], sum);
        result.groups.emplace_back(state.group_names[group], with_texts(std::move(effects[group])));
    }
    if (state.grading.graded())
        result.verdict.push_back({.rule = "grade",
                                  .place = state.agreement.score.grade.place,
                                  .value = graded_by(state, lead),
                                  .effect = state.grading.label(state.grades[lead])});
    const Expression& mql = state.agreement.lifecycle.mql;
    result.verdict.push_back(
        {.rule = "qualified",
         .place = mql.empty() ? state.agreement.lifecycle.place : mql.place(),
         .value = mql.empty() ? "the agreement does not say what qualifies a lead" : found.qualified_by,
         .effect = state.qualified[lead] != 0 ? "qualified" : "not qualified"});
    return result;
}

} // namespace

std::vector<Scorer::Explained> Scorer::explain(std::span<const std::size_t> leads, Export& lead_export,
                                               std::span<Export*> touches) const {
    const ScoreState& state = *impl_;
    if (!state.finished) throw Error(Fault::ours, "scores are explained after finish");
    std::map<std::size_t, Found> found;
    std::map<std::size_t, std::vector<Found*>> holders;
    for (const std::size_t lead : leads) {
        const auto [place, added] = found.try_emplace(lead);
        if (!added) continue;
        place->second.touches.resize(state.touch_rules.size());
        holders[state.holder(lead)].push_back(&place->second);
    }
    find_outcomes(state, lead_export, found);
    for (Export* one : touches) find_touches(state, *one, holders);
    for (auto& [lead, one] : found)
        for (MatchedTouches& matched : one.touches) std::sort(matched.times.begin(), matched.times.end());
    std::vector<Explained> all;
    for (const std::size_t lead : leads) all.push_back(explained(state, lead, found.at(lead)));
    return all;
}

} // namespace handoff

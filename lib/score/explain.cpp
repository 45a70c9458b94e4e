#include "score/counting.hpp"
#include "score/effects.hpp"
#include "score/explain_touches.hpp"
#include "score/lead_touches.hpp"
#include "score/missing.hpp"
#include "score/nearly.hpp"
#include "score/one_lead.hpp"

#include <algorithm>

namespace handoff {

namespace {

/// A lead that is explained, with the values that rules on columns saw.
struct Found {
    std::unique_ptr<OneLead> lead;
    std::vector<std::string> values; ///< by lead rule
    std::string qualified_by;
    std::optional<Instant> created;
};

std::string value_seen(const LeadRules& rules, const LeadRule& rule, const Table& leads, std::size_t row) {
    if (rule.form == LeadRule::Form::when) return rules.bound().values(rule.expression, leads, row);
    const std::string_view cell = leads[rule.column].cells[row];
    const bool number = rule.form == LeadRule::Form::bands;
    return rule.rule->column + " = " + (number ? std::string(cell) : "'" + std::string(cell) + "'");
}

/// One row by itself, with the columns at their positions.
Table copy_of(const Table& table, std::size_t row, const std::set<std::size_t>& wanted) {
    Table copy;
    copy.set_rows(1);
    for (std::size_t position = 0; position < table.columns().size(); ++position) {
        const std::size_t column = copy.add(table[position].name);
        if (wanted.count(position) != 0) copy[column].cells[0] = copy.keep(table[position].cells[row]);
    }
    return copy;
}

std::map<std::size_t, Found> find(const ScoreState& state, std::span<const std::size_t> asked, Export& leads,
                                  std::span<Export* const> touches) {
    std::map<std::size_t, Found> found;
    std::set<std::size_t> holders;
    for (const std::size_t lead : asked) {
        found.try_emplace(lead);
        holders.insert(state.holder(lead));
    }
    const LeadTouches all(state, touches, {.holders = &holders});
    const Scope scope = state.scope_of(leads);
    const LeadRules rules(state.agreement, scope);
    const std::optional<std::size_t> created = column_of(leads, "created_at");
    std::set<std::size_t> wanted = rules.columns();
    wanted.insert(state.qualified_by.begin(), state.qualified_by.end());
    if (created) wanted.insert(*created);
    std::mutex finding;
    leads.for_each(std::vector<std::size_t>(wanted.begin(), wanted.end()), csv::Reader::Keep::cells,
                   [&](csv::Reader::Batch& batch) {
                       const std::size_t first = state.first_of_chunk(batch.chunk, batch.table.rows());
                       for (auto one = found.lower_bound(first);
                            one != found.end() && one->first < first + batch.table.rows(); ++one) {
                           Table row = copy_of(batch.table, one->first - first, wanted);
                           std::vector<MatchedTouches> mine;
                           all.find(one->first, mine);
                           Found& lead = one->second;
                           const std::lock_guard lock(finding);
                           for (const LeadRule& rule : rules.rules())
                               lead.values.push_back(value_seen(rules, rule, row, 0));
                           if (!state.agreement.lifecycle.mql.empty()) {
                               Table scored = state.qualification_columns(row);
                               state.add_score_columns(scored, state.groups_of(one->first),
                                                       {state.disqualified.data() + one->first, 1});
                               lead.qualified_by = state.qualification->values(0, scored, 0);
                           }
                           if (created)
                               lead.created = time_of(row[*created].cells[0], state.agreement.timezone);
                           lead.lead =
                               std::make_unique<OneLead>(state, scope, std::move(row), std::move(mine));
                       }
                   });
    return found;
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

/// What a grade was taken from: "fit = 45, score = 70".
std::string graded_by(const ScoreState& state, const Grade& grade, const std::string& total, Points sum,
                      std::span<const Points> groups) {
    std::string text;
    for (const Grade::Axis& axis : grade.axes) {
        if (!text.empty()) text += ", ";
        const auto group = std::find(state.group_names.begin(), state.group_names.end(), axis.group);
        const bool is_total = group == state.group_names.end();
        const auto position = static_cast<std::size_t>(group - state.group_names.begin());
        text += (is_total ? total : axis.group) + " = " + to_text(is_total ? sum : groups[position]);
    }
    return text;
}

/// Each named score: what it adds up, and its grade.
void explain_named(std::vector<Reason>& verdict, const ScoreState& state, std::span<const Points> groups) {
    for (std::size_t number = 0; number < state.named.size(); ++number) {
        const ScoreState::Named& score = state.named[number];
        const NamedScore& agreed = state.agreement.score.named[number];
        std::string parts;
        for (const std::size_t group : score.groups)
            parts += (parts.empty() ? "" : ", ") + state.group_names[group] + " = " + to_text(groups[group]);
        const Points sum = score.of(groups);
        verdict.push_back(
            {.rule = "score_" + score.name, .place = agreed.place, .value = parts, .effect = to_text(sum)});
        if (score.grading.graded())
            verdict.push_back({.rule = "grade_" + score.name,
                               .place = agreed.grade.place,
                               .value = graded_by(state, agreed.grade, "score_" + score.name, sum, groups),
                               .effect = state.named_grade(score, groups)});
    }
}

void explain_lead_rule(Effects& effects, std::vector<Reason>& verdict, const LeadRule& rule,
                       std::uint16_t outcome, const std::string& value) {
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

/// What is left of a lead's touches by one rule.
void add_touches(std::vector<Scorer::TouchLeft>& touches, const ScoreState& state, const TouchRule& rule,
                 const MatchedTouches& matched, const LatestReset& reset) {
    const CountedTouches counting(rule, matched, reset, state.as_of, state.agreement.timezone);
    const ScoreRule& agreed = *rule.rule;
    const auto add = [&](std::optional<Instant> at, Points left, std::string note) {
        touches.push_back({at, agreed.group, agreed.name, agreed.points, left, std::move(note)});
    };
    if (agreed.at_least) { // they give their points together
        const std::vector<Instant> times = counting.times_counted();
        const std::optional<std::size_t> last = newest_span(times, *agreed.at_least);
        if (last)
            add(times[*last], rule.curve.at(state.as_of - times[*last]),
                std::to_string(agreed.at_least->count) + " within " + to_text(agreed.at_least->within));
        return;
    }
    for (const Instant& time : matched.times)
        if (time <= state.as_of && !rule.in_window((state.as_of - time).count()))
            add(time, {}, "older than " + to_text(*agreed.window));
    for (std::size_t i = 0; i < counting.seen.size(); ++i) {
        const Instant time = counting.seen[i];
        const bool counts = std::binary_search(counting.counted.begin(), counting.counted.end(), i);
        add(time, counts ? rule.curve.at(state.as_of - time) : Points(),
            counts                      ? ""
            : i < counting.before_reset ? "before '" + reset.reset->name + "'"
                                        : "beyond the limit");
    }
    for (std::size_t i = 0; i < counting.undated; ++i)
        add(std::nullopt, counting.undated_counted > 0 ? agreed.points : Points(),
            counting.undated_counted > 0 ? "without a time"
                                         : "without a time, and there is '" + reset.reset->name + "'");
}

constexpr int weeks_shown = 8;

Scorer::PastScore past_score(const ScoreState& state, const OneLead& lead, Instant at) {
    const OneLead::Verdict verdict = lead.judge(at);
    const std::vector<Points>& groups = verdict.score.groups;
    Scorer::PastScore past{.at = at,
                           .groups = groups,
                           .score = state.main_score(groups),
                           .grade = {},
                           .named = {},
                           .named_grades = {},
                           .qualified = verdict.qualified};
    past.grade = state.grading.label(state.grading.of(groups, past.score));
    for (const ScoreState::Named& score : state.named) {
        past.named.push_back(score.of(groups));
        past.named_grades.push_back(state.named_grade(score, groups));
    }
    return past;
}

Scorer::Explained explained(const ScoreState& state, std::size_t lead, const Found& found,
                            const Export* touches) {
    Scorer::Explained result;
    std::vector<Effects> effects(std::max<std::size_t>(state.group_names.size(), 1));
    const std::vector<MatchedTouches>& matched = found.lead->touches();
    const std::vector<std::uint16_t> outcomes = found.lead->outcomes(state.as_of);
    const std::vector<LatestReset> resets =
        latest_resets(state, std::span(matched).subspan(state.touch_rules.size()), state.as_of);
    std::size_t lead_rule = 0, touch_rule = 0;
    for (const ScoreRule& rule : state.agreement.score.rules) {
        if (rule.on_touches) {
            const TouchRule& compiled = state.touch_rules[touch_rule];
            const LatestReset& reset = resets[compiled.group];
            const CountedTouches counting(compiled, matched[touch_rule], reset, state.as_of,
                                          state.agreement.timezone);
            explain_touches(effects[compiled.group], compiled, counting, reset, state.as_of,
                            state.agreement.timezone);
            add_touches(result.touches, state, compiled, matched[touch_rule], reset);
            ++touch_rule;
        } else {
            const LeadRule& compiled = state.lead_rules->rules()[lead_rule];
            explain_lead_rule(effects[compiled.group], result.verdict, compiled, outcomes[lead_rule],
                              found.values[lead_rule]);
            ++lead_rule;
        }
    }
    result.nearly = nearly_fired(state, *found.lead);
    std::stable_sort(result.touches.begin(), result.touches.end(),
                     [](const Scorer::TouchLeft& a, const Scorer::TouchLeft& b) { return a.at > b.at; });
    for (std::size_t group = 0; group < state.group_names.size(); ++group) {
        Points sum;
        for (const auto& [reason, effect] : effects[group]) sum += effect;
        explain_bounds(effects[group], state.group_names[group], state.agreement.score.groups[group].place,
                       state.group_bounds[group], sum);
        result.groups.emplace_back(state.group_names[group], with_texts(std::move(effects[group])));
    }
    const std::span<const Points> groups = state.groups_of(lead);
    if (state.grading.graded())
        result.verdict.push_back(
            {.rule = "grade",
             .place = state.agreement.score.grade.place,
             .value = graded_by(state, state.agreement.score.grade, "score", state.score(lead), groups),
             .effect = state.grading.label(state.grades[lead])});
    explain_named(result.verdict, state, groups);
    const Expression& mql = state.agreement.lifecycle.mql;
    result.verdict.push_back(
        {.rule = "qualified",
         .place = mql.empty() ? state.agreement.lifecycle.place : mql.place(),
         .value = mql.empty() ? "the agreement does not say what qualifies a lead" : found.qualified_by,
         .effect = state.qualified[lead] != 0 ? "qualified" : "not qualified"});
    for (int week = weeks_shown - 1; week >= 0; --week) {
        // The same time of day, also across a clock change.
        const Zone& zone = state.agreement.timezone;
        const Instant at = zone.to_utc(zone.to_local(state.as_of) - std::chrono::weeks(week));
        if (week > 0 && found.created && *found.created > at) continue;
        result.weeks.push_back(past_score(state, *found.lead, at));
    }
    if (state.qualified[lead] == 0 && !mql.empty())
        result.missing = find_missing(state, *found.lead, touches);
    return result;
}

} // namespace

std::vector<Scorer::Explained> Scorer::explain(std::span<const std::size_t> leads, Export& lead_export,
                                               std::span<Export*> touches) const {
    const ScoreState& state = *impl_;
    if (!state.finished) throw Error(Fault::ours, "scores are explained after finish");
    const std::map<std::size_t, Found> found = find(state, leads, lead_export, touches);
    std::vector<Explained> all;
    for (const std::size_t lead : leads)
        all.push_back(explained(state, lead, found.at(lead), touches.empty() ? nullptr : touches.front()));
    return all;
}

} // namespace handoff

#include "score/missing.hpp"

#include "agreement/expression_tree.hpp"
#include "score/example_touch.hpp"

#include <algorithm>
#include <numeric>

namespace handoff {

namespace {

using Step = Scorer::Missing::Step;

void add_numbers(const Node& node, std::vector<Points>& numbers) {
    if (node.kind == Node::Kind::number) {
        numbers.push_back(Points::of(node.number));
        numbers.push_back(Points::of(-node.number));
    }
    for (const Node& part : node.parts) add_numbers(part, numbers);
}

/// The fewest points that make a lead qualify. It can turn only at numbers that the condition names, and
/// where grades begin.
class FewestPoints {
  public:
    FewestPoints(const ScoreState& state, const OneLead& lead)
        : state_(state), lead_(lead), groups_(lead.judge(state.as_of).score.groups) {
        add_numbers(state.agreement.lifecycle.mql.tree()->root, turns_);
        const auto add_grade = [&](const Grade& grade) {
            for (const Grade::Axis& axis : grade.axes)
                for (const Grade::Step& step : axis.steps) turns_.push_back(step.from);
        };
        add_grade(state.agreement.score.grade);
        for (const NamedScore& score : state.agreement.score.named) add_grade(score.grade);
    }

    std::vector<std::pair<std::string, Points>> find() const {
        std::vector<std::vector<Points>> steps;
        for (std::size_t group = 0; group < groups_.size(); ++group) steps.push_back(steps_of(group));
        if (auto single = single_group(steps); !single.empty()) return single;
        return together(steps);
    }

  private:
    /// By how much a group may be raised so that something may turn.
    std::vector<Points> steps_of(std::size_t group) const {
        std::vector<Points> sums = {groups_[group]};
        if (group < state_.main_groups) sums.push_back(state_.main_score(groups_));
        for (const ScoreState::Named& score : state_.named)
            if (std::find(score.groups.begin(), score.groups.end(), group) != score.groups.end())
                sums.push_back(score.of(groups_));
        std::vector<Points> steps;
        for (const Points turn : turns_)
            for (const Points sum : sums)
                for (const Points step : {turn - sum, turn - sum + Points{1}})
                    if (step > Points() && turn != Points::lowest() &&
                        state_.group_bounds[group](groups_[group] + step) == groups_[group] + step)
                        steps.push_back(step);
        std::sort(steps.begin(), steps.end());
        steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
        return steps;
    }

    bool qualifies(const std::vector<Points>& raised) const {
        std::vector<Points> groups = groups_;
        for (std::size_t group = 0; group < groups.size(); ++group) groups[group] += raised[group];
        return lead_.qualifies(state_.as_of, groups);
    }

    std::vector<std::pair<std::string, Points>>
    single_group(const std::vector<std::vector<Points>>& steps) const {
        std::vector<std::pair<std::string, Points>> best;
        for (std::size_t group = 0; group < groups_.size(); ++group) {
            std::vector<Points> raised(groups_.size());
            for (const Points step : steps[group]) {
                if (!best.empty() && step > best.front().second) break;
                raised[group] = step;
                if (!qualifies(raised)) continue;
                if (!best.empty() && step < best.front().second) best.clear();
                best.emplace_back(state_.group_names[group], step);
                break;
            }
        }
        if (best.size() > 1) best = {{"score", best.front().second}}; // whichever group they are of
        return best;
    }

    /// As much as may be needed of each, then each as little as does.
    std::vector<std::pair<std::string, Points>>
    together(const std::vector<std::vector<Points>>& steps) const {
        std::vector<Points> raised;
        for (const std::vector<Points>& each : steps) raised.push_back(each.empty() ? Points() : each.back());
        if (!qualifies(raised)) return {};
        std::vector<std::pair<std::string, Points>> needed;
        for (std::size_t group = 0; group < groups_.size(); ++group) {
            std::vector<Points> less = {Points()};
            less.insert(less.end(), steps[group].begin(), steps[group].end());
            for (const Points step : less) {
                raised[group] = step;
                if (qualifies(raised)) break;
            }
            if (raised[group] > Points()) needed.emplace_back(state_.group_names[group], raised[group]);
        }
        return needed;
    }

    const ScoreState& state_;
    const OneLead& lead_;
    std::vector<Points> groups_;
    std::vector<Points> turns_;
};

/// Something that may happen: a touch, or a blank column that gets a value.
struct Event {
    Step step;
    std::vector<std::size_t> rules; ///< touch: those it makes fire, by rule on touches, then by reset
    std::size_t per_day = 0;        ///< touch: so many of one day count; 0: any number
    std::size_t column_rule = 0;    ///< else: the rule on columns and what it would find
    std::uint16_t outcome = 0;
    Points points = {}; ///< of the rule
    bool is_touch() const noexcept { return !rules.empty(); }
};

/// The ways to the threshold, shortest first.
class Ways {
  public:
    Ways(const ScoreState& state, const OneLead& lead, const Export* touches)
        : state_(state), lead_(lead), outcomes_(lead.outcomes(state.as_of)) {
        if (touches) add_touch_events(*touches);
        add_column_events();
    }

    std::vector<std::vector<Step>> find() {
        for (std::size_t size = 1; size <= longest && ways_.size() < enough; ++size) {
            std::vector<std::size_t> times(events_.size());
            if (size <= longest_mixed)
                spread(times, 0, size);
            else
                for (std::size_t event = 0; event < events_.size(); ++event) {
                    if (!events_[event].is_touch()) continue;
                    times[event] = size;
                    try_out(times);
                    times[event] = 0;
                }
        }
        // As many touches as another way, but smaller ones, come more easily.
        std::stable_sort(ways_.begin(), ways_.end(), [](const Way& a, const Way& b) {
            return std::pair(a.events, a.points) < std::pair(b.events, b.points);
        });
        if (ways_.size() > enough) ways_.resize(enough);
        std::vector<std::vector<Step>> all;
        for (Way& way : ways_) all.push_back(std::move(way.steps));
        return all;
    }

  private:
    static constexpr std::size_t longest = 12, longest_mixed = 3, enough = 5, most_tries = 4000;

    void add_touch_events(const Export& touches) {
        const Scope scope = state_.scope_of(touches);
        const Bound bound = state_.bind_touches(touches);
        // Rules that want several touches come last: another rule may be one of each of these.
        std::vector<std::size_t> order(state_.touch_rules.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_partition(order.begin(), order.end(),
                              [&](std::size_t number) { return !state_.touch_rules[number].rule->at_least; });
        for (const std::size_t number : order) {
            const ScoreRule& rule = *state_.touch_rules[number].rule;
            if (rule.points <= Points()) continue;
            const ExampleTouch example = example_of(rule.touch);
            const Table row = example.as_row(scope);
            Bound::Evaluator evaluator(bound);
            evaluator.run(row);
            Event event{
                .step = {.rule = rule.name, .what = example.text()}, .rules = {}, .points = rule.points};
            for (std::size_t other = 0; other < bound.size(); ++other)
                if (evaluator.mask(other)[0] != 0) event.rules.push_back(other);
            if (std::find(event.rules.begin(), event.rules.end(), number) == event.rules.end()) {
                event.step.what = rule.touch.text();
                event.rules = {number};
            }
            if (std::any_of(events_.begin(), events_.end(),
                            [&](const Event& known) { return known.rules == event.rules; }))
                continue; // the same touch
            if (rule.limit && rule.limit->per == Limit::Per::day) event.per_day = rule.limit->count;
            events_.push_back(std::move(event));
        }
    }

    bool is_blank(std::string_view column) const {
        const auto position = lead_.row().find(column);
        return position && lead_.row()[*position].cells[0].empty();
    }

    /// What a column would say. Only blank columns may come to say something.
    void add_column_events() {
        const std::vector<LeadRule>& rules = state_.lead_rules->rules();
        for (std::size_t number = 0; number < rules.size(); ++number) {
            const ScoreRule& rule = *rules[number].rule;
            if (rule.disqualify || outcomes_[number] != 0) continue;
            const std::vector<Expression::Use> uses = rule.when.columns();
            const bool open = rule.column.empty()
                                  ? std::any_of(uses.begin(), uses.end(),
                                                [&](const auto& use) { return is_blank(use.name); })
                                  : is_blank(rule.column);
            if (!open) continue;
            std::vector<std::string> outcomes;
            if (rule.column.empty()) outcomes.push_back(rule.when.text());
            for (const Band& band : rule.bands) outcomes.push_back(rule.column + " in " + band.text);
            for (const auto& [value, points] : rule.values)
                outcomes.push_back(rule.column + " = '" + value + "'");
            std::optional<Event> best;
            for (std::size_t i = 0; i < outcomes.size(); ++i) {
                const auto outcome = static_cast<std::uint16_t>(i + 1);
                const Points points = rules[number].points[outcome];
                if (points <= (best ? rules[number].points[best->outcome] : Points())) continue;
                best = Event{.step = {.rule = rule.name, .touch = false, .what = outcomes[i]},
                             .rules = {},
                             .per_day = 0,
                             .column_rule = number,
                             .outcome = outcome,
                             .points = points};
            }
            if (best) events_.push_back(std::move(*best));
        }
    }

    /// Tries every way to have so many events, those behind `from` among them.
    void spread(std::vector<std::size_t>& times, std::size_t from, std::size_t left) {
        if (left == 0) return try_out(times);
        for (std::size_t event = from; event < events_.size(); ++event) {
            if (!events_[event].is_touch() && times[event] > 0) continue;
            ++times[event];
            spread(times, event, left - 1);
            --times[event];
        }
    }

    void try_out(const std::vector<std::size_t>& times) {
        const bool longer = std::any_of(found_.begin(), found_.end(), [&](const auto& known) {
            for (std::size_t event = 0; event < known.size(); ++event)
                if (times[event] < known[event]) return false;
            return true;
        });
        if (longer || tries_++ >= most_tries) return;
        std::vector<std::uint16_t> outcomes = outcomes_;
        std::vector<MatchedTouches> touches = lead_.touches();
        Way way;
        Instant at = state_.as_of;
        for (std::size_t event = 0; event < events_.size(); ++event) {
            if (times[event] == 0) continue;
            way.steps.push_back(events_[event].step);
            way.steps.back().times = times[event];
            way.events += times[event];
            for (std::size_t i = 0; i < times[event]; ++i) way.points += events_[event].points;
            if (events_[event].is_touch())
                at = std::max(at, add_touches(touches, events_[event], way.steps.back()));
            else
                outcomes[events_[event].column_rule] = events_[event].outcome;
        }
        for (MatchedTouches& matched : touches) std::sort(matched.times.begin(), matched.times.end());
        if (!lead_.judge(at, outcomes, touches).qualified) return;
        found_.push_back(times);
        ways_.push_back(std::move(way));
    }

    /// Now, and on the days that follow where one day is not enough. Returns the last moment.
    Instant add_touches(std::vector<MatchedTouches>& touches, const Event& event, Step& step) const {
        Instant at = state_.as_of;
        for (std::size_t i = 0; i < step.times; ++i) {
            const std::size_t day = event.per_day == 0 ? 0 : i / event.per_day;
            at = state_.as_of + std::chrono::days(static_cast<int>(day));
            for (const std::size_t rule : event.rules) touches[rule].times.push_back(at);
            step.days = day + 1;
        }
        return at;
    }

    const ScoreState& state_;
    const OneLead& lead_;
    std::vector<std::uint16_t> outcomes_;
    std::vector<Event> events_;
    std::vector<std::vector<std::size_t>> found_; ///< ways, as how often each event happens
    struct Way {
        std::vector<Step> steps;
        std::size_t events = 0;
        Points points; ///< of the rules
    };
    std::vector<Way> ways_;
    std::size_t tries_ = 0;
};

} // namespace

Scorer::Missing find_missing(const ScoreState& state, const OneLead& lead, const Export* touches) {
    const OneLead::Verdict now = lead.judge(state.as_of);
    Scorer::Missing missing;
    missing.unmet = lead.unmet(state.as_of, now.score.groups);
    missing.disqualified = now.disqualified;
    if (now.disqualified) return missing;
    missing.points = FewestPoints(state, lead).find();
    if (!missing.points.empty()) missing.ways = Ways(state, lead, touches).find();
    return missing;
}

} // namespace handoff

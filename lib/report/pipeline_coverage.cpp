#include "report/pipeline_coverage.hpp"

#include "report/goal_progress.hpp"
#include "report/sums.hpp"

#include <algorithm>
#include <iterator>

namespace handoff {

ReportTable coverage_table(const ReportInput& input, const PipelineQuarter& quarter, const Measured& open,
                           double weighted) {
    ReportTable out{.key = "coverage", .title = "Is there enough for the goals"};
    const auto is_of_money_won = [](const Goal& goal) {
        return goal.counts == Goal::Counts::won && goal.value.kind == Measure::Kind::sum && !goal.each &&
               goal.rep.empty() && goal.pool.empty() && goal.where.empty() &&
               goal.touched_by == Goal::Side::both;
    };
    const Agreement& agreement = *input.agreement;
    std::vector<Goal> goals;
    std::copy_if(agreement.goals.begin(), agreement.goals.end(), std::back_inserter(goals), is_of_money_won);
    if (goals.empty()) return out;
    const GoalItems items(input, goals);
    const GoalPeople people(agreement);
    const auto money = [&](const char* key, const char* title, const char* definition, bool derived) {
        out.columns.push_back({.key = key,
                               .title = title,
                               .unit = Unit::money,
                               .definition = definition,
                               .currency = items.currency(),
                               .derived = derived});
    };
    out.columns = {
        {.key = "goal", .title = "goal", .definition = "as the agreement names it"},
        {.key = "to", .title = "until", .unit = Unit::date, .definition = "the last day of its period"}};
    money("target", "target", "as agreed", true);
    money("won", "won", "amount of the deals won in its period so far", false);
    money("missing", "missing", "target - won", true);
    money("open", "open", "amount of all open deals", false);
    money("expected", "expected or overdue",
          "amount of the open deals whose closing day is in that period, or past", false);
    const auto ratio = [&](const char* key, const char* title, const char* definition) {
        out.columns.push_back(
            {.key = key, .title = title, .unit = Unit::number, .definition = definition, .derived = true});
    };
    ratio("coverage", "coverage",
          "open / missing: how often the open deals hold what is missing; blank where nothing is");
    ratio("expected_coverage", "expected cover", "expected / missing");
    ratio("weighted_coverage", "weighted", "amount x probability of the open deals / missing");
    const Date today = agreement.timezone.date_of(input.as_of);
    for (const Goal& goal : goals) {
        const GoalPeriod period = period_of(goal, agreement, today);
        if (today < period.from || period.to < today) continue;
        const GoalProgress progress = progress_of(goal, period, items, people, today);
        const double missing = std::max(0.0, progress.target - progress.sum());
        const Measured expected = quarter.expected_by(period.to);
        const auto covers = [&](double amount) {
            return missing > 0 && amount > 0 ? ReportCell(amount / missing) : ReportCell();
        };
        constexpr auto deals = RowsBehind::Of::deals;
        out.rows.push_back({goal.name, to_text(period.to), ReportCell(progress.target),
                            sum_cell(progress.done, deals), ReportCell(missing), sum_cell(open, deals),
                            sum_cell(expected, deals), covers(sum_of(open)), covers(sum_of(expected)),
                            covers(weighted)});
    }
    return out;
}

} // namespace handoff

#include "report/goal_progress.hpp"

#include "report/amounts.hpp"
#include "report/periods.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace handoff {

namespace {

using std::chrono::sys_days;

std::optional<PeriodLength> length_of(Goal::Per per) {
    switch (per) {
    case Goal::Per::week:
        return PeriodLength::week;
    case Goal::Per::month:
        return PeriodLength::month;
    case Goal::Per::quarter:
        return PeriodLength::quarter;
    case Goal::Per::year:
        return PeriodLength::year;
    case Goal::Per::once:
        break;
    }
    return std::nullopt;
}

Date day_before(Date day) { return sys_days(day) - std::chrono::days(1); }

/// How much came on each working day that is over. What came on a day without work counts on the working day
/// before it, or on the first.
std::vector<double> by_day(std::span<const GoalItem* const> items, std::span<const Date> days,
                           std::size_t over) {
    std::vector<double> sums(over);
    if (over == 0) return sums;
    for (const GoalItem* each : items) {
        const auto after = std::upper_bound(days.begin(), days.end(), each->day);
        const auto at = after == days.begin() ? 0 : static_cast<std::size_t>(after - days.begin()) - 1;
        if (at < over) sums[at] += each->value;
    }
    return sums;
}

/// The end of the period if the days that are left are like those before: the mean of a day for each, and
/// the range that the differences among days give.
void project(GoalProgress& progress, const std::vector<double>& days) {
    constexpr std::size_t least_days = 5;
    constexpr double z = 1.959963984540054;
    if (days.size() < least_days || progress.left == 0) return;
    const double n = static_cast<double>(days.size()), left = static_cast<double>(progress.left);
    double before = 0, squares = 0;
    for (const double each : days) before += each;
    const double mean = before / n;
    for (const double each : days) squares += (each - mean) * (each - mean);
    double variance = squares / (n - 1);
    // Things that are counted come at random: their days differ at least as Poisson's do.
    if (progress.goal->value.kind == Measure::Kind::count) variance = std::max(variance, mean);
    const double spread = z * std::sqrt(left * variance + left * left * variance / n);
    const double done = progress.sum();
    progress.projected = std::max(done, before + mean * left);
    progress.low = std::max(done, before + mean * left - spread);
    progress.high = std::max(done, before + mean * left + spread);
}

void judge(GoalProgress& progress, Date today) {
    using State = GoalProgress::State;
    const bool over = progress.to < today;
    if (today < progress.from) {
        progress.state = State::coming;
    } else if (progress.goal->adds_up()) {
        const bool reached = progress.sum() >= progress.target;
        progress.state = reached ? State::kept
                         : over
                             ? State::broken
                             : (progress.sum() >= progress.pace.value_or(0) ? State::on_pace : State::behind);
    } else if (progress.trials == 0) {
        progress.state = State::nothing;
    } else {
        const bool reached = *progress.value() >= progress.target;
        progress.state =
            over ? (reached ? State::kept : State::broken) : (reached ? State::on_pace : State::behind);
    }
}

} // namespace

double GoalProgress::sum() const {
    double sum = 0;
    for (const double value : done.values) sum += value;
    return tidy_sum(sum);
}

std::optional<double> GoalProgress::value() const {
    if (goal->adds_up()) return target > 0 ? std::optional(sum() / target) : std::nullopt;
    if (trials == 0) return std::nullopt;
    return static_cast<double>(successes) / static_cast<double>(trials);
}

std::string_view to_text(GoalProgress::State state) noexcept {
    switch (state) {
    case GoalProgress::State::coming:
        return "to come";
    case GoalProgress::State::nothing:
        return "nothing yet";
    case GoalProgress::State::behind:
        return "behind";
    case GoalProgress::State::on_pace:
        return "on pace";
    case GoalProgress::State::kept:
        return "kept";
    case GoalProgress::State::broken:
        return "broken";
    }
    return "";
}

std::vector<const Rep*> GoalPeople::of(const Goal& goal) const {
    std::vector<const Rep*> reps;
    for (const Rep& rep : agreement_.reps) {
        const bool in_pool = std::count(rep.pools.begin(), rep.pools.end(), goal.pool) > 0;
        if (goal.rep.empty() ? (goal.pool.empty() || in_pool) && !(goal.each && rep.team)
                             : rep.id == goal.rep)
            reps.push_back(&rep);
    }
    return reps;
}

std::string GoalPeople::who(const Goal& goal) const {
    if (!goal.rep.empty()) {
        const Rep* const rep = agreement_.rep(goal.rep);
        return rep != nullptr && !rep->name.empty() ? rep->name : goal.rep;
    }
    if (goal.pool.empty()) return goal.each ? "each rep" : "everybody";
    return (goal.each ? "each of " : "pool ") + goal.pool;
}

double GoalPeople::part(const Rep& rep, Date from, Date to) const {
    std::size_t could = 0, does = 0;
    for (sys_days day = from; day <= sys_days(to); day += std::chrono::days(1)) {
        could += days_.has_hours(rep, day) ? 1 : 0;
        does += days_.works(rep, day) ? 1 : 0;
    }
    return could == 0 ? 0 : static_cast<double>(does) / static_cast<double>(could);
}

GoalPeriod period_of(const Goal& goal, const Agreement& agreement, Date day) {
    const auto length = length_of(goal.per);
    if (!length) {
        const Date year = start_of_fiscal_period(*goal.by, PeriodLength::year, agreement.fiscal_year_starts);
        return {goal.from.value_or(year), *goal.by};
    }
    const Date start = start_of_fiscal_period(day, *length, agreement.fiscal_year_starts);
    return {start, day_before(start_of_next(start, *length))};
}

std::vector<GoalPeriod> past_periods(const Goal& goal, const Agreement& agreement, Date today,
                                     std::size_t most) {
    std::vector<GoalPeriod> periods;
    if (!length_of(goal.per)) return periods;
    const std::optional<Date> first = goal.from ? goal.from : agreement.agreed_on;
    for (Date day = day_before(period_of(goal, agreement, today).from); periods.size() < most;) {
        const GoalPeriod period = period_of(goal, agreement, day);
        if (first && period.from < *first) break;
        periods.push_back(period);
        day = day_before(period.from);
    }
    std::reverse(periods.begin(), periods.end());
    return periods;
}

namespace {

using Items = std::vector<const GoalItem*>;

GoalProgress progress_from(const Items& items, const Goal& goal, const GoalPeriod& period,
                           const std::vector<const Rep*>& reps, const GoalPeople& people, Date today) {
    GoalProgress progress{.goal = &goal, .from = period.from, .to = period.to, .target = goal.target};
    if (goal.each && goal.adds_up()) {
        double parts = 0;
        for (const Rep* rep : reps) parts += people.part(*rep, period.from, period.to);
        progress.target = goal.target * parts;
    }
    for (const GoalItem* item : items) {
        ++progress.trials;
        progress.successes += item->success ? 1 : 0;
        progress.done.add(item->row, item->value);
    }
    const std::vector<Date> days = people.days().of(reps, period.from, period.to);
    const auto over =
        static_cast<std::size_t>(std::lower_bound(days.begin(), days.end(), today) - days.begin());
    progress.days = days.size();
    progress.left = days.size() - over;
    if (goal.adds_up()) {
        if (!days.empty())
            progress.pace = progress.target * static_cast<double>(over) / static_cast<double>(days.size());
        if (progress.left > 0)
            progress.per_day =
                std::max(0.0, progress.target - progress.sum()) / static_cast<double>(progress.left);
        const std::vector<double> sums = by_day(items, days, over);
        project(progress, sums);
        double so_far = 0;
        for (const double each : sums) progress.course.push_back(so_far += each);
    }
    judge(progress, today);
    return progress;
}

/// What some do too much does not make up for others. Who has no part of it, or nothing to take a share of
/// yet, keeps it from nobody.
void judge_each(GoalProgress& all, const Items& items, const GoalPeriod& period,
                const std::vector<const Rep*>& reps, const GoalPeople& people, Date today) {
    using State = GoalProgress::State;
    bool kept = true;
    for (const Rep* rep : reps) {
        Items own;
        std::copy_if(items.begin(), items.end(), std::back_inserter(own),
                     [rep](const GoalItem* item) { return item->rep == rep; });
        const GoalProgress one = progress_from(own, *all.goal, period, {rep}, people, today);
        if (one.target <= 0 || one.state == State::nothing) continue;
        kept = kept && one.state == State::kept;
        if (one.state == State::behind || one.state == State::broken) all.short_of_it.push_back(rep);
    }
    if (all.state == State::coming || all.state == State::nothing) return;
    all.state = !all.short_of_it.empty() ? (period.to < today ? State::broken : State::behind)
                : kept                   ? State::kept
                                         : State::on_pace;
}

} // namespace

GoalProgress progress_of(const Goal& goal, const GoalPeriod& period, const GoalItems& items,
                         const GoalPeople& people, Date today, const Rep* only) {
    const std::vector<const Rep*> reps = only ? std::vector{only} : people.of(goal);
    const bool of_some = only || !goal.rep.empty() || !goal.pool.empty() || goal.each;
    Items mine;
    for (const GoalItem& item : items.of(goal)) {
        if (item.day < period.from || period.to < item.day) continue;
        if (!of_some || std::find(reps.begin(), reps.end(), item.rep) != reps.end()) mine.push_back(&item);
    }
    GoalProgress progress = progress_from(mine, goal, period, reps, people, today);
    if (goal.each && !only) judge_each(progress, mine, period, reps, people, today);
    return progress;
}

} // namespace handoff

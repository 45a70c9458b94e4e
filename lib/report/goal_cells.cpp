#include "report/goal_cells.hpp"

#include "report/estimate.hpp"

#include <handoff/error.hpp>

#include <map>

namespace handoff {

namespace {

/// Each row once, with all that it brought.
ReportCell done_cell(const GoalProgress& progress) {
    std::map<std::uint32_t, double> by_row;
    for (std::size_t i = 0; i < progress.done.rows.size(); ++i)
        by_row[progress.done.rows[i]] += progress.goal->adds_up() ? progress.done.values[i] : 1;
    RowsBehind behind{.of = GoalItems::rows_behind(*progress.goal), .rows = {}, .parts = {}};
    double sum = 0;
    for (const auto& [row, part] : by_row) {
        behind.rows.push_back(row);
        behind.parts.push_back(part);
        sum += part;
    }
    ReportCell cell(tidy_sum(sum));
    cell.behind = std::make_shared<const RowsBehind>(std::move(behind));
    return cell;
}

ReportCell cell_of(const std::optional<double>& number) {
    return number ? ReportCell(*number) : ReportCell();
}

} // namespace

GoalUnit unit_of(const Goal& goal) noexcept {
    if (!goal.adds_up()) return GoalUnit::shares;
    return goal.value.kind == Measure::Kind::sum ? GoalUnit::money : GoalUnit::counts;
}

std::vector<ReportColumn> progress_columns(GoalUnit unit, const std::string& currency) {
    const ReportColumn to = {.key = "to",
                             .title = "until",
                             .unit = Unit::date,
                             .definition = "the last day of the period; quarters and years are fiscal"};
    const ReportColumn state = {
        .key = "state",
        .title = "state",
        .definition = unit == GoalUnit::shares
                          ? "on pace: so far the share is at least the target; behind: it is not; kept and "
                            "broken: the same when the period is over"
                          : "kept: the target is reached; broken: the period is over without it; on pace: at "
                            "least 'by now' is done; behind: less is"};
    if (unit == GoalUnit::shares)
        return {to,
                {.key = "counted",
                 .title = "of",
                 .unit = Unit::count,
                 .definition = "what the share is of: as the goal says, in this period so far"},
                {.key = "share",
                 .title = "share",
                 .unit = Unit::share,
                 .definition = "the part of these for which it is true; beside it the 95% range (Wilson)",
                 .ranged = true},
                {.key = "target",
                 .title = "target",
                 .unit = Unit::share,
                 .definition = "as agreed",
                 .derived = true},
                state};
    const Unit in = unit == GoalUnit::money ? Unit::money : Unit::number;
    const auto column = [&](std::string key, std::string title, std::string definition) {
        return ReportColumn{.key = std::move(key),
                            .title = std::move(title),
                            .unit = in,
                            .definition = std::move(definition),
                            .currency = unit == GoalUnit::money ? currency : std::string(),
                            .derived = true};
    };
    ReportColumn done = column("done", "done", "what counted in this period so far, as the goal says");
    done.derived = false;
    ReportColumn projected =
        column("projected", "projected",
               "done at the end if the days that are left bring as much as those before, on average; "
               "beside it the range in which it ends 95 times in 100 if days go on to differ as they "
               "did; blank in the first five working days");
    projected.ranged = true;
    if (unit == GoalUnit::counts) projected.unit = Unit::count; // nobody ends up with half a lead
    return {to,
            std::move(done),
            column("target", "target",
                   "as agreed; what each rep has to do: for all of them, by the part of the working days on "
                   "which they really work"),
            {.key = "reached",
             .title = "reached",
             .unit = Unit::share,
             .definition = "done / target",
             .bar = true,
             .derived = true},
            column("by_now", "by now",
                   "the pace line: target x working days that are over / working days of the period"),
            state,
            column("per_day", "needed per day",
                   "(target - done) / working days that are left, the day of the report among them"),
            std::move(projected),
            {.key = "course",
             .title = "course",
             .unit = Unit::series,
             .definition = "done so far, working day by working day",
             .derived = true}};
}

void add_progress(std::vector<ReportCell>& row, const GoalProgress& progress) {
    const std::string state(to_text(progress.state));
    row.emplace_back(to_text(progress.to));
    row.push_back(done_cell(progress));
    if (unit_of(*progress.goal) == GoalUnit::shares) {
        row.push_back(share_cell(progress.successes, progress.trials));
        row.emplace_back(progress.target);
        row.emplace_back(state);
        return;
    }
    row.emplace_back(progress.target);
    row.push_back(cell_of(progress.value()));
    row.push_back(cell_of(progress.pace));
    row.emplace_back(state);
    row.push_back(cell_of(progress.per_day));
    ReportCell projected = cell_of(progress.projected);
    projected.low = progress.low;
    projected.high = progress.high;
    row.push_back(std::move(projected));
    row.push_back(progress.course.size() > 1 ? ReportCell(progress.course) : ReportCell());
}

void need_goals(const ReportInput& input, std::string_view report) {
    const std::string quoted = "the report '" + std::string(report) + "'";
    if (input.agreement->goals.empty())
        throw Error(Fault::request, quoted + " needs goals, and the agreement has none",
                    "write what both sides promise as [[goal]], see docs/agreement.md");
    if (input.from || input.to)
        throw Error(Fault::request, quoted + " has the periods of the goals",
                    "leave --from and --to out; --as-of looks from another day");
    if (!input.by.empty()) throw Error(Fault::request, quoted + " has a row for each goal", "leave --by out");
}

} // namespace handoff

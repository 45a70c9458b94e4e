#include "report/period_before.hpp"

#include "report/estimate.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>

namespace handoff {

namespace {

using std::chrono::sys_days;

/// For each stage, the first rows of those who were created in the period and reached it.
std::vector<std::vector<std::uint32_t>> reached_by(const People& people, const Period& period,
                                                   std::size_t stages, const Zone& zone) {
    std::vector<std::vector<std::uint32_t>> rows(stages);
    for (const Person& person : people.all())
        if (period.contains(person.created, zone))
            for (std::size_t stage = 0; stage <= person.reached; ++stage) rows[stage].push_back(person.row);
    return rows;
}

ReportCell difference(const ReportCell& now, const ReportCell& before) {
    const double* const a = std::get_if<double>(&now.value);
    const double* const b = std::get_if<double>(&before.value);
    return a && b ? ReportCell(*a - *b) : ReportCell();
}

/// Of two shares, in percentage points to a tenth.
ReportCell points_between(const ReportCell& now, const ReportCell& before) {
    const ReportCell between = difference(now, before);
    const double* const share = std::get_if<double>(&between.value);
    return share ? ReportCell(std::round(*share * 1000) / 10 + 0.0) : ReportCell();
}

} // namespace

std::optional<PeriodBefore> period_before(const Period& period, Date today) {
    if (!period.from || today < *period.from) return std::nullopt;
    PeriodBefore both{.now = {period.from, std::min(period.to.value_or(today), today)}, .before = {}};
    const auto days = sys_days(*both.now.to) - sys_days(*both.now.from) + std::chrono::days(1);
    both.before = {Date(sys_days(*both.now.from) - days),
                   Date(sys_days(*both.now.from) - std::chrono::days(1))};
    return both;
}

ReportTable period_before_table(const ReportInput& input, const People& people, const PeriodBefore& periods) {
    ReportTable table{.key = "before",
                      .title = "Created " + periods.now.text() + ", beside those created " +
                               periods.before.text()};
    table.columns = {
        {.key = "stage", .title = "stage", .definition = "a stage of the lifecycle, in its order"},
        {.key = "reached",
         .title = "reached",
         .unit = Unit::count,
         .definition = "leads created in the period that reached this stage or a later one"},
        {.key = "before",
         .title = "before",
         .unit = Unit::count,
         .definition = "the same of those created in the period before, which is as long"},
        {.key = "change",
         .title = "change",
         .unit = Unit::number,
         .definition = "reached - before",
         .derived = true},
        {.key = "from_before",
         .title = "from stage before",
         .unit = Unit::share,
         .definition =
             "of the leads that reached the stage before, the share that reached this one; beside it the "
             "95 % range (Wilson)",
         .ranged = true},
        {.key = "from_before_then",
         .title = "before",
         .unit = Unit::share,
         .definition = "the same in the period before"},
        {.key = "from_before_change",
         .title = "change, points",
         .unit = Unit::number,
         .definition = "the one share - the other, in percentage points",
         .derived = true}};
    const std::vector<std::string>& stages = input.agreement->lifecycle.stages;
    const Zone& zone = input.agreement->timezone;
    const auto now = reached_by(people, periods.now, stages.size(), zone),
               before = reached_by(people, periods.before, stages.size(), zone);
    for (std::size_t stage = 0; stage < stages.size(); ++stage) {
        const auto share = [&](const std::vector<std::vector<std::uint32_t>>& rows) {
            return stage == 0 ? ReportCell() : share_cell(rows[stage].size(), rows[stage - 1].size());
        };
        std::vector<ReportCell> row;
        row.reserve(table.columns.size());
        row.emplace_back(stages[stage]);
        row.push_back(count_cell(now[stage]));
        row.push_back(count_cell(before[stage]));
        row.push_back(difference(row[1], row[2]));
        row.push_back(share(now));
        row.push_back(share(before));
        row.push_back(points_between(row[4], row[5]));
        table.rows.push_back(std::move(row));
    }
    const auto days = sys_days(*periods.now.from) - sys_days(*periods.before.from);
    table.notes.push_back("leads of the period before had " +
                          counted(static_cast<std::size_t>(days.count()), "day") +
                          " more to get as far: what takes long is to be compared with --cohort");
    return table;
}

} // namespace handoff

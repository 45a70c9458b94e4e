#include "report/judged.hpp"

#include <handoff/error.hpp>
#include <handoff/points.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace handoff {
namespace {

constexpr std::size_t most_rows = 25;
constexpr double seen_share =
    0.2; ///< of the leads that a threshold adds: so many were worked where it is seen

/// 1, 2 or 5 times a power of ten, such that the range has not too many thresholds.
double step_for(double range) {
    double step = 1;
    for (std::size_t i = 0; range / step > static_cast<double>(most_rows); ++i) step *= i % 3 == 1 ? 2.5 : 2;
    return step;
}

/// Those that sales would get: no rule disqualifies them.
std::vector<std::uint32_t> best_to_send(const Judgement& judgement) {
    std::vector<std::uint32_t> order;
    std::copy_if(judgement.best_first.begin(), judgement.best_first.end(), std::back_inserter(order),
                 [&](std::uint32_t lead) { return !judgement.leads[lead].disqualified; });
    return order;
}

/// Points from one threshold to the next; none: there is one at each score.
std::optional<Points> step_of(const std::string& every, double range) {
    if (every.empty()) return Points::of(step_for(range));
    if (every == "all") return std::nullopt;
    const std::optional<double> number = read_number(every);
    const Points step = Points::of(number.value_or(0));
    if (step <= Points())
        throw Error(Fault::request, "--thresholds takes points above 0, or 'all', not '" + every + "'");
    return step;
}

/// The highest threshold that is no higher than the score.
Points threshold_below(Points score, const std::optional<Points>& step) {
    if (!step) return score;
    const std::int64_t rest = score.nano % step->nano;
    return {score.nano - rest - (rest < 0 ? step->nano : 0)};
}

/// Behind the leads from `next` on that a threshold adds.
std::size_t end_of(const Judgement& judgement, const std::vector<std::uint32_t>& best_first, std::size_t next,
                   Points threshold) {
    while (next < best_first.size() && judgement.leads[best_first[next]].score >= threshold) ++next;
    return next;
}

/// How many of the leads, the best first, have scores of which sales worked enough: looked at in round steps
/// whatever is asked for, since a lead alone says nothing.
std::size_t observed(const Judgement& judgement, const std::vector<std::uint32_t>& best_first, Points step) {
    for (std::size_t next = 0; next < best_first.size();) {
        const std::size_t end = end_of(judgement, best_first, next,
                                       threshold_below(judgement.leads[best_first[next]].score, step));
        const auto worked = std::count_if(best_first.begin() + static_cast<std::ptrdiff_t>(next),
                                          best_first.begin() + static_cast<std::ptrdiff_t>(end),
                                          [&](std::uint32_t lead) { return judgement.leads[lead].worked; });
        if (static_cast<double>(worked) < seen_share * static_cast<double>(end - next)) return next;
        next = end;
    }
    return best_first.size();
}

/// Each threshold has the rows of all leads above it.
void check_number_of_thresholds(const Judgement& judgement, const std::vector<std::uint32_t>& best_first,
                                const std::optional<Points>& step) {
    constexpr std::size_t most_leads = 100'000'000; // of all thresholds together: 400 MB
    std::size_t thresholds = 0;
    for (std::size_t next = 0; next < best_first.size(); ++thresholds)
        next = end_of(judgement, best_first, next,
                      threshold_below(judgement.leads[best_first[next]].score, step));
    if (thresholds * best_first.size() / 2 <= most_leads) return;
    throw Error(Fault::request,
                counted(thresholds, "threshold") + " are too many for " + counted(best_first.size(), "lead"),
                "say --thresholds POINTS, with more points from one to the next");
}

} // namespace

ReportTable quality_thresholds(const Judgement& judgement, const std::string& every) {
    const std::vector<std::uint32_t> best_first = best_to_send(judgement);
    ReportTable table{.key = "thresholds",
                      .title = "If leads were sent from this score on",
                      .chart = ReportTable::Chart::lines};
    table.columns = {
        {.key = "threshold",
         .title = "from",
         .unit = Unit::points,
         .definition = "leads with this score " + judgement.then +
                       ", or a higher one, are sent to sales, unless a rule disqualifies them"},
        {.key = "a_month",
         .title = "a month",
         .unit = Unit::number,
         .definition = "leads / months from the first to the last of all leads created"},
        {.key = "leads", .title = "leads", .unit = Unit::count, .definition = "leads that are sent"},
        {.key = "won",
         .title = "converted",
         .unit = Unit::count,
         .definition = "those that " + judgement.outcome},
        {.key = "precision",
         .title = "precision",
         .unit = Unit::share,
         .definition = "converted / leads; beside it the 95% range (Wilson). Blank where it was not observed",
         .charted = true,
         .ranged = true},
        {.key = "recall",
         .title = "of all converted",
         .unit = Unit::share,
         .definition = "of all leads that " + judgement.outcome +
                       " and that no rule disqualifies, the share that is sent",
         .charted = true},
        {.key = "seen",
         .title = "observed",
         .definition = "'no' from the first threshold down that adds leads of which sales worked less than a "
                       "fifth: what these would have become, nobody knows"}};
    if (const std::size_t never = judgement.leads.size() - best_first.size(); never > 0)
        table.notes.push_back(counted(never, "lead") + " that a rule disqualifies: never sent");
    if (best_first.empty()) return table;

    const double range =
        judgement.leads[best_first.front()].score.value() - judgement.leads[best_first.back()].score.value();
    const std::optional<Points> step = step_of(every, range);
    check_number_of_thresholds(judgement, best_first, step);
    const std::size_t seen = observed(judgement, best_first, Points::of(step_for(range)));
    const auto converted = static_cast<double>(std::count_if(
        best_first.begin(), best_first.end(), [&](std::uint32_t lead) { return judgement.leads[lead].won; }));
    Group sent;
    for (std::size_t next = 0; next < best_first.size();) {
        const Points threshold = threshold_below(judgement.leads[best_first[next]].score, step);
        for (const std::size_t end = end_of(judgement, best_first, next, threshold); next < end; ++next)
            sent.add(judgement.leads[best_first[next]]);
        const auto leads = static_cast<double>(next);
        std::vector<ReportCell> row = {threshold.value()};
        row.push_back(judgement.months > 0 ? ReportCell(leads / judgement.months) : ReportCell());
        row.push_back(count_cell(sent.leads));
        row.push_back(count_cell(sent.won));
        row.push_back(next <= seen ? sent.rate() : ReportCell());
        row.push_back(converted > 0 ? ReportCell(static_cast<double>(sent.won.size()) / converted)
                                    : ReportCell());
        row.emplace_back(next <= seen ? "yes" : "no");
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace handoff

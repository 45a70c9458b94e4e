#include "report/judged.hpp"

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

} // namespace

ReportTable quality_thresholds(const Judgement& judgement) {
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
         .charted = true},
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

    const double highest = judgement.leads[best_first.front()].score.value(),
                 lowest = judgement.leads[best_first.back()].score.value(), step = step_for(highest - lowest);
    const auto converted = static_cast<double>(std::count_if(
        best_first.begin(), best_first.end(), [&](std::uint32_t lead) { return judgement.leads[lead].won; }));
    Group sent;
    std::size_t next = 0;
    bool seen = true;
    for (double threshold = std::floor(highest / step) * step;; threshold -= step) {
        std::size_t added = 0, worked = 0;
        const Points from = Points::of(threshold);
        for (; next < best_first.size(); ++next) {
            const JudgedLead& lead = judgement.leads[best_first[next]];
            if (lead.score < from) break;
            sent.add(lead);
            ++added;
            worked += lead.worked ? 1 : 0;
        }
        seen = seen && static_cast<double>(worked) >= seen_share * static_cast<double>(added);
        if (added > 0) {
            const auto leads = static_cast<double>(sent.leads.size());
            std::vector<ReportCell> row = {threshold};
            row.push_back(judgement.months > 0 ? ReportCell(leads / judgement.months) : ReportCell());
            row.push_back(count_cell(sent.leads));
            row.push_back(count_cell(sent.won));
            row.push_back(seen ? sent.rate() : ReportCell());
            row.push_back(converted > 0 ? ReportCell(static_cast<double>(sent.won.size()) / converted)
                                        : ReportCell());
            row.emplace_back(seen ? "yes" : "no");
            table.rows.push_back(std::move(row));
        }
        if (next == best_first.size()) break;
    }
    return table;
}

} // namespace handoff

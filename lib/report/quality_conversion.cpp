#include "report/judged.hpp"

#include <map>

namespace handoff {
namespace {

std::vector<ReportColumn> columns_of(const Judgement& judgement) {
    return {
        {.key = "leads", .title = "leads", .unit = Unit::count, .definition = "leads whose score is judged"},
        {.key = "won",
         .title = "converted",
         .unit = Unit::count,
         .definition = "those that " + judgement.outcome},
        {.key = "rate",
         .title = "rate",
         .unit = Unit::share,
         .definition = "converted / leads; beside it the 95% range (Wilson)",
         .bar = true,
         .ranged = true},
        {.key = "lift",
         .title = "lift",
         .unit = Unit::number,
         .definition = "the rate as a multiple of that of all leads; beside it the 95% range",
         .ranged = true}};
}

void add_cells(std::vector<ReportCell>& row, const Group& group, double base) {
    row.push_back(count_cell(group.leads));
    row.push_back(count_cell(group.won));
    row.push_back(group.rate());
    row.push_back(group.lift(base));
}

} // namespace

std::optional<ReportTable> quality_by_grade(const Judgement& judgement) {
    std::map<std::string, Group> groups;
    for (const JudgedLead& lead : judgement.leads) groups[lead.grade].add(lead);
    if (groups.size() == 1 && groups.begin()->first.empty()) return std::nullopt;
    ReportTable table{.key = "grades", .title = "By grade"};
    table.columns = columns_of(judgement);
    table.columns.insert(table.columns.begin(),
                         {.key = "grade", .title = "grade", .definition = "the grade " + judgement.then});
    for (const auto& [grade, group] : groups) {
        std::vector<ReportCell> row = {grade.empty() ? "(none)" : grade};
        add_cells(row, group, judgement.base());
        table.rows.push_back(std::move(row));
    }
    return table;
}

ReportTable quality_by_decile(const Judgement& judgement) {
    const std::vector<std::uint32_t>& order = judgement.best_first;
    const auto score = [&](std::uint32_t lead) { return judgement.leads[lead].score; };
    ReportTable table{.key = "deciles", .title = "By score, in tenths"};
    table.columns = columns_of(judgement);
    const std::vector<ReportColumn> front = {
        {.key = "tenth",
         .title = "tenth",
         .definition =
             "a tenth of the leads, the best scores first; leads with the same score stay together"},
        {.key = "lowest",
         .title = "from",
         .unit = Unit::number,
         .definition = "the lowest score " + judgement.then},
        {.key = "highest", .title = "to", .unit = Unit::number, .definition = "the highest score"}};
    table.columns.insert(table.columns.begin(), front.begin(), front.end());
    constexpr std::size_t tenths = 10;
    std::size_t first = 0;
    for (std::size_t tenth = 1; tenth <= tenths; ++tenth) {
        std::size_t last = order.size() * tenth / tenths;
        while (last < order.size() && last > 0 && score(order[last]) == score(order[last - 1])) ++last;
        if (last <= first) continue; // all of it stands in the one before
        Group group;
        for (std::size_t i = first; i < last; ++i) group.add(judgement.leads[order[i]]);
        std::vector<ReportCell> row = {std::to_string(tenth), score(order[last - 1]).value(),
                                       score(order[first]).value()};
        add_cells(row, group, judgement.base());
        table.rows.push_back(std::move(row));
        first = last;
    }
    return table;
}

} // namespace handoff

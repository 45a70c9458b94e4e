#include "report/out_of_order.hpp"

#include "report/cells.hpp"
#include "report/estimate.hpp"

#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

namespace {

constexpr std::size_t most_listed = 25;

std::string text_of(Moment moment, const Zone& zone) {
    const bool is_instant = moment.first(zone) == moment.last(zone);
    return is_instant ? to_text(moment.first(zone)) : to_text(moment.day_in(zone));
}

} // namespace

ReportTable out_of_order_table(const ReportInput& input, RowsBehind::Of of, std::vector<OutOfOrder> found) {
    const bool deals = of == RowsBehind::Of::deals;
    const std::string noun = deals ? "deal" : "lead";
    ReportTable table{.key = "out_of_order", .title = "Out of order by their dates"};
    table.columns = {
        deals ? ReportColumn{.key = "deal", .title = "deal", .definition = "the deal's name", .wrap = true}
              : ReportColumn{.key = "email", .title = "e-mail", .definition = "of the lead", .wrap = true},
        {.key = "id", .title = "id", .definition = "the " + noun + "'s id"},
        {.key = "what", .title = "what", .definition = "what came before that which it can only follow on"},
        {.key = "at", .title = "at", .unit = Unit::instant, .definition = "when it came, by its date"},
        {.key = "follows_on",
         .title = "follows on",
         .unit = Unit::instant,
         .definition = "when that came which it can only follow on"},
        {.key = "days", .title = "days", .unit = Unit::days, .definition = "days from the one to the other"}};
    std::stable_sort(found.begin(), found.end(),
                     [](const OutOfOrder& a, const OutOfOrder& b) { return a.days > b.days; });
    const Table& rows = deals ? input.deals : input.leads;
    const Cells id(rows, deals ? "deal_id" : "lead_id"), called(rows, deals ? "name" : "email");
    const Zone& zone = input.agreement->timezone;
    Measured others;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const OutOfOrder& each = found[i];
        if (i >= most_listed) {
            others.add(each.row, each.days);
            continue;
        }
        Measured days;
        days.add(each.row, each.days);
        table.rows.push_back({std::string(called[each.row]), std::string(id[each.row]), each.what,
                              text_of(each.at, zone), text_of(each.follows_on, zone),
                              median_cell(std::move(days), of)});
    }
    if (const std::size_t n = others.rows.size(); n > 0) {
        table.rows.push_back({"(others)", "", "", "", "", median_cell(std::move(others), of)});
        table.notes.push_back(
            counted(n, "other") +
            " with fewer days between the two, and the median of these: --rows writes them all");
    }
    return table;
}

} // namespace handoff

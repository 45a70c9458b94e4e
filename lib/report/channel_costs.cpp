#include "report/channel_costs.hpp"

#include "report/amounts.hpp"
#include "report/cells.hpp"
#include "report/estimate.hpp"
#include "report/moment.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <map>

namespace handoff {

namespace {

struct Spent {
    std::string channel; ///< as it is first written
    Measured campaigns;  ///< with their costs
    double cost = 0;
};

/// Channels are the same without case.
std::map<std::string, Spent> spent_by_channel(const ReportInput& input, const Amounts& costs) {
    const Cells channels(input.campaigns, "channel"), starts(input.campaigns, "starts_on");
    const Period period{input.from, input.to};
    std::map<std::string, Spent> spent;
    for (std::size_t row = 0; row < input.campaigns.rows(); ++row) {
        const auto cost = costs.of(row);
        if (!cost || !period.contains(Moment::read(starts[row]), input.agreement->timezone)) continue;
        const std::string_view name = channels[row].empty() ? "(blank)" : channels[row];
        Spent& sum = spent[lower(name)];
        if (sum.campaigns.rows.empty()) sum.channel = name;
        sum.campaigns.add(static_cast<std::uint32_t>(row), *cost);
        sum.cost += *cost;
    }
    return spent;
}

const ReportTable* table_named(std::span<const ReportTable> tables, std::string_view key) {
    const auto found = std::find_if(tables.begin(), tables.end(),
                                    [&](const ReportTable& table) { return table.key == key; });
    return found == tables.end() ? nullptr : &*found;
}

/// The columns `least` and `most` of a channel; nothing got no credit.
std::pair<double, double> credit_of(const ReportTable& table, std::string_view channel) {
    for (const auto& row : table.rows) {
        const auto* name = std::get_if<std::string>(&row.front().value);
        if (name == nullptr || !same_text(*name, channel)) continue;
        const auto* least = std::get_if<double>(&row[2].value);
        const auto* most = std::get_if<double>(&row[3].value);
        return {least ? *least : 0, most ? *most : 0};
    }
    return {0, 0};
}

} // namespace

ReportTable channel_costs_table(const ReportInput& input, const std::string& by,
                                std::span<const ReportTable> credit) {
    ReportTable table{.key = "costs", .title = "What channels cost, and what came of it"};
    const ReportTable* pipeline = table_named(credit, "pipeline");
    const ReportTable* revenue = table_named(credit, "revenue");
    if (by != "channel" || input.campaigns.rows() == 0 || (!pipeline && !revenue)) return table;
    std::vector<std::size_t> rows(input.campaigns.rows());
    for (std::size_t row = 0; row < rows.size(); ++row) rows[row] = row;
    const Amounts costs(input.campaigns, rows, *input.agreement, {.noun = "campaign", .column = "cost"});
    const std::map<std::string, Spent> spent = spent_by_channel(input, costs);

    table.columns = {{.key = "group", .title = "channel", .definition = "the campaigns' channel"},
                     {.key = "campaigns",
                      .title = "campaigns",
                      .unit = Unit::count,
                      .definition = "campaigns with a cost"},
                     {.key = "cost",
                      .title = "cost",
                      .unit = Unit::money,
                      .definition = "sum of their costs",
                      .currency = costs.currency()}};
    const auto add = [&](const ReportTable* of, std::string key, std::string title, std::string definition) {
        if (of != nullptr)
            table.columns.push_back({.key = std::move(key),
                                     .title = std::move(title),
                                     .unit = Unit::share,
                                     .definition = std::move(definition)});
    };
    add(pipeline, "pipeline_least", "pipeline / cost, least",
        "pipeline credited by the model that gives least / cost");
    add(pipeline, "pipeline_most", "pipeline / cost, most",
        "pipeline credited by the model that gives most / cost");
    add(revenue, "return_least", "return, least",
        "(revenue credited by the model that gives least - cost) / cost");
    add(revenue, "return_most", "return, most",
        "(revenue credited by the model that gives most - cost) / cost");

    std::vector<const Spent*> order;
    for (const auto& [key, each] : spent) order.push_back(&each);
    std::stable_sort(order.begin(), order.end(),
                     [](const Spent* a, const Spent* b) { return a->cost > b->cost; });
    for (const Spent* each : order) {
        ReportCell cost(tidy_sum(each->cost));
        cost.behind = std::make_shared<const RowsBehind>(
            RowsBehind{RowsBehind::Of::campaigns, each->campaigns.rows, each->campaigns.values});
        std::vector<ReportCell> row = {
            each->channel, count_cell(each->campaigns.rows, RowsBehind::Of::campaigns), std::move(cost)};
        const auto ratio = [&](double sum) {
            return each->cost > 0 ? ReportCell(sum / each->cost) : ReportCell();
        };
        if (pipeline != nullptr) {
            const auto [least, most] = credit_of(*pipeline, each->channel);
            row.push_back(ratio(least));
            row.push_back(ratio(most));
        }
        if (revenue != nullptr) {
            const auto [least, most] = credit_of(*revenue, each->channel);
            row.push_back(ratio(least - each->cost));
            row.push_back(ratio(most - each->cost));
        }
        table.rows.push_back(std::move(row));
    }
    costs.add_notes(table.notes);
    return table;
}

} // namespace handoff

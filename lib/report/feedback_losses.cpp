#include "report/feedback_losses.hpp"

#include "report/amounts.hpp"
#include "report/cells.hpp"
#include "report/count_column.hpp"
#include "report/estimate.hpp"
#include "report/grouping.hpp"
#include "report/handover_count.hpp"
#include "report/if_any.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>

namespace handoff {

namespace {

constexpr std::size_t most_groups = 15;

/// The deals of leads that were handed over.
class HandedOverDeals {
  public:
    HandedOverDeals(const ReportInput& input, std::span<const Followup* const> followed,
                    const LeadIndex& index)
        : deals_(input.deals.rows() > 0 ? read_deals(input, index) : Deals()) {
        std::vector<bool> ours(input.leads.rows());
        for (const Followup* each : followed) ours[each->row] = true;
        for (const Deal& deal : deals_.all)
            if (std::any_of(deal.leads.begin(), deal.leads.end(),
                            [&](std::uint32_t lead) { return ours[lead]; }))
                all_.push_back(&deal);
    }
    std::vector<const Deal*> with(DealStatus status) const {
        std::vector<const Deal*> some;
        std::copy_if(all_.begin(), all_.end(), std::back_inserter(some),
                     [&](const Deal* deal) { return deal->status == status; });
        return some;
    }

  private:
    Deals deals_;
    std::vector<const Deal*> all_;
};

std::vector<std::uint32_t> rows_of(const std::vector<const Deal*>& deals) {
    std::vector<std::uint32_t> rows;
    for (const Deal* deal : deals) rows.push_back(static_cast<std::uint32_t>(deal->row));
    std::sort(rows.begin(), rows.end());
    return rows;
}

ReportTable loss_reasons(const ReportInput& input, const std::vector<const Deal*>& lost) {
    ReportTable out{.key = "losses", .title = "Why their deals were lost"};
    const Cells reason(input.deals, "loss_reason");
    if (lost.empty() || !reason.any()) return out;
    std::vector<std::size_t> rows;
    std::vector<std::string_view> reasons;
    for (const Deal* deal : lost) {
        rows.push_back(deal->row);
        reasons.push_back(reason[deal->row]);
    }
    const Amounts amounts(input.deals, rows, *input.agreement);
    const Grouping groups = group_by(reasons, most_groups);
    out.columns = {
        {.key = "reason", .title = "reason", .definition = "loss_reason of the deal", .wrap = true},
        count_column("deals", "deals lost", "deals of leads that were handed over"),
        {.key = "share",
         .title = "share",
         .unit = Unit::share,
         .definition = "of all their lost deals; beside it the 95 % range (Wilson)",
         .derived = true,
         .ranged = true},
        {.key = "amount",
         .title = "amount lost",
         .unit = Unit::money,
         .definition = "what these deals were worth",
         .currency = amounts.currency()}};
    std::vector<std::vector<const Deal*>> members(groups.names.size());
    for (std::size_t i = 0; i < lost.size(); ++i) members[groups.of[i]].push_back(lost[i]);
    for (std::size_t group = 0; group < members.size(); ++group) {
        RowsBehind behind{RowsBehind::Of::deals, rows_of(members[group]), {}};
        double sum = 0;
        for (const std::uint32_t row : behind.rows) {
            behind.parts.push_back(amounts.of(row).value_or(0));
            sum += behind.parts.back();
        }
        ReportCell amount(tidy_sum(sum));
        ReportCell count = count_cell(behind.rows, RowsBehind::Of::deals);
        amount.behind = std::make_shared<const RowsBehind>(std::move(behind));
        out.rows.push_back({groups.names[group], std::move(count),
                            share_cell(members[group].size(), lost.size()), std::move(amount)});
    }
    amounts.add_notes(out.notes);
    return out;
}

/// Names as they are first written, however else later.
class Names {
  public:
    struct Named {
        std::string name;
        std::vector<std::uint32_t> rows[3];
        std::size_t count() const noexcept { return rows[0].size() + rows[1].size() + rows[2].size(); }
    };
    /// Texts of one kind may name several, separated by ';'. One that names the same twice names it once.
    void add(std::string_view cell, std::size_t column, std::uint32_t row) {
        std::vector<const Named*> seen;
        while (!cell.empty()) {
            const std::size_t end = std::min(cell.find(';'), cell.size());
            if (const std::string_view name = trim(cell.substr(0, end)); !name.empty()) {
                Named& named = all_[lower(name)];
                if (named.name.empty()) named.name = name;
                if (std::find(seen.begin(), seen.end(), &named) == seen.end()) {
                    seen.push_back(&named);
                    named.rows[column].push_back(row);
                }
            }
            cell.remove_prefix(std::min(end + 1, cell.size()));
        }
    }
    /// Those named most often first.
    std::vector<const Named*> in_order() const {
        std::vector<const Named*> order;
        for (const auto& [key, named] : all_) order.push_back(&named);
        std::stable_sort(order.begin(), order.end(),
                         [](const Named* a, const Named* b) { return a->count() > b->count(); });
        return order;
    }

  private:
    std::map<std::string, Named> all_;
};

void say_how_many_more(ReportTable& table, std::size_t all) {
    if (all > table.rows.size()) table.notes.push_back(counted(all - table.rows.size(), "more", "more"));
}

ReportTable competitors(const ReportInput& input, Answered answered, const std::vector<const Deal*>& lost,
                        const std::vector<const Deal*>& won) {
    ReportTable out{.key = "competitors", .title = "Competitors"};
    out.columns = {
        {.key = "competitor", .title = "competitor", .definition = "as written first", .wrap = true},
        count_column("answers", "in answers", "answers of reps that name it"),
        count_column("lost", "deals lost", "lost deals of leads that were handed over that name it"),
        count_column("won", "deals won", "won deals of such leads that name it")};
    Names names;
    for (const Followup* each : answered) names.add(each->answer->competitor, 0, each->row);
    const Cells competitor(input.deals, "competitor");
    for (const std::uint32_t row : rows_of(lost)) names.add(competitor[row], 1, row);
    for (const std::uint32_t row : rows_of(won)) names.add(competitor[row], 2, row);
    const auto order = names.in_order();
    for (const Names::Named* each : order)
        if (out.rows.size() < most_groups)
            out.rows.push_back({each->name, handover_count(each->rows[0]),
                                count_cell(each->rows[1], RowsBehind::Of::deals),
                                count_cell(each->rows[2], RowsBehind::Of::deals)});
    say_how_many_more(out, order.size());
    return out;
}

ReportTable missing_content(Answered answered) {
    ReportTable out{.key = "missing", .title = "Content that reps missed"};
    out.columns = {{.key = "content", .title = "content", .definition = "as written first", .wrap = true},
                   count_column("answers", "answers", "answers of reps that miss it"),
                   count_column("refused", "came back", "of these, rejected or returned")};
    Names names;
    for (const Followup* each : answered) {
        names.add(each->answer->content_missing, 0, each->row);
        if (is_refused(*each)) names.add(each->answer->content_missing, 1, each->row);
    }
    const auto order = names.in_order();
    for (const Names::Named* each : order)
        if (out.rows.size() < most_groups)
            out.rows.push_back({each->name, handover_count(each->rows[0]), handover_count(each->rows[1])});
    say_how_many_more(out, order.size());
    return out;
}

} // namespace

std::vector<ReportTable> loss_tables(const ReportInput& input, std::span<const Followup* const> followed,
                                     Answered answered, const LeadIndex& index) {
    const HandedOverDeals deals(input, followed, index);
    const std::vector<const Deal*> lost = deals.with(DealStatus::lost), won = deals.with(DealStatus::won);
    std::vector<ReportTable> tables;
    for (ReportTable& table : std::vector<ReportTable>{
             loss_reasons(input, lost), competitors(input, answered, lost, won), missing_content(answered)})
        add_if_any(tables, std::move(table));
    return tables;
}

} // namespace handoff

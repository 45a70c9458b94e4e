#include "report/sourced.hpp"

#include "report/cells.hpp"
#include "report/estimate.hpp"

#include <handoff/exports.hpp>

#include <algorithm>
#include <array>

namespace handoff {

namespace {

using Side = TouchLog::Side;

struct Definition {
    const char *claim, *key, *text;
};
constexpr std::array<Definition, 6> definitions = {{
    {"sourced", "its source", "the source that the deal's lead names is marketing's"},
    {"sourced", "the first touch", "the first touch there ever was is one of marketing's that count"},
    {"sourced", "a touch before sales", "one of marketing's came before the first of sales"},
    {"influenced", "a touch before the deal", "one of marketing's in the look-back before it was created"},
    {"influenced", "a touch while open", "one of marketing's between creation and closing"},
    {"influenced", "any touch", "one of marketing's at any time until closing"},
}};

/// What touches say about a deal, gathered from all its people.
struct Story {
    std::optional<std::int64_t> first[3]; ///< by side: the first touch
    bool marketing_before = false, marketing_while_open = false, marketing_until_end = false;
};

class Sourced {
  public:
    explicit Sourced(const JourneySources& from)
        : from_(from), zone_(from.input.agreement->timezone),
          lookback_(from.input.agreement->attribution.lookback), of_marketing_(sources_of_marketing()) {}

    ReportTable make() {
        for (const Deal& deal : from_.deals.all)
            if (counts(deal)) add(deal);
        ReportTable table{.key = "sourced", .title = "What marketing sourced and influenced"};
        add_columns(table);
        for (std::size_t i = 0; i < definitions.size(); ++i) table.rows.push_back(row(i));
        for (const Definition& each : definitions)
            table.notes.push_back(std::string(each.claim) + " by " + each.key + ": " + each.text);
        table.notes.push_back(
            "the definitions overlap, and so do the parts of marketing and sales: a deal can "
            "be sourced by one and closed by the other");
        return table;
    }

  private:
    /// Leads of which the agreement says that their source is marketing's.
    std::vector<std::uint8_t> sources_of_marketing() const {
        const Table& leads = from_.input.leads;
        const Expression& sourced = from_.input.agreement->attribution.sourced;
        if (sourced.empty()) {
            const Cells source(leads, "source");
            std::vector<std::uint8_t> named(leads.rows());
            for (std::size_t row = 0; row < named.size(); ++row) named[row] = source[row].empty() ? 0 : 1;
            return named;
        }
        const Scope scope = scope_of(leads, Kind::leads, *from_.input.agreement, from_.input.as_of);
        const Bound bound(std::span(&sourced, 1), scope);
        Bound::Evaluator evaluator(bound);
        evaluator.run(leads);
        const auto mask = evaluator.mask(0);
        return {mask.begin(), mask.end()};
    }

    bool counts(const Deal& deal) const {
        if (from_.input.only_their_deals && deal.leads.empty()) return false;
        const Period period{from_.input.from, from_.input.to};
        return period.contains(deal.created, zone_);
    }

    Story story_of(const Deal& deal) const {
        Story story;
        const Instant created = deal.created.known() ? deal.created.last(zone_) : Instant::max();
        const Instant closed = deal.closed.known() ? deal.closed.last(zone_) : from_.input.as_of;
        for (const std::uint32_t lead : deal.leads)
            for (const TouchLog::Touch& touch : from_.touches.of(lead)) {
                if (touch.instant() > closed) continue;
                if (touch.by() == Side::marketing && !touch.holds(0)) continue;
                auto& first = story.first[static_cast<std::size_t>(touch.by())];
                if (!first || touch.at < *first) first = touch.at;
                if (touch.by() != Side::marketing) continue;
                story.marketing_until_end = true;
                if (touch.instant() > created)
                    story.marketing_while_open = true;
                else if (touch.instant() > created - lookback_)
                    story.marketing_before = true;
            }
        return story;
    }

    void add(const Deal& deal) {
        const Story story = story_of(deal);
        const auto& marketing = story.first[static_cast<std::size_t>(Side::marketing)];
        const auto& sales = story.first[static_cast<std::size_t>(Side::sales)];
        const auto& neither = story.first[static_cast<std::size_t>(Side::none)];
        const bool before_sales = marketing && (!sales || *marketing < *sales);
        const bool holds[] = {std::any_of(deal.leads.begin(), deal.leads.end(),
                                          [&](std::uint32_t lead) { return of_marketing_[lead] != 0; }),
                              before_sales && (!neither || *marketing <= *neither),
                              before_sales,
                              story.marketing_before,
                              story.marketing_while_open,
                              story.marketing_until_end};
        const auto deal_row = static_cast<std::uint32_t>(deal.row);
        const double worth = from_.amounts.of(deal.row).value_or(0);
        ++deals_;
        amount_ += worth;
        for (std::size_t i = 0; i < definitions.size(); ++i)
            if (holds[i]) held_[i].add(deal_row, worth);
    }

    void add_columns(ReportTable& table) const {
        table.columns = {{.key = "claim",
                          .title = "marketing",
                          .definition = "brought the deal, or had a part in it",
                          .group = true},
                         {.key = "definition", .title = "by", .definition = "which definition"},
                         {.key = "deals",
                          .title = "deals",
                          .unit = Unit::count,
                          .definition = "deals of which it is true"},
                         {.key = "share",
                          .title = "of all",
                          .unit = Unit::share,
                          .definition = "their share of all deals; beside it the 95% range (Wilson)",
                          .ranged = true},
                         {.key = "amount",
                          .title = "amount",
                          .unit = Unit::money,
                          .definition = "sum of their amounts",
                          .currency = from_.amounts.currency()}};
    }

    std::vector<ReportCell> row(std::size_t number) const {
        const Definition& definition = definitions[number];
        const Measured& held = held_[number];
        ReportCell amount(0.0);
        double sum = 0;
        for (const double value : held.values) sum += value;
        amount.value = tidy_sum(sum);
        amount.behind =
            std::make_shared<const RowsBehind>(RowsBehind{RowsBehind::Of::deals, held.rows, held.values});
        return {definition.claim, definition.key, count_cell(held.rows, RowsBehind::Of::deals),
                share_cell(held.rows.size(), deals_), std::move(amount)};
    }

    const JourneySources& from_;
    const Zone& zone_;
    Duration lookback_;
    std::vector<std::uint8_t> of_marketing_;
    std::array<Measured, definitions.size()> held_;
    std::size_t deals_ = 0;
    double amount_ = 0;
};

} // namespace

ReportTable sourced_table(const JourneySources& from) { return Sourced(from).make(); }

} // namespace handoff

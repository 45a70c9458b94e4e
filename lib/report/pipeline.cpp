#include "report/pipeline.hpp"

#include "base/rounded.hpp"
#include "report/cells.hpp"
#include "report/deals.hpp"
#include "report/grouping.hpp"
#include "report/if_any.hpp"
#include "report/out_of_order.hpp"
#include "report/pipeline_coverage.hpp"
#include "report/pipeline_moves.hpp"
#include "report/pipeline_quarter.hpp"
#include "report/probabilities.hpp"
#include "report/sums.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {
namespace {

/// The sums of one channel, or of all.
struct Sums {
    Measured deals, open, won, lost; ///< with what each is worth
    Measured cycle;                  ///< days of won deals
    Measured weighted, age;          ///< of open deals: amount by probability, days since they were created

    void add(const Deal& deal, double worth) {
        const auto row = static_cast<std::uint32_t>(deal.row);
        deals.add(row, worth);
        if (deal.status == DealStatus::open)
            open.add(row, worth);
        else if (deal.status == DealStatus::won)
            won.add(row, worth);
        else if (deal.status == DealStatus::lost)
            lost.add(row, worth);
    }
};

constexpr RowsBehind::Of of_deals = RowsBehind::Of::deals;

class Pipeline {
  public:
    explicit Pipeline(const ReportInput& input)
        : input_(input), index_(input.leads, &input.contacts, input.merges),
          deals_(read_deals(input, index_)), probabilities_(input.deals) {}

    Report make() {
        if (input_.deals.columns().empty())
            throw Error(Fault::request, "the report 'pipeline' needs deals",
                        "name their file with --deals, or in [exports.deals] of the agreement");
        choose_deals();
        const std::string column = column_to_split_by();
        const Grouping groups = group(column);
        std::vector<std::size_t> rows;
        for (const Deal* deal : chosen_) rows.push_back(deal->row);
        const Amounts amounts(input_.deals, rows, *input_.agreement);
        add_up(groups, amounts);

        Report report{.name = "pipeline",
                      .title = "Pipeline by " + column,
                      .question = std::string(pipeline_question),
                      .stamp = stamp(*input_.agreement, input_.as_of)};
        report.facts = facts(amounts.currency());
        report.tables.push_back(table(column, groups, amounts.currency()));
        report.tables.push_back(open_table(column, groups, amounts.currency()));
        const PipelineQuarter quarter(
            {.report = &input_, .deals = chosen_, .amounts = &amounts, .chances = &probabilities_});
        report.tables.push_back(quarter.by_channel(column, groups));
        report.tables.push_back(quarter.beside_others());
        ReportTable coverage = coverage_table(input_, quarter, all_.open, sum_of(all_.weighted));
        const bool some = input_.from || input_.to || input_.only_their_deals; // goals are of all deals
        if (!coverage.rows.empty() && !some) report.tables.push_back(std::move(coverage));
        PipelineMoves moves = pipeline_moves(input_, deals_, chosen_, index_, column);
        for (ReportTable& moved : moves.tables) report.tables.push_back(std::move(moved));
        add_if_any(report.tables, out_of_order_table(input_, of_deals, backwards_));
        report.notes = notes();
        if (!coverage.rows.empty() && some)
            report.notes.emplace_back("goals are of all deals, and these are some: no coverage is told");
        amounts.add_notes(report.notes);
        for (std::string& note : moves.notes) report.notes.push_back(std::move(note));
        return report;
    }

  private:
    void choose_deals() {
        const Period period{input_.from, input_.to};
        period.check();
        for (const Deal& deal : deals_.all) {
            if (input_.only_their_deals && deal.leads.empty()) continue;
            if (!period.whole() && !deal.created.known()) ++without_date_;
            if (period.contains(deal.created, input_.agreement->timezone)) chosen_.push_back(&deal);
        }
    }

    std::string column_to_split_by() const {
        if (input_.by.empty()) {
            const bool channels =
                Cells(input_.deals, "channel").any() || Cells(input_.leads, "channel").any();
            return channels ? "channel" : "source";
        }
        if (!input_.deals.find(input_.by) && !input_.leads.find(input_.by)) {
            std::vector<std::string> names = input_.deals.names();
            for (std::string& name : input_.leads.names()) names.push_back(std::move(name));
            throw Error(Fault::request,
                        "neither the deals nor the leads have a column '" + input_.by +
                            "' to split the pipeline by",
                        did_you_mean(input_.by, names));
        }
        return input_.by;
    }

    /// A deal's own value, else that of the first of its leads that has one.
    Grouping group(const std::string& column) const {
        const Cells own(input_.deals, column), of_lead(input_.leads, column);
        std::vector<std::string_view> values;
        for (const Deal* deal : chosen_) {
            std::string_view value = own[deal->row];
            for (std::size_t i = 0; value.empty() && i < deal->leads.size(); ++i)
                value = of_lead[deal->leads[i]];
            values.push_back(value);
        }
        return group_by(values);
    }

    void add_up(const Grouping& groups, const Amounts& amounts) {
        sums_.resize(groups.names.size());
        for (std::size_t i = 0; i < chosen_.size(); ++i) {
            const Deal& deal = *chosen_[i];
            const double worth = amounts.of(deal.row).value_or(0);
            Sums& sums = sums_[groups.of[i]];
            sums.add(deal, worth);
            all_.add(deal, worth);
            if (deal.status == DealStatus::open) add_open(deal, worth, sums);
            if (deal.status != DealStatus::won || !deal.created.known() || !deal.closed.known()) continue;
            const double days = days_between(deal.created, deal.closed, input_.agreement->timezone);
            if (days < 0) {
                backwards_.push_back({static_cast<std::uint32_t>(deal.row), "closed before created",
                                      deal.closed, deal.created, -days});
                continue;
            }
            sums.cycle.add(static_cast<std::uint32_t>(deal.row), days);
            all_.cycle.add(static_cast<std::uint32_t>(deal.row), days);
        }
    }

    void add_open(const Deal& deal, double worth, Sums& sums) {
        const auto row = static_cast<std::uint32_t>(deal.row);
        if (const auto chance = probabilities_.of(deal.row)) {
            sums.weighted.add(row, worth * *chance);
            all_.weighted.add(row, worth * *chance);
        }
        if (!deal.created.known()) return;
        const double days = days_between(deal.created, Moment(input_.as_of), input_.agreement->timezone);
        sums.age.add(row, days);
        all_.age.add(row, days);
    }

    std::vector<ReportColumn> columns(const std::string& column, const std::string& currency) const {
        return {
            {.key = "group",
             .title = column,
             .definition =
                 "value of the deal's column '" + column + "', or of its lead's where the deal has none"},
            {.key = "deals",
             .title = "deals",
             .unit = Unit::count,
             .definition = "deals, each once",
             .bar = true},
            {.key = "open",
             .title = "open",
             .unit = Unit::count,
             .definition = "deals that are neither won nor lost yet"},
            {.key = "won",
             .title = "won",
             .unit = Unit::count,
             .definition = "deals that were won",
             .tone = Tone::good},
            {.key = "lost",
             .title = "lost",
             .unit = Unit::count,
             .definition = "deals that were lost",
             .tone = Tone::bad},
            {.key = "amount",
             .title = "amount",
             .unit = Unit::money,
             .definition = "sum of the amounts of all deals, the lost ones too",
             .currency = currency},
            {.key = "open_amount",
             .title = "open amount",
             .unit = Unit::money,
             .definition = "sum of the amounts of open deals",
             .currency = currency},
            {.key = "won_amount",
             .title = "won amount",
             .unit = Unit::money,
             .definition = "sum of the amounts of won deals",
             .currency = currency},
            {.key = "win_rate",
             .title = "win rate",
             .unit = Unit::share,
             .definition = "won / (won + lost), open deals left out; beside it the 95% range (Wilson)",
             .ranged = true},
            {.key = "median_cycle_days",
             .title = "median cycle days",
             .unit = Unit::days,
             .definition =
                 "days from creating a won deal to winning it: half of the timed deals took no longer"},
            {.key = "timed",
             .title = "timed",
             .unit = Unit::count,
             .definition = "won deals for which both days are known and in order: those behind the median"},
        };
    }

    static std::vector<ReportCell> row(const std::string& name, const Sums& sums) {
        return {name,
                count_cell(sums.deals.rows, of_deals),
                count_cell(sums.open.rows, of_deals),
                count_cell(sums.won.rows, of_deals),
                count_cell(sums.lost.rows, of_deals),
                sum_cell(sums.deals, of_deals),
                sum_cell(sums.open, of_deals),
                sum_cell(sums.won, of_deals),
                share_cell(sums.won.rows.size(), sums.won.rows.size() + sums.lost.rows.size()),
                median_cell(sums.cycle, of_deals),
                count_cell(sums.cycle.rows, of_deals)};
    }

    ReportTable table(const std::string& column, const Grouping& groups, const std::string& currency) const {
        ReportTable out{
            .key = "channels", .title = "Deals by " + column, .columns = columns(column, currency)};
        for (std::size_t i = 0; i < sums_.size(); ++i) out.rows.push_back(row(groups.names[i], sums_[i]));
        out.total = row("all", all_);
        if (!backwards_.empty())
            out.notes.push_back(counted(backwards_.size(), "won deal") +
                                " closed before created by their dates, which cannot "
                                "be: left out of the median");
        if (std::string others = note_on_others(groups, column); !others.empty())
            out.notes.push_back(std::move(others));
        return out;
    }

    /// What is open: how old it is, what it is likely worth, and how much the pipeline gives in a day.
    ReportTable open_table(const std::string& column, const Grouping& groups,
                           const std::string& currency) const {
        ReportTable out{.key = "open", .title = "Open deals by " + column};
        out.columns = {
            {.key = "group",
             .title = column,
             .definition =
                 "value of the deal's column '" + column + "', or of its lead's where the deal has none"},
            {.key = "open",
             .title = "open",
             .unit = Unit::count,
             .definition = "deals that are neither won nor lost yet",
             .bar = true},
            {.key = "median_age_days",
             .title = "median age days",
             .unit = Unit::days,
             .definition = "days since open deals were created: half of them are no older"},
            {.key = "oldest_days",
             .title = "oldest days",
             .unit = Unit::days,
             .definition = "days since the oldest of them was created"},
            {.key = "weighted",
             .title = "weighted amount",
             .unit = Unit::money,
             .definition = "sum of amount x probability of open deals that have a probability",
             .currency = currency},
            {.key = "velocity",
             .title = "velocity per day",
             .unit = Unit::money,
             .definition = "open deals x win rate x mean amount of won deals / mean cycle days: what the "
                           "pipeline gives in a day if it goes on as before",
             .currency = currency,
             .derived = true},
        };
        for (std::size_t i = 0; i < sums_.size(); ++i)
            out.rows.push_back(open_row(groups.names[i], sums_[i]));
        out.total = open_row("all", all_);
        if (const std::size_t without = all_.open.rows.size() - all_.weighted.rows.size(); without > 0)
            out.notes.push_back(counted(without, "open deal") + " without a probability: worth nothing in " +
                                "the weighted amount");
        return out;
    }
    static std::vector<ReportCell> open_row(const std::string& name, const Sums& sums) {
        const auto oldest = std::max_element(sums.age.values.begin(), sums.age.values.end());
        return {name,
                count_cell(sums.open.rows, of_deals),
                median_cell(sums.age, of_deals),
                oldest == sums.age.values.end() ? ReportCell() : ReportCell(*oldest),
                sums.weighted.rows.empty() ? ReportCell() : sum_cell(sums.weighted, of_deals),
                velocity(sums)};
    }
    static ReportCell velocity(const Sums& sums) {
        const double won = static_cast<double>(sums.won.rows.size());
        const double days = sum_of(sums.cycle) / static_cast<double>(sums.cycle.rows.size());
        if (sums.won.rows.empty() || sums.cycle.rows.empty() || days <= 0) return {};
        const double rate = won / (won + static_cast<double>(sums.lost.rows.size()));
        return static_cast<double>(sums.open.rows.size()) * rate * (sum_of(sums.won) / won) / days;
    }

    std::vector<std::pair<std::string, std::string>> facts(const std::string& currency) const {
        const std::string in = currency.empty() ? "" : currency + " ";
        const std::size_t deals = all_.deals.rows.size();
        std::vector<std::pair<std::string, std::string>> facts = {
            {deals == 1 ? "deal" : "deals", with_thousands(static_cast<std::int64_t>(deals))},
            {in + "open", rounded_text(sum_of(all_.open))},
            {in + "won", rounded_text(sum_of(all_.won))}};
        const std::size_t won = all_.won.rows.size(), lost = all_.lost.rows.size();
        if (won + lost > 0)
            facts.emplace_back("win rate",
                               percent_text(static_cast<double>(won) / static_cast<double>(won + lost)));
        return facts;
    }

    std::vector<std::string> notes() const {
        std::vector<std::string> notes;
        const Period period{input_.from, input_.to};
        if (!period.whole()) {
            notes.push_back("only deals created " + period.text() + ", days of " +
                            input_.agreement->timezone.name());
            if (without_date_ > 0)
                notes.push_back(counted(without_date_, "deal") + " without a readable created_at: left out");
        }
        if (input_.only_their_deals) notes.emplace_back("only deals of the chosen leads");
        add_notes(notes, deals_);
        if (input_.has_ledger && !input_.deals_then)
            notes.emplace_back(
                "the ledger knows the deals of no earlier night, so that nothing is told of what "
                "moved: 'handoff ingest --kind deals --ledger FILE' remembers them");
        return notes;
    }

    const ReportInput& input_;
    LeadIndex index_;
    Deals deals_;
    Probabilities probabilities_;
    std::vector<const Deal*> chosen_;
    std::vector<Sums> sums_;
    Sums all_;
    std::size_t without_date_ = 0;
    std::vector<OutOfOrder> backwards_;
};

} // namespace

Report pipeline(const ReportInput& input) { return Pipeline(input).make(); }

} // namespace handoff

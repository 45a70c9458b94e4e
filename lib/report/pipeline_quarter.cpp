#include "report/pipeline_quarter.hpp"

#include "report/periods.hpp"
#include "report/sums.hpp"

#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

namespace {

using std::chrono::sys_days;

constexpr RowsBehind::Of of_deals = RowsBehind::Of::deals;

Date day_before(Date day) { return sys_days(day) - std::chrono::days(1); }

bool has_ended(const Deal& deal) noexcept {
    return deal.status == DealStatus::won || deal.status == DealStatus::lost;
}

/// What one channel did in the quarter.
struct Quarter {
    Measured won, year_ago, expected, weighted;
    std::vector<std::uint32_t> overdue;

    std::vector<ReportCell> row(std::string name, bool with_year_ago) const {
        std::vector<ReportCell> cells;
        cells.reserve(8);
        cells.emplace_back(std::move(name));
        cells.push_back(count_cell(won.rows, of_deals));
        cells.push_back(sum_cell(won, of_deals));
        if (with_year_ago) cells.push_back(sum_cell(year_ago, of_deals));
        cells.push_back(count_cell(expected.rows, of_deals));
        cells.push_back(sum_cell(expected, of_deals));
        cells.push_back(weighted.rows.empty() ? ReportCell() : sum_cell(weighted, of_deals));
        cells.push_back(count_cell(overdue, of_deals));
        return cells;
    }
};

} // namespace

PipelineQuarter::PipelineQuarter(const Input& input) : input_(input) {
    const Agreement& agreement = *input.report->agreement;
    const auto quarter_of = [&](Date day) {
        return start_of_fiscal_period(day, PeriodLength::quarter, agreement.fiscal_year_starts);
    };
    const Zone& zone = agreement.timezone;
    today_ = zone.date_of(input.report->as_of);
    from_ = quarter_of(today_);
    to_ = day_before(start_of_next(from_, PeriodLength::quarter));
    year_ago_ = from_ - std::chrono::years(1);
    const Date end = day_before(start_of_next(year_ago_, PeriodLength::quarter));
    year_ago_to_ = std::min(Date(sys_days(year_ago_) + (sys_days(today_) - sys_days(from_))), end);

    const Cells closes(input.report->deals, "closed_at");
    for (const Deal* deal : input.deals) {
        const Moment at = deal->status == DealStatus::open ? Moment::read(closes[deal->row]) : deal->closed;
        days_.push_back(at.known() ? std::optional(at.day_in(zone)) : std::nullopt);
        if (has_ended(*deal) && days_.back()) first_day_ = std::min(*days_.back(), first_day_.value_or(to_));
    }
}

bool PipelineQuarter::closed_between(std::size_t deal, Date from, Date to) const {
    return has_ended(*input_.deals[deal]) && days_[deal] && from <= *days_[deal] && *days_[deal] <= to;
}

ReportTable PipelineQuarter::by_channel(const std::string& column, const Grouping& groups) const {
    ReportTable out{.key = "quarter",
                    .title = "This quarter by " + column + ", " + to_text(from_) + " to " + to_text(to_)};
    const std::string& currency = input_.amounts->currency();
    const auto count = [&](const char* key, const char* title, const char* definition) {
        out.columns.push_back({.key = key, .title = title, .unit = Unit::count, .definition = definition});
    };
    const auto money = [&](const char* key, const char* title, const char* definition) {
        out.columns.push_back({.key = key,
                               .title = title,
                               .unit = Unit::money,
                               .definition = definition,
                               .currency = currency});
    };
    out.columns.push_back({.key = "group", .title = column, .definition = "as in the first table"});
    count("won", "won", "deals won in this fiscal quarter so far");
    money("won_amount", "won amount", "sum of their amounts");
    if (knows_a_year_ago())
        money("year_ago_amount", "a year ago",
              "amount of the deals won in the same quarter a year ago, up to the same day of it");
    count("expected", "expected", "open deals whose closing day is from today to the end of the quarter");
    money("expected_amount", "expected amount", "sum of their amounts");
    money("weighted", "weighted amount", "sum of amount x probability of those that have a probability");
    count("overdue", "overdue", "open deals whose closing day is past: when they will close is not known");

    std::vector<Quarter> channels(groups.names.size());
    Quarter all;
    std::size_t undated = 0;
    for (std::size_t i = 0; i < input_.deals.size(); ++i) {
        const Deal& deal = *input_.deals[i];
        const auto row = static_cast<std::uint32_t>(deal.row);
        const double worth = input_.amounts->of(deal.row).value_or(0);
        for (Quarter* const each : {&channels[groups.of[i]], &all}) {
            if (deal.status == DealStatus::won) {
                if (closed_between(i, from_, today_)) each->won.add(row, worth);
                if (closed_between(i, year_ago_, year_ago_to_)) each->year_ago.add(row, worth);
            }
            if (deal.status != DealStatus::open || !days_[i]) continue;
            if (*days_[i] < today_) each->overdue.push_back(row);
            if (*days_[i] < today_ || to_ < *days_[i]) continue;
            each->expected.add(row, worth);
            if (const auto chance = input_.chances->of(deal.row)) each->weighted.add(row, worth * *chance);
        }
        undated += deal.status == DealStatus::open && !days_[i] ? 1 : 0;
    }
    for (std::size_t i = 0; i < channels.size(); ++i)
        out.rows.push_back(channels[i].row(groups.names[i], knows_a_year_ago()));
    out.total = all.row("all", knows_a_year_ago());
    if (undated > 0)
        out.notes.push_back(counted(undated, "open deal") +
                            " without a closing day: not expected in any quarter");
    if (const std::size_t without = all.expected.rows.size() - all.weighted.rows.size(); without > 0)
        out.notes.push_back(counted(without, "expected deal") +
                            " without a probability: worth nothing in the weighted amount");
    return out;
}

std::vector<ReportCell> PipelineQuarter::row(std::string name, Date from, Date to,
                                             std::size_t quarters) const {
    Measured won;
    std::vector<std::uint32_t> lost;
    for (std::size_t i = 0; i < input_.deals.size(); ++i) {
        if (!closed_between(i, from, to)) continue;
        const Deal& deal = *input_.deals[i];
        const auto row = static_cast<std::uint32_t>(deal.row);
        if (deal.status == DealStatus::won)
            won.add(row, input_.amounts->of(deal.row).value_or(0));
        else
            lost.push_back(row);
    }
    return {std::move(name),
            to_text(from),
            to_text(to),
            count_cell(won.rows, of_deals),
            count_cell(lost, of_deals),
            share_cell(won.rows.size(), won.rows.size() + lost.size()),
            sum_cell(won, of_deals),
            quarters > 0 ? ReportCell(sum_of(won) / static_cast<double>(quarters)) : ReportCell()};
}

ReportTable PipelineQuarter::beside_others() const {
    ReportTable out{.key = "quarters", .title = "This quarter beside others"};
    const std::string& currency = input_.amounts->currency();
    out.columns = {
        {.key = "period",
         .title = "closed in",
         .definition = "fiscal quarters, as the agreement has them",
         .wrap = true},
        {.key = "from", .title = "from", .unit = Unit::date, .definition = "the first day"},
        {.key = "to", .title = "to", .unit = Unit::date, .definition = "the last day"},
        {.key = "won",
         .title = "won",
         .unit = Unit::count,
         .definition = "deals won on these days",
         .tone = Tone::good},
        {.key = "lost",
         .title = "lost",
         .unit = Unit::count,
         .definition = "deals lost on these days",
         .tone = Tone::bad},
        {.key = "win_rate",
         .title = "win rate",
         .unit = Unit::share,
         .definition = "won / (won + lost); beside it the 95% range (Wilson)",
         .ranged = true},
        {.key = "won_amount",
         .title = "won amount",
         .unit = Unit::money,
         .definition = "sum of the amounts of the won deals",
         .currency = currency},
        {.key = "a_quarter",
         .title = "a quarter",
         .unit = Unit::money,
         .definition = "won amount / how many quarters these are; blank where a quarter is not over",
         .currency = currency,
         .derived = true}};
    out.rows.push_back(row("this quarter so far", from_, today_, 0));
    if (!first_day_ || from_ <= *first_day_) {
        out.notes.emplace_back("nothing was closed before this quarter: there is nothing to compare it with");
        return out;
    }
    if (knows_a_year_ago()) {
        out.rows.push_back(row("a year ago, to the same day", year_ago_, year_ago_to_, 0));
        out.rows.push_back(row("a year ago, the whole quarter", year_ago_,
                               day_before(start_of_next(year_ago_, PeriodLength::quarter)), 1));
    }
    const auto before = [&](Date start) {
        return start_of_fiscal_period(day_before(start), PeriodLength::quarter,
                                      input_.report->agreement->fiscal_year_starts);
    };
    out.rows.push_back(row("the quarter before", before(from_), day_before(from_), 1));
    Date first = from_;
    std::size_t quarters = 0;
    for (; *first_day_ < first; ++quarters) first = before(first);
    if (quarters > 1)
        out.rows.push_back(
            row("the " + std::to_string(quarters) + " quarters before", first, day_before(from_), quarters));
    if (!knows_a_year_ago())
        out.notes.push_back("the first deal was closed on " + to_text(*first_day_) +
                            ": there is no same quarter a year ago");
    return out;
}

Measured PipelineQuarter::expected_by(Date day) const {
    Measured expected;
    for (std::size_t i = 0; i < input_.deals.size(); ++i) {
        const Deal& deal = *input_.deals[i];
        if (deal.status == DealStatus::open && days_[i] && *days_[i] <= day)
            expected.add(static_cast<std::uint32_t>(deal.row), input_.amounts->of(deal.row).value_or(0));
    }
    return expected;
}

} // namespace handoff

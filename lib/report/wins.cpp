#include "report/wins.hpp"

#include "base/rounded.hpp"
#include "report/estimate.hpp"
#include "report/if_any.hpp"
#include "report/periods.hpp"
#include "report/won_deals.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

namespace {

class Wins {
  public:
    explicit Wins(const ReportInput& input)
        : input_(input), zone_(input.agreement->timezone), period_(period_of(input)), people_(input),
          won_(input, people_, period_) {
        won_.tell(touches_of(input, won_.leads(), &people_.index()));
    }

    Report make() const {
        Report report{.name = "wins",
                      .title = "Wins",
                      .question = std::string(wins_question),
                      .stamp = stamp(*input_.agreement, input_.as_of)};
        double amount = 0;
        for (const Win& win : won_.all()) amount += win.amount.value_or(0);
        const std::string in = won_.currency().empty() ? "" : won_.currency() + " ";
        report.facts = {
            {won_.all().size() == 1 ? "deal won" : "deals won", std::to_string(won_.all().size())},
            {in + "together", rounded_text(amount)}};
        for (ReportTable table : {wins(), deals(), assists(), course()})
            add_if_any(report.tables, std::move(table));
        report.notes.push_back("won " + period_.text() + ", days of " + zone_.name());
        won_.add_notes(report.notes);
        return report;
    }

  private:
    static Period period_of(const ReportInput& input) {
        if (input.deals.columns().empty())
            throw Error(Fault::request, "the report 'wins' needs deals",
                        "name their file with --deals, or in [exports.deals] of the agreement");
        if (!input.by.empty())
            throw Error(Fault::request, "the report 'wins' has a row for each deal", "leave --by out");
        Period period{input.from, input.to};
        period.check();
        if (!period.whole()) return period;
        const Date today = input.agreement->timezone.date_of(input.as_of);
        return {start_of_fiscal_period(today, PeriodLength::quarter, input.agreement->fiscal_year_starts),
                today};
    }

    static ReportColumn deal_column(bool group) {
        return {.key = "deal",
                .title = "deal",
                .definition = "its name, else its id",
                .wrap = !group,
                .group = group};
    }

    ReportTable wins() const {
        ReportTable out{.key = "wins", .title = "Won deals, the newest first"};
        out.columns = {{.key = "story",
                        .title = "how it came about",
                        .definition =
                            "who closed it, how long it took from the first that is known of it, and "
                            "who else had a part",
                        .wrap = true},
                       won_column(),
                       amount_column()};
        for (const Win& win : won_.all()) out.rows.push_back({win.sentence, won_on(win), amount_of(win)});
        return out;
    }

    ReportTable deals() const {
        ReportTable out{.key = "deals", .title = "The same as columns"};
        out.columns = {
            deal_column(false),
            {.key = "closed_by", .title = "closed by", .definition = "its owner, else the rep of its lead"},
            won_column(),
            amount_column(),
            {.key = "days",
             .title = "days",
             .unit = Unit::days,
             .definition = "from the first that is known of it to the day it was won",
             .derived = true},
            {.key = "marketing",
             .title = "of marketing",
             .unit = Unit::number,
             .definition = "campaigns and channels of marketing that had a part",
             .derived = true},
            {.key = "sales",
             .title = "of sales",
             .unit = Unit::number,
             .definition = "reps who had a part, the one who closed it among them",
             .derived = true}};
        for (const Win& win : won_.all()) {
            const auto of = [&](const char* side) {
                return ReportCell(static_cast<double>(
                    std::count_if(win.assists.begin(), win.assists.end(),
                                  [&](const Assist& each) { return each.side == side; })));
            };
            out.rows.push_back({win.name, win.closer, won_on(win), amount_of(win),
                                ReportCell(days_between(Moment(win.course.front().at.day_in(zone_)),
                                                        Moment(win.deal->closed.day_in(zone_)), zone_)),
                                of("marketing"), of("sales")});
        }
        return out;
    }

    std::string won_on(const Win& win) const { return to_text(win.deal->closed.day_in(zone_)); }
    static ReportCell amount_of(const Win& win) {
        if (!win.amount) return {};
        ReportCell amount(*win.amount);
        amount.behind = std::make_shared<const RowsBehind>(
            RowsBehind{RowsBehind::Of::deals, {static_cast<std::uint32_t>(win.deal->row)}, {*win.amount}});
        return amount;
    }
    static ReportColumn won_column() {
        return {.key = "won_on", .title = "won", .unit = Unit::date, .definition = "the day it was won"};
    }
    ReportColumn amount_column() const {
        return {.key = "amount",
                .title = "amount",
                .unit = Unit::money,
                .definition = "what it is worth",
                .currency = won_.currency()};
    }

    ReportTable assists() const {
        ReportTable out{.key = "assists", .title = "Every assist, of both sides"};
        out.columns = {
            deal_column(true),
            {.key = "side", .title = "side", .definition = "marketing or sales"},
            {.key = "who",
             .title = "who",
             .definition = "marketing: the campaign, else the channel; sales: the rep",
             .wrap = true},
            {.key = "what",
             .title = "what",
             .definition = "what they did with the people of the deal until it was won",
             .wrap = true},
            {.key = "first", .title = "first", .unit = Unit::date, .definition = "day of the first"},
            {.key = "last", .title = "last", .unit = Unit::date, .definition = "day of the last"}};
        for (const Win& win : won_.all())
            for (const Assist& each : win.assists)
                out.rows.push_back({win.name, each.side, each.who, each.what,
                                    to_text(zone_.date_of(each.first)), to_text(zone_.date_of(each.last))});
        return out;
    }

    ReportTable course() const {
        ReportTable out{.key = "course", .title = "How they came about"};
        out.columns = {deal_column(true),
                       {.key = "day", .title = "day", .unit = Unit::date, .definition = "when it happened"},
                       {.key = "days_before",
                        .title = "days before",
                        .unit = Unit::days,
                        .definition = "days before the deal was won",
                        .derived = true},
                       {.key = "what",
                        .title = "what",
                        .definition = "the first touch, the stages, handovers, the deal",
                        .wrap = true}};
        for (const Win& win : won_.all())
            for (const WinStep& step : win.course)
                out.rows.push_back({win.name, to_text(step.at.day_in(zone_)),
                                    ReportCell(days_between(Moment(step.at.day_in(zone_)),
                                                            Moment(win.deal->closed.day_in(zone_)), zone_)),
                                    step.what});
        return out;
    }

    const ReportInput& input_;
    const Zone& zone_;
    const Period period_;
    People people_;
    WonDeals won_;
};

} // namespace

Report wins(const ReportInput& input) { return Wins(input).make(); }

} // namespace handoff

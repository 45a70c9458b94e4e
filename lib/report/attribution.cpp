#include "report/attribution.hpp"

#include "ingest/lead_keys.hpp"
#include "report/cells.hpp"
#include "report/channel_costs.hpp"
#include "report/credit_table.hpp"
#include "report/if_any.hpp"
#include "report/journeys.hpp"
#include "report/sourced.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace handoff {
namespace {

using Event = AttributionSettings::Event;

/// The touches that take part where the agreement does not say which.
const Expression& of_marketing() {
    static const Expression expression =
        Expression::parse("side = 'marketing' and type not in ('email_sent', 'bounce', 'unsubscribe')");
    return expression;
}

std::vector<std::size_t> all_rows(const Table& table) {
    std::vector<std::size_t> rows(table.rows());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    return rows;
}

double days(Duration duration) { return static_cast<double>(duration.count()) / 86400e6; }

class Attribution {
  public:
    explicit Attribution(const ReportInput& input)
        : input_(input), settings_(input.agreement->attribution),
          by_(input.by.empty() ? "channel" : input.by), people_(input),
          amounts_(input.deals, all_rows(input.deals), *input.agreement), touches_(open_touches()) {}

    Report make() {
        const Period period{input_.from, input_.to};
        period.check();
        Report report{.name = "attribution",
                      .title = "Attribution by " + by_,
                      .question = std::string(attribution_question),
                      .stamp = stamp(*input_.agreement, input_.as_of)};
        bool any_deals = false;
        for (const Event& event : settings_.converts) {
            report.tables.push_back(credit_of(event, report));
            any_deals = any_deals || event.of != Event::Of::stage;
        }
        if (any_deals) report.tables.push_back(sourced_table(sources()));
        add_if_any(report.tables, channel_costs_table(input_, by_, report.tables));
        add_notes(report.notes);
        return report;
    }

  private:
    TouchLog open_touches() const {
        if (input_.touches == nullptr)
            throw Error(Fault::request, "the report 'attribution' needs touches",
                        "name their file with --touches, or in [exports.touches] of the agreement");
        const Expression& eligible = settings_.touches.empty() ? of_marketing() : settings_.touches;
        return TouchLog(*input_.touches, people_.index().keys(), input_.leads.rows(), input_.campaigns,
                        *input_.agreement, input_.as_of, by_, {&eligible, 1});
    }

    JourneySources sources() const { return {input_, touches_, people_.deals(), amounts_, people_}; }

    ReportTable credit_of(const Event& event, Report& report) {
        const bool stage = event.of == Event::Of::stage;
        if (!stage && input_.deals.columns().empty())
            throw Error(Fault::request, "the report 'attribution' needs deals",
                        "name their file with --deals, or in [exports.deals] of the agreement");
        const JourneySources from = sources();
        Journeys journeys = journeys_to(event, from);
        const TouchPaths paths = transformed(journeys.paths, settings_.path);
        CreditSubject subject{.key = stage ? "stage_" + event.stage
                                           : (event.of == Event::Of::deal_won ? "revenue" : "pipeline"),
                              .by = by_,
                              .converted = stage ? "leads" : "deals",
                              .rows = std::move(journeys.rows),
                              .of = stage ? RowsBehind::Of::leads : RowsBehind::Of::deals,
                              .untouched = std::move(journeys.untouched),
                              .untouched_amounts = std::move(journeys.untouched_amounts),
                              .half_life_days = days(settings_.half_life)};
        const auto& missed = subject.untouched_amounts;
        const bool worth_something = paths.value() != 0 || std::any_of(missed.begin(), missed.end(),
                                                                       [](double each) { return each != 0; });
        if (!stage && worth_something) {
            subject.units = 100;
            subject.currency = amounts_.currency();
        }
        subject.title = title_of(event, subject.units.has_value());
        const auto converted = static_cast<std::int64_t>(subject.rows.size() + subject.untouched.size());
        report.facts.emplace_back(
            stage ? "leads reached " + event.stage
                  : std::string(event.of == Event::Of::deal_won ? "deals won" : "deals created"),
            with_thousands(converted));
        ReportTable table = credit_table(paths, subject);
        if (journeys.undated > 0)
            table.notes.push_back(counted(journeys.undated, stage ? "lead" : "deal") +
                                  " without a known time of it: left out");
        if (journeys.later > 0)
            table.notes.push_back(counted(journeys.later, stage ? "lead" : "deal") +
                                  " dated after the time of the report: left out");
        return table;
    }

    static std::string title_of(const Event& event, bool money) {
        switch (event.of) {
        case Event::Of::deal_created:
            return money ? "Pipeline: amounts of deals, by touches before they were created"
                         : "Deals, by touches before they were created";
        case Event::Of::deal_won:
            return money ? "Revenue: amounts of won deals, by touches before they closed"
                         : "Won deals, by touches before they closed";
        case Event::Of::stage:
            return "Leads that reached " + event.stage + ", by touches before";
        }
        return {};
    }

    void add_notes(std::vector<std::string>& notes) const {
        notes.push_back(fmt::format("touches of the {} before; {}", to_text(settings_.lookback),
                                    settings_.touches.empty()
                                        ? "those of marketing but e-mails sent, bounces and unsubscribes"
                                        : "those with " + settings_.touches.text()));
        const Period period{input_.from, input_.to};
        if (!period.whole())
            notes.push_back("only what was converted " + period.text() + ", days of " +
                            input_.agreement->timezone.name());
        touches_.add_notes(notes);
        handoff::add_notes(notes, people_.deals());
        amounts_.add_notes(notes);
    }

    const ReportInput& input_;
    const AttributionSettings& settings_;
    std::string by_;
    People people_;
    Amounts amounts_;
    TouchLog touches_;
};

/// Credit from a file of paths: no leads, deals or days, so fewer models.
Report attribution_of_paths(const ReportInput& input) {
    constexpr std::int64_t units = 1'000'000;
    const PathTransform& transform = input.agreement->attribution.path;
    TouchPaths paths = read_paths(input.paths, units);
    if (!transform.changes_nothing()) paths = transformed(paths, transform);
    const Converted converted(paths);
    Report report{.name = "attribution",
                  .title = "Attribution by channel",
                  .question = std::string(attribution_question),
                  .stamp = stamp(*input.agreement, input.as_of)};
    report.facts.emplace_back(paths.paths.size() == 1 ? "path" : "paths",
                              with_thousands(static_cast<std::int64_t>(paths.paths.size())));
    std::vector<CreditSubject> subjects = {
        {.key = "conversions", .title = "Conversions", .by = "channel", .converted = "conversions"}};
    if (converted.value != 0)
        subjects.push_back({.key = "value",
                            .title = "Value of the conversions",
                            .by = "channel",
                            .converted = "conversions",
                            .units = static_cast<double>(units),
                            .currency = input.agreement->currency});
    report.tables = credit_tables(paths, converted, subjects);
    return report;
}

} // namespace

Report attribution(const ReportInput& input) {
    return input.paths.empty() ? Attribution(input).make() : attribution_of_paths(input);
}

} // namespace handoff

#include "report/stage_tables.hpp"

#include "base/rounded.hpp"
#include "report/estimate.hpp"
#include "report/if_any.hpp"
#include "report/stays.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace handoff {

namespace {

constexpr int weeks_shown = 8;

ReportTable weeks_table(const ReportInput& input, const People& people, const StageHistory& history,
                        std::span<const std::uint32_t> chosen) {
    ReportTable out{.key = "weeks", .title = "Where leads stood"};
    out.columns = {{.key = "at",
                    .title = "as of",
                    .unit = Unit::instant,
                    .definition = "the time of the report, and of each week before"},
                   {.key = "leads",
                    .title = "leads",
                    .unit = Unit::count,
                    .definition = "leads that had come in by then: each stands in one stage"}};
    for (std::size_t place = 0; place < history.places(); ++place)
        out.columns.push_back({.key = "in_" + history.name(place),
                               .title = history.name(place),
                               .unit = Unit::count,
                               .definition = "those that stood in '" + history.name(place) + "'",
                               .charted = true});
    out.chart = ReportTable::Chart::lines;
    for (int week = weeks_shown; week >= 0; --week) {
        const Instant at = input.as_of - std::chrono::days(7 * week);
        std::vector<std::uint32_t> all;
        std::vector<std::vector<std::uint32_t>> places(history.places());
        for (const std::uint32_t person : chosen) {
            const StageStep* const step = history.standing(person, at);
            if (!step) continue;
            all.push_back(people.all()[person].row);
            places[step->stage].push_back(all.back());
        }
        if (all.empty()) continue;
        std::vector<ReportCell> row;
        row.reserve(out.columns.size());
        row.emplace_back(to_text(at));
        row.push_back(count_cell(std::move(all)));
        for (auto& rows : places) row.push_back(count_cell(std::move(rows)));
        out.rows.push_back(std::move(row));
    }
    return out;
}

struct Oddity {
    StageStep::Mark mark;
    const char* what;
    const char* definition;
};
constexpr Oddity oddities[] = {
    {StageStep::skipped, "passed over stages", "a later stage than the next was reached"},
    {StageStep::again, "came to a stage again", "they were there before, and elsewhere between"},
    {StageStep::backward, "went back on the path", "from a later stage to an earlier one"},
    {StageStep::before_created, "before the lead was created", "impossible: one of the two times is wrong"},
    {StageStep::in_future, "after the time of the report", "impossible, if the report is of now"},
    {StageStep::strange, "to no stage of the lifecycle", "[lifecycle] status can say which stage it is"}};

ReportTable oddities_table(const People& people, const StageHistory& history,
                           std::span<const std::uint32_t> chosen) {
    ReportTable out{.key = "oddities", .title = "What is odd in the changes of stage"};
    out.columns = {
        {.key = "what", .title = "what", .definition = "how a change of stage is not the next step"},
        {.key = "changes",
         .title = "changes",
         .unit = Unit::count,
         .definition = "changes of stage of this sort: kept as they are"},
        {.key = "leads",
         .title = "leads",
         .unit = Unit::count,
         .definition = "leads with such a change; 'handoff explain' shows each"},
        {.key = "means",
         .title = "which means",
         .definition = "what such a change tells of the lead, or of the data",
         .wrap = true}};
    for (const Oddity& oddity : oddities) {
        RowsBehind changes;
        std::vector<std::uint32_t> leads;
        double sum = 0;
        for (const std::uint32_t person : chosen) {
            const auto steps = history.of(person);
            const auto count = std::count_if(steps.begin(), steps.end(),
                                             [&](const StageStep& step) { return step.has(oddity.mark); });
            if (count == 0) continue;
            leads.push_back(people.all()[person].row);
            changes.rows.push_back(leads.back());
            changes.parts.push_back(static_cast<double>(count));
            sum += static_cast<double>(count);
        }
        if (leads.empty()) continue;
        ReportCell cell(sum);
        cell.behind = std::make_shared<const RowsBehind>(std::move(changes));
        out.rows.push_back({oddity.what, std::move(cell), count_cell(std::move(leads)), oddity.definition});
    }
    return out;
}

/// The day of a step of which nothing but the day is known.
std::optional<Date> whole_day(const StageStep& step, const Zone& zone) {
    if (step.from == StageStep::unknown_start || step.from == step.to) return std::nullopt;
    const Date day = zone.date_of(step.from);
    const Moment whole(day);
    if (step.from != whole.first(zone) || step.to != whole.last(zone)) return std::nullopt;
    return day;
}

/// What is said below a lead's stages of the one where it stands.
std::string stay_note(const Stay& stay, const std::string& stage, const ReportInput& input) {
    const Zone& zone = input.agreement->timezone;
    std::string text = fmt::format("stands in '{}'", stage);
    if (!stay.is_untimed(input.as_of))
        text += fmt::format(" since {} ({} days)", to_text(zone.date_of(stay.since->to)),
                            rounded_text(stay.days(input.as_of), 1));
    if (stay.allowed) {
        text += fmt::format(", {} allowed", stay.allowed->text);
        if (!stay.is_untimed(input.as_of))
            text += fmt::format(": {} {}", stay.too_long ? "too long since" : "until",
                                to_text(zone.date_of(*stay.until)));
    }
    const std::string next = next_stages(input.agreement->lifecycle, stage);
    return next.empty() ? text : text + "; next: " + next;
}

} // namespace

std::vector<ReportTable> stage_history_tables(const ReportInput& input, const People& people,
                                              const StageHistory& history,
                                              std::span<const std::uint32_t> chosen) {
    std::vector<ReportTable> tables;
    if (!history.has_changes()) return tables;
    tables.push_back(weeks_table(input, people, history, chosen));
    add_if_any(tables, oddities_table(people, history, chosen));
    return tables;
}

std::optional<ReportTable> stages_of_lead(const ReportInput& input) {
    const People people(input);
    if (people.all().empty()) return std::nullopt;
    const StageHistory history(input, people);
    ReportTable out{.key = "stages", .title = "Its stages"};
    out.columns = {
        {.key = "stage", .title = "stage", .definition = "a stage of the lifecycle, or as it was written"},
        {.key = "since",
         .title = "since",
         .unit = Unit::instant,
         .definition = "when the lead came there, at the latest"},
        {.key = "earliest",
         .title = "not before",
         .unit = Unit::instant,
         .definition = "where the time is not known exactly: the earliest it can have been"},
        {.key = "known", .title = "known by", .definition = "what tells it"},
        {.key = "note", .title = "note", .definition = "what is odd about it", .wrap = true}};
    for (const StageStep& step : history.of(0)) {
        if (step.has(StageStep::same)) continue;
        const auto day = whole_day(step, input.agreement->timezone);
        const bool exact = day || step.from == step.to || step.from == StageStep::unknown_start;
        out.rows.push_back({step.has(StageStep::strange) ? std::string(step.text) : history.name(step.stage),
                            day ? to_text(*day) : to_text(step.to),
                            exact ? ReportCell() : ReportCell(to_text(step.from)),
                            std::string(to_text(step.known)), history.note(step)});
    }
    if (out.rows.empty()) return std::nullopt;
    for (const Stay& stay : stays_of(input, people, history))
        out.notes.push_back(stay_note(stay, history.name(stay.since->stage), input));
    return out;
}

} // namespace handoff

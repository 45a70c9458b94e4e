#include "report/dossier_clocks.hpp"

#include "report/tasks.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace handoff {

namespace {

ReportCell time_cell(const std::optional<Instant>& at) {
    return at ? ReportCell(to_text(*at)) : ReportCell();
}

std::string verdict_text(const Answer& answer) {
    std::string text(to_text(answer.verdict));
    return answer.disposition.empty() ? text : text + ": " + answer.disposition;
}

std::string answer_text(const Followup& one) {
    if (!one.answer) return {};
    std::string text = verdict_text(*one.answer);
    if (!one.unearned.empty()) text += fmt::format(" (not earned: {})", one.unearned);
    return text;
}

std::string attempts_text(const Followup& one) {
    if (!one.sla || !one.sla->attempts)
        return one.attempts.empty() ? "" : fmt::format("{}", one.attempts.size());
    return fmt::format("{} of {}, {}", one.attempts.size(), one.sla->attempts->at_least,
                       to_text(one.cadence));
}

std::string followed_by(const Followup& one, std::span<const Ledger::Breach> breaches) {
    std::string text;
    for (const Ledger::Breach& each : breaches) {
        const bool its = each.rep == one.handover->rep && each.at >= one.handover->at &&
                         (!one.handover->ended || each.at <= *one.handover->ended);
        if (!its) continue;
        text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", each.missed,
                            each.told.empty() ? "re-routed" : "escalated to " + each.told);
    }
    return text;
}

ReportTable handover_table(const DossierInput& input) {
    ReportTable table{.key = "handovers",
                      .title = "Who had it",
                      .columns = {{.key = "rep", .title = "rep"},
                                  {.key = "from", .title = "from", .unit = Unit::instant},
                                  {.key = "to", .title = "to", .unit = Unit::instant},
                                  {.key = "answer", .title = "answer", .wrap = true},
                                  {.key = "followed",
                                   .title = "missed",
                                   .definition = "what the rep missed, and what the run of that night did",
                                   .wrap = true}}};
    for (const Followup* each : input.followups)
        table.rows.push_back({each->handover->rep, to_text(each->handover->at),
                              time_cell(each->handover->ended), answer_text(*each),
                              followed_by(*each, input.breaches)});
    return table;
}

/// Everything that reps said of it, in order of time; columns that nobody filled in are left out.
ReportTable answer_table(const DossierInput& input) {
    ReportTable table{.key = "answers", .title = "What reps said of it"};
    if (input.known == nullptr) return table;
    std::vector<const Answer*> answers;
    for (const std::span<const Answer> some : {std::span<const Answer>(input.known->answers), input.idle})
        for (const Answer& each : some)
            if (each.lead == input.followups.front()->handover->lead && each.at <= input.as_of)
                answers.push_back(&each);
    std::stable_sort(answers.begin(), answers.end(),
                     [](const Answer* a, const Answer* b) { return a->at < b->at; });
    table.columns = {{.key = "at", .title = "when", .unit = Unit::instant},
                     {.key = "rep", .title = "rep"},
                     {.key = "answer", .title = "answer", .wrap = true}};
    struct Field {
        const char *key, *title;
        std::string Answer::*text;
    };
    constexpr Field fields[] = {{"comment", "comment", &Answer::comment},
                                {"competitor", "competitor", &Answer::competitor},
                                {"content_used", "content used", &Answer::content_used},
                                {"content_missing", "content missing", &Answer::content_missing},
                                {"next_step", "next step", &Answer::next_step}};
    std::vector<std::string Answer::*> shown;
    for (const Field& field : fields) {
        const bool used = std::any_of(answers.begin(), answers.end(),
                                      [&](const Answer* each) { return !(each->*field.text).empty(); });
        if (!used) continue;
        shown.push_back(field.text);
        table.columns.push_back({.key = field.key, .title = field.title, .wrap = true});
    }
    for (const Answer* each : answers) {
        const bool idle =
            !input.idle.empty() && each >= input.idle.data() && each < input.idle.data() + input.idle.size();
        std::vector<ReportCell> cells = {to_text(each->at), each->rep,
                                         verdict_text(*each) +
                                             (idle ? ", did not have the lead then: nothing follows" : "")};
        for (const auto text : shown) cells.emplace_back(each->*text);
        table.rows.push_back(std::move(cells));
    }
    return table;
}

ReportTable clock_table(const DossierInput& input) {
    ReportTable table{.key = "clocks",
                      .title = "The clocks",
                      .columns = {{.key = "rep", .title = "rep"},
                                  {.key = "sla", .title = "level"},
                                  {.key = "due",
                                   .title = "first touch due",
                                   .unit = Unit::instant,
                                   .definition = "later by the time for which its clock stood still"},
                                  {.key = "touched", .title = "touched", .unit = Unit::instant},
                                  {.key = "state", .title = "state"},
                                  {.key = "used",
                                   .title = "used",
                                   .unit = Unit::share,
                                   .definition = "of the time that the service level allows",
                                   .multiple = true},
                                  {.key = "attempts", .title = "attempts", .wrap = true}}};
    for (const Followup* each : input.followups) {
        const bool timed = each->state != Followup::State::untimed;
        table.rows.push_back(
            {each->handover->rep, each->handover->sla, time_cell(each->due), time_cell(each->first_touch),
             timed ? ReportCell(std::string(to_text(each->state))) : ReportCell(),
             timed ? ReportCell(std::round(each->share * 1000) / 1000) : ReportCell(), attempts_text(*each)});
    }
    return table;
}

ReportTable attempt_table(const DossierInput& input) {
    ReportTable table{
        .key = "attempts",
        .title = "When attempts were due",
        .columns = {
            {.key = "rep", .title = "rep"},
            {.key = "attempt", .title = "attempt", .unit = Unit::count},
            {.key = "due",
             .title = "due",
             .unit = Unit::instant,
             .definition = "later by the time for which its clock stood still"},
            {.key = "made", .title = "made", .unit = Unit::instant},
            {.key = "state", .title = "state", .definition = "stopped: nobody had to be tried any more"},
            {.key = "used",
             .title = "used",
             .unit = Unit::share,
             .definition = "of the time that the service level allows",
             .multiple = true}}};
    for (const Followup* each : input.followups)
        for (const Followup::AttemptClock& clock : each->attempt_clocks)
            table.rows.push_back({each->handover->rep, static_cast<double>(clock.number), to_text(clock.due),
                                  time_cell(clock.made), std::string(to_text(clock.state)),
                                  std::round(clock.share * 1000) / 1000});
    return table;
}

ReportTable hold_table(const DossierInput& input) {
    ReportTable table{.key = "holds",
                      .title = "Its clocks stood still",
                      .columns = {{.key = "code", .title = "code"},
                                  {.key = "why", .title = "why", .wrap = true},
                                  {.key = "from", .title = "from", .unit = Unit::instant},
                                  {.key = "to",
                                   .title = "to",
                                   .unit = Unit::instant,
                                   .definition = "blank: they stand still now"}}};
    std::set<std::pair<Instant, std::string>> told; // one that several reps had the lead in is told once
    for (const Followup* each : input.followups)
        for (const Hold& hold : each->holds) {
            if (!told.emplace(hold.from, hold.code).second) continue;
            const PauseReason* const pause = input.agreement->pause(hold.code);
            table.rows.push_back(
                {hold.code, pause ? pause->text : "", to_text(hold.from), time_cell(hold.to)});
        }
    return table;
}

/// What comes next, for whoever has the lead or is told of it.
ReportTable task_table(const DossierInput& input) {
    ReportTable table{.key = "tasks",
                      .title = "What is to be done",
                      .columns = {{.key = "rep", .title = "rep", .definition = "who does it"},
                                  {.key = "task", .title = "to do", .wrap = true},
                                  {.key = "due", .title = "due", .unit = Unit::instant},
                                  {.key = "when",
                                   .title = "that is",
                                   .definition = "how long ago it was due, or how long there is"}}};
    constexpr std::chrono::hours later{24 * 3650}; // whenever it is
    std::vector<Task> tasks;
    for (const Followup* each : input.followups)
        for (Task& task : tasks_of(*each, {input.as_of, input.as_of + later, input.breaches}))
            tasks.push_back(std::move(task));
    std::stable_sort(tasks.begin(), tasks.end(),
                     [](const Task& a, const Task& b) { return a.kind < b.kind; });
    for (const Task& task : tasks)
        table.rows.push_back({task.who(), task.what, time_cell(task.due), when_due(task, input.as_of)});
    return table;
}

} // namespace

std::vector<ReportTable> clock_tables(const DossierInput& input) {
    std::vector<ReportTable> tables;
    if (input.followups.empty()) return tables;
    tables.push_back(handover_table(input));
    if (ReportTable answers = answer_table(input); !answers.rows.empty())
        tables.push_back(std::move(answers));
    tables.push_back(clock_table(input));
    if (ReportTable tasks = task_table(input); !tasks.rows.empty()) tables.push_back(std::move(tasks));
    if (ReportTable attempts = attempt_table(input); !attempts.rows.empty())
        tables.push_back(std::move(attempts));
    if (ReportTable holds = hold_table(input); !holds.rows.empty()) tables.push_back(std::move(holds));
    return tables;
}

} // namespace handoff

#include "inputs.hpp"

#include <handoff/dossier.hpp>
#include <handoff/files.hpp>
#include <handoff/idle_answers.hpp>
#include <handoff/look_back.hpp>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace handoff::command {

namespace {

struct Settings {
    Flags flags;
    std::string lead;
};

/// What the ledger knows of one lead's clocks.
struct LeadClocks {
    TextPool texts; ///< of the handovers
    std::vector<Handover> handovers;
    std::vector<Answer> answers;
    std::vector<Hold> holds;
    std::vector<Ledger::Breach> breaches;
};

LeadClocks clocks_of(const std::string& lead, const Ledger& ledger) {
    const std::span only(&lead, 1);
    LeadClocks clocks;
    clocks.handovers = ledger.handovers_of(lead, clocks.texts);
    clocks.answers = ledger.answers_of(only);
    clocks.holds = ledger.holds_of(only);
    clocks.breaches = ledger.breaches_of(lead);
    return clocks;
}

/// What reports say of this one lead: its deals, its stages and who had it, all as of the same time.
ReportInput what_is_known_of(std::size_t row, const std::string& key, const Table& leads,
                             const Merges& merges, const Ledger* ledger, const LeadClocks& clocks,
                             const Flags& flags, const Setting& setting, const Voice& voice) {
    ReportInput known{.agreement = &setting.agreement, .as_of = setting.as_of};
    std::vector<std::uint8_t> only(leads.rows());
    only[row] = 1;
    known.leads = leads.select(only);
    known.merges = merges;
    const auto read = [&](Kind kind, Table& table) {
        const auto rows = open_export(kind, flags, setting.agreement);
        if (!rows) return;
        table = rows->read_all();
        settle(*rows, flags, voice);
    };
    read(Kind::deals, known.deals);
    read(Kind::stages, known.history);
    known.answers = right_answers(flags, setting, voice);
    known.handovers = handovers_of(known.leads, setting.agreement, *known.texts);
    if (ledger) {
        known.has_ledger = true;
        known.leads_are_newer = ledger->knows_later_than(setting.as_of);
        known.stages = ledger->stages_of(key);
        known.handovers = clocks.handovers;
        known.holds = clocks.holds;
        known.breaches = clocks.breaches;
        known.answers.insert(known.answers.end(), clocks.answers.begin(), clocks.answers.end());
        std::sort(known.answers.begin(), known.answers.end());
        known.answers.erase(std::unique(known.answers.begin(), known.answers.end()), known.answers.end());
    }
    look_back(known);
    look_back_at_work(known);
    if (known.leads.rows() == 0)
        voice.say("the lead was created later than " + to_text(setting.as_of) + ": it had come to no stage");
    return known;
}

int run(const Settings& settings) {
    const Flags& flags = settings.flags;
    if (settings.lead.empty())
        throw Error(Fault::request, "no lead was named", "handoff explain ID, or an e-mail address");
    const Voice voice(flags, "explain");
    const Setting setting = open_setting(flags, voice);
    const Format format = format_of(flags);
    auto leads = open_export(Kind::leads, flags, setting.agreement, true);
    auto touches = open_export(Kind::touches, flags, setting.agreement, true);
    auto contacts = open_export(Kind::contacts, flags, setting.agreement, true);
    const ReadMerges merges = read_merges(flags, setting, voice);
    std::vector<Export*> all_touches;
    if (touches) all_touches.push_back(touches.get());

    const Scorer scorer = score_leads(*leads, all_touches, contacts.get(), merges, setting, 0);
    Table table = leads->read_all();
    scorer.add_columns(table);
    const std::size_t row = find_lead(table, settings.lead);
    const auto explained = scorer.explain(std::span(&row, 1), *leads, all_touches);
    const auto ledger = ledger_to_look_into(flags);
    const Table people = ledger && contacts ? contacts->read_all() : Table();
    RoutePast past;
    if (ledger) {
        past = ledger->past(setting.agreement.timezone, setting.as_of);
        ClocksTonight clocks =
            judge_clocks(*ledger, table, merges.people, touches.get(), people, setting, voice);
        past.broken = std::move(clocks.broken);
        past.unearned = std::move(clocks.unearned);
    }
    std::vector<std::string> added;
    add_owners(table, read_accounts(flags, setting, voice), past, setting, voice, added);
    Routing routing = route(table, setting.agreement, past, setting.as_of,
                            {.reasons = RouteOptions::Reasons::all, .only = row});
    Assignment& assignment = routing.leads[row];
    const auto cell = [&](const char* column) {
        const auto at = table.find(column);
        return at && !table[*at].cells.empty() ? table[*at].cells[row] : std::string_view();
    };
    const std::string key = lead_key(cell("lead_id"), cell("email"));
    if (ledger && assignment.outcome == Assignment::Outcome::kept) {
        auto decided = ledger->assignment_reasons(key);
        assignment.reasons.insert(assignment.reasons.begin(), decided.begin(), decided.end());
    }
    const Table happened = touches ? touches_of_lead(*touches, row, setting.as_of, table,
                                                     contacts ? contacts->read_all() : Table(), merges.people)
                                   : Table();

    std::vector<Ledger::Judgement> judgements =
        ledger ? ledger->judgements_of(key) : std::vector<Ledger::Judgement>();
    std::erase_if(judgements, [&](const auto& each) { return each.at > setting.as_of; });
    const LeadClocks clocks = ledger ? clocks_of(key, *ledger) : LeadClocks{};
    ReportInput known = what_is_known_of(row, key, table, merges.people, ledger ? &*ledger : nullptr, clocks,
                                         flags, setting, voice);
    std::vector<Answer> idle;
    if (ledger) idle = take_idle_answers(known.answers, known.handovers);
    const std::span<const Handover> handovers = ledger ? known.handovers : std::span<const Handover>();
    const Followups followups({.agreement = &setting.agreement,
                               .as_of = setting.as_of,
                               .leads = &table,
                               .contacts = &people,
                               .merges = &merges.people,
                               .touches = handovers.empty() ? nullptr : touches.get(),
                               .handovers = handovers,
                               .answers = known.answers,
                               .holds = known.holds,
                               .leads_are_newer = known.leads_are_newer});
    std::vector<const Followup*> each_time;
    for (const Followup& each : followups.all()) each_time.push_back(&each);

    const Report report = dossier({.agreement = &setting.agreement,
                                   .as_of = setting.as_of,
                                   .leads = &table,
                                   .row = row,
                                   .score = &explained.front(),
                                   .assignment = known.leads_are_newer ? nullptr : &assignment,
                                   .touches = &happened,
                                   .followups = each_time,
                                   .idle = idle,
                                   .breaches = known.breaches,
                                   .judgements = judgements,
                                   .known = &known});
    OutputFile out(flags.output);
    out.write(render(report, format, {.width = terminal_width(), .colour = wants_colour(flags.output)}));
    out.commit();
    return 0;
}

} // namespace

Action define_explain(CLI::App& app) {
    auto settings = std::make_shared<Settings>();
    app.add_option("lead", settings->lead, "the lead's id or e-mail")->option_text("LEAD");
    add_leads(app, settings->flags);
    add_export(app, settings->flags, Kind::touches);
    add_export(app, settings->flags, Kind::contacts);
    add_export(app, settings->flags, Kind::accounts);
    add_export(app, settings->flags, Kind::deals);
    add_export(app, settings->flags, Kind::stages);
    add_export(app, settings->flags, Kind::outcomes);
    add_export(app, settings->flags, Kind::merges);
    add_format(app, settings->flags);
    add_output(app, settings->flags);
    add_ledger(app, settings->flags);
    add_common(app, settings->flags);
    return [settings] { return run(*settings); };
}

} // namespace handoff::command

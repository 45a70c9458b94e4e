#include "history.hpp"

#include <handoff/words.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

namespace handoff::command {

namespace {

struct Settings {
    Flags flags;
    HistorySettings history;
    std::size_t reasons = 0;
};

std::string summary(const Scorer& scorer) {
    std::size_t qualified = 0, disqualified = 0;
    for (std::size_t lead = 0; lead < scorer.leads(); ++lead) {
        qualified += scorer.qualified(lead) ? 1 : 0;
        disqualified += scorer.disqualified(lead) ? 1 : 0;
    }
    const auto number = [](std::uint64_t n) { return with_thousands(static_cast<std::int64_t>(n)); };
    return fmt::format("{}, {} qualified, {} disqualified; {}, {} joined no lead",
                       counted(scorer.leads(), "lead"), number(qualified), number(disqualified),
                       counted(scorer.touches(), "touch", "touches"), number(scorer.orphans().all()));
}

int run(const Settings& settings) {
    const Flags& flags = settings.flags;
    const Voice voice(flags, "score");
    Setting setting = open_setting(flags, voice);
    if (setting.agreement.score.rules.empty())
        voice.say("the agreement has no [[score.rule]]: every score is 0, and no lead is qualified by it");
    if (!settings.history.length.empty())
        return run_history(settings.history, settings.reasons, flags, std::move(setting), voice);
    auto leads = open_export(Kind::leads, flags, setting.agreement, true);
    auto touches = open_export(Kind::touches, flags, setting.agreement);
    auto contacts = open_export(Kind::contacts, flags, setting.agreement);
    const ReadMerges merges = read_merges(flags, setting, voice);

    std::vector<Export*> all_touches;
    if (touches) all_touches.push_back(touches.get());
    const Scorer scorer = score_leads(*leads, all_touches, contacts.get(), merges, setting, settings.reasons);
    settle(*leads, flags, voice);
    if (touches) settle(*touches, flags, voice);
    if (contacts) settle(*contacts, flags, voice);

    const bool whole_table = !flags.ledger.empty() || !flags.where.empty();
    if (whole_table) {
        Table table = leads->read_all();
        scorer.add_columns(table);
        if (auto ledger = open_ledger(flags)) {
            const Export* inputs[] = {leads.get(), touches.get(), contacts.get(), merges.file.get()};
            Ledger::Run record = describe_run("score", setting, inputs);
            record.rows_in = leads->rows_read();
            record.rows_out = table.rows();
            record.rejected = leads->bad().size();
            if (ledger->begin(record, now())) {
                record_merges(*ledger, table, merges.people, setting, voice);
                record_leads(*ledger, table, setting, voice);
                ledger->record_scores(table, setting.agreement, setting.as_of);
                ledger->commit(now());
            } else {
                voice.detail("the ledger already has this run");
            }
        }
        keep_where(table, flags, setting);
        write_lead_file(table, *leads, scorer.added_columns(), flags.output);
    } else {
        OutputFile out(flags.output);
        scorer.write(*leads, out);
        out.commit();
    }
    voice.say(summary(scorer));
    say_orphans(scorer, voice);
    return 0;
}

} // namespace

Action define_score(CLI::App& app) {
    auto settings = std::make_shared<Settings>();
    add_leads(app, settings->flags);
    add_export(app, settings->flags, Kind::touches);
    add_export(app, settings->flags, Kind::contacts);
    add_export(app, settings->flags, Kind::merges);
    app.add_option("--reasons", settings->reasons, "add a column with the N strongest reasons of each score")
        ->option_text("N")
        ->check([](const std::string& text) { // which a count would take for a very large one
            if (text.starts_with('-'))
                throw Error(Fault::request, fmt::format("--reasons takes a number from 0 on, not '{}'", text),
                            "see 'handoff score --help'");
            return std::string();
        });
    add_history(app, settings->history);
    add_where(app, settings->flags);
    add_stage(app, settings->flags);
    return [settings] { return run(*settings); };
}

} // namespace handoff::command

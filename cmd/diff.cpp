#include "inputs.hpp"

#include <handoff/diff.hpp>
#include <handoff/files.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

namespace handoff::command {

namespace {

struct Settings {
    Flags flags;
    std::string before, after, rows;
};

constexpr Kind kinds[] = {Kind::leads,    Kind::touches, Kind::contacts,
                          Kind::accounts, Kind::deals,   Kind::merges};

/// Both agreements judge the files of the first, unless others are named.
void fix_files(Flags& flags, const Agreement& agreement) {
    flags.leads = files_of(Kind::leads, flags, agreement);
    for (const Kind kind : kinds)
        if (kind != Kind::leads) flags.others[kind] = files_of(kind, flags, agreement);
}

/// Whom each lead would have after this night, with what the ledger remembers.
void add_routes(Judged& judged, const Flags& flags, const Setting& setting, const Voice& voice) {
    const auto ledger = ledger_to_look_into(flags);
    const RoutePast past = ledger ? ledger->past(setting.agreement.timezone, setting.as_of) : RoutePast{};
    std::vector<std::string> added;
    add_owners(judged.leads, read_accounts(flags, setting, voice), past, setting, voice, added);
    const Routing routing =
        route(judged.leads, setting.agreement, past, setting.as_of, {.reasons = RouteOptions::Reasons::none});
    for (const Assignment& each : routing.leads) {
        judged.route.push_back(each.route);
        judged.rep.push_back(each.outcome == Assignment::Outcome::unrouted ? "unrouted" : each.rep);
    }
}

Judged judge(const Flags& flags, const Setting& setting, const Voice& voice, bool first) {
    const auto leads = open_export(Kind::leads, flags, setting.agreement, true);
    const auto touches = open_export(Kind::touches, flags, setting.agreement, true);
    const auto contacts = open_export(Kind::contacts, flags, setting.agreement);
    const ReadMerges merges = read_merges(flags, setting, voice);
    std::vector<Export*> all_touches;
    if (touches) all_touches.push_back(touches.get());
    const Scorer scorer = score_leads(*leads, all_touches, contacts.get(), merges, setting, 0);
    Judged judged{
        .agreement = &setting.agreement, .leads = leads->read_all(), .points = {}, .route = {}, .rep = {}};
    scorer.add_columns(judged.leads);
    const std::vector<std::optional<Instant>> now(scorer.leads(), setting.as_of);
    judged.points = scorer.then(now, *leads, all_touches);
    if (!setting.agreement.routes.empty()) add_routes(judged, flags, setting, voice);
    if (first) settle(*leads, flags, voice);
    return judged;
}

int run(const Settings& settings) {
    Flags flags = settings.flags;
    const Voice voice(flags, "diff");
    const Format format = format_of(flags);
    flags.agreement = settings.before;
    const Setting before = open_setting(flags, voice);
    fix_files(flags, before.agreement);
    flags.agreement = settings.after;
    Setting after = open_setting(flags, voice);
    after.as_of = before.as_of;

    const Judged old_verdict = judge(flags, before, voice, true),
                 new_verdict = judge(flags, after, voice, false);
    const Report report = diff(old_verdict, new_verdict, before.as_of);
    OutputFile out(flags.output);
    out.write(render(report, format, {.width = terminal_width(), .colour = wants_colour(flags.output)}));
    if (!settings.rows.empty()) {
        ReportInput input{.agreement = &before.agreement, .as_of = before.as_of, .leads = old_verdict.leads};
        OutputFile rows(settings.rows);
        write_rows(report, input, rows);
        rows.commit();
    }
    out.commit();
    return 0;
}

} // namespace

Action define_diff(CLI::App& app) {
    auto settings = std::make_shared<Settings>();
    app.add_option("before", settings->before, "the agreement as it is")->option_text("OLD")->required();
    app.add_option("after", settings->after, "the agreement as it might be")->option_text("NEW")->required();
    app.add_option("--leads", settings->flags.leads, "lead files (default: the old agreement's)")
        ->option_text("FILE")
        ->allow_extra_args(false);
    add_export(app, settings->flags, Kind::touches);
    add_export(app, settings->flags, Kind::contacts);
    add_export(app, settings->flags, Kind::accounts);
    add_export(app, settings->flags, Kind::deals);
    add_export(app, settings->flags, Kind::merges);
    app.add_option("--rows", settings->rows, "write the leads behind every number here, as CSV")
        ->option_text("FILE");
    add_ledger(app, settings->flags);
    add_format(app, settings->flags);
    add_output(app, settings->flags);
    app.add_option("--as-of", settings->flags.as_of, "judge as of this date or time (default: now)")
        ->option_text("TIME");
    app.add_flag("-q,--quiet", settings->flags.quiet, "no summary on standard error");
    app.add_flag("-v,--verbose", settings->flags.verbose, "say what was found and decided");
    return [settings] { return run(*settings); };
}

} // namespace handoff::command

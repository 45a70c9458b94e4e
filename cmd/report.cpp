#include "report_help.hpp"
#include "report_input.hpp"
#include "scored_again.hpp"

#include <handoff/campaigns.hpp>
#include <handoff/files.hpp>
#include <handoff/render.hpp>
#include <handoff/words.hpp>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <memory>

namespace handoff::command {

namespace {

struct Settings {
    Flags flags;
    std::string name, from, to, since, table, rows, paths, score, outcome, after, thresholds, rep, across,
        value, cohort;
    bool list = false, help = false;
};

/// A report by its name: one of ours, or a table that the agreement saved.
struct Chosen {
    const ReportKind* kind = nullptr;
    const SavedReport* saved = nullptr;
};

Chosen report_named(const std::string& name, const Agreement& agreement) {
    std::vector<std::string> names;
    Chosen chosen;
    const ReportKind* table = nullptr;
    for (const ReportKind& each : reports()) {
        if (each.name == name) chosen.kind = &each;
        if (each.name == "table") table = &each;
        names.emplace_back(each.name);
    }
    for (const SavedReport& each : agreement.reports) {
        if (each.name == name) chosen.saved = &each;
        names.push_back(each.name);
    }
    if (chosen.kind && chosen.saved)
        throw Error(
            Fault::request,
            {Diagnostic{.place = chosen.saved->place,
                        .what = fmt::format("the report '{}' has the name of one that is there anyway", name),
                        .hint = "call it something else",
                        .source = std::string(agreement.line(chosen.saved->place.line))}});
    if (chosen.saved) chosen.kind = table;
    if (chosen.kind) return chosen;
    if (name.empty()) throw Error(Fault::request, "no report was named", "see 'handoff report --list'");
    const std::string near = did_you_mean(name, names);
    throw Error(Fault::request, fmt::format("unknown report '{}'", name),
                near.empty() ? "see 'handoff report --list'" : near);
}

/// "sum(amount) by channel across month".
std::string in_words(const SavedReport& saved) {
    std::string text = saved.value.empty() ? "count" : saved.value;
    text += " by " + (saved.by.empty() ? std::string("month") : saved.by);
    if (!saved.across.empty()) text += " across " + saved.across;
    if (!saved.where.empty()) text += " where " + saved.where.text();
    return text;
}

/// What the agreement saved, where the command line says nothing else.
void fill_in(ReportInput& input, const SavedReport& saved) {
    const auto fill = [](std::string& given, const std::string& otherwise) {
        if (given.empty()) given = otherwise;
    };
    fill(input.by, saved.by);
    fill(input.across, saved.across);
    fill(input.value, saved.value);
}

std::optional<Date> read_day(const std::string& flag, const std::string& text) {
    if (text.empty()) return std::nullopt;
    if (const auto date = read_date(text)) return date;
    throw Error(Fault::request, fmt::format("{} '{}' is not a date", flag, text), "write 2026-09-01");
}

int list(const Flags& flags) {
    for (const ReportKind& each : reports())
        fmt::print("{:<12}{}\n{:12}needs {}\n", each.name, each.question, "", each.needs);
    const std::string path = find_agreement(flags);
    if (path.empty()) return 0;
    std::vector<Diagnostic> ignored; // warnings: every other command says them
    for (const SavedReport& each : read_agreement(path, ignored).reports)
        fmt::print("{:<11} {}\n{:12}a table that the agreement saved\n", each.name,
                   each.question.empty() ? in_words(each) : each.question, "");
    return 0;
}

/// The page of a report; what the agreement saved of one of its own.
int explain(const Settings& settings) {
    for (const ReportPage& page : report_pages())
        if (page.name == settings.name) {
            fmt::print("{}", page_for_terminal(page.text, terminal_width()));
            return 0;
        }
    std::vector<Diagnostic> ignored;
    const std::string path = find_agreement(settings.flags);
    const Agreement agreement = path.empty() ? Agreement() : read_agreement(path, ignored);
    const SavedReport& saved = *report_named(settings.name, agreement).saved;
    fmt::print("{}\n\n{}, as the agreement saved it; see 'handoff report table --help'\n",
               saved.question.empty() ? saved.name : saved.question, in_words(saved));
    return 0;
}

std::string quoted_output(const std::string& path) {
    return path == "-" ? "standard output" : "'" + path + "'";
}

/// Options that other reports read would say nothing here, silently.
void refuse_foreign_options(const Settings& settings, std::string_view report) {
    struct Owned {
        std::string_view option;
        const std::string& value;
        std::vector<std::string_view> reports;
    };
    const Owned all[] = {{"--across", settings.across, {"table"}},
                         {"--value", settings.value, {"table"}},
                         {"--paths", settings.paths, {"attribution"}},
                         {"--score", settings.score, {"quality"}},
                         {"--outcome", settings.outcome, {"quality"}},
                         {"--since", settings.since, {"pipeline"}},
                         {"--after", settings.after, {"quality"}},
                         {"--thresholds", settings.thresholds, {"quality"}},
                         {"--rep",
                          settings.rep,
                          {"sla", "worklist", "brief", "nurture", "feedback", "fairness", "leaderboard"}}};
    for (const Owned& each : all) {
        if (each.value.empty() || std::count(each.reports.begin(), each.reports.end(), report) > 0) continue;
        throw Error(Fault::request, fmt::format("the report '{}' does not read {}", report, each.option),
                    fmt::format("it is for {}", fmt::join(each.reports, ", ")));
    }
}

/// A file of paths has no leads, deals or days.
void refuse_beside_paths(const Settings& settings, const Flags& flags) {
    if (settings.paths.empty()) return;
    const std::pair<std::string_view, bool> all[] = {
        {"--where", !flags.where.empty()},        {"--by", !flags.by.empty()},
        {"--from", !settings.from.empty()},       {"--to", !settings.to.empty()},
        {"--cohort", !settings.cohort.empty()},   {"--rows", !settings.rows.empty()},
        {"a file of leads", !flags.leads.empty()}};
    for (const auto& [what, is_given] : all)
        if (is_given)
            throw Error(Fault::request, fmt::format("with --paths, {} says nothing", what),
                        "a file of paths holds nothing but paths and what they came to");
}

int run(const Settings& settings, const std::function<std::string()>& options) {
    const Flags& flags = settings.flags;
    if (settings.help && !settings.name.empty()) return explain(settings);
    if (settings.help) {
        fmt::print("{}", options());
        return 0;
    }
    if (settings.list) return list(flags);
    const Voice voice(flags, "report");
    const Setting setting = open_setting(flags, voice);
    const auto [chosen, saved] = report_named(settings.name, setting.agreement);
    const ReportKind& kind = *chosen;
    refuse_foreign_options(settings, kind.name);
    refuse_beside_paths(settings, flags);
    const Format format = format_of(flags);
    if (!settings.table.empty() && format != Format::csv)
        throw Error(Fault::request, "--table chooses the table of CSV; other formats hold them all",
                    "add -f csv");
    if (settings.rows == flags.output)
        throw Error(Fault::request, "--rows and --output both name " + quoted_output(flags.output));

    ReportInput input{.agreement = &setting.agreement, .as_of = setting.as_of, .by = flags.by};
    input.only_their_deals = !flags.where.empty() || (saved && !saved->where.empty());
    input.from = read_day("--from", settings.from);
    input.to = read_day("--to", settings.to);
    if (!settings.after.empty() && !(input.after = read_duration(settings.after)))
        throw Error(Fault::request, fmt::format("--after '{}' is not a length of time", settings.after),
                    "write 14d");
    input.score = settings.score;
    setting.agreement.score.groups_of(input.score); // refuses an unknown one before anything is read
    input.outcome = settings.outcome;
    input.thresholds = settings.thresholds;
    input.paths = settings.paths;
    input.rep = settings.rep;
    input.across = settings.across;
    input.value = settings.value;
    input.cohort = settings.cohort;
    if (saved) fill_in(input, *saved);
    const auto touches =
        input.paths.empty() ? open_export(Kind::touches, flags, setting.agreement, true) : nullptr;
    input.touches = touches.get();
    LeadsRead leads;
    const auto since = read_day("--since", settings.since);
    if (since && flags.ledger.empty())
        throw Error(Fault::request, "--since needs the ledger, which knows what deals were",
                    "name it with --ledger");
    if (input.paths.empty())
        leads = read_report_input(
            input, {.kind = &kind, .saved = saved, .behind = !settings.rows.empty(), .since = since}, flags,
            setting, voice);
    if (leads.from) input.phone = phones_of(input.leads, *leads.from);
    const ScoredAgain scored(leads, touches.get(), input.merges, flags, setting);
    if (kind.past_scores && leads.from) {
        input.qualified_under = [&](const Agreement& agreement) { return scored.qualified_under(agreement); };
        input.scores_at = [&](std::span<const std::optional<Instant>> when) {
            return scored.at(when, input.score);
        };
    }

    Report report = kind.make(input);
    if (saved) {
        report.name = report.title = saved->name;
        report.question = saved->question.empty() ? in_words(*saved) : saved->question;
    }
    name_campaigns(report, input);
    report.notes.insert(report.notes.end(), leads.notes.begin(), leads.notes.end());
    if (std::string note = unrouted_note(input); !note.empty() && kind.name != "worklist")
        report.notes.push_back(std::move(note));
    if (std::string note = versions_note(input); !note.empty()) report.notes.push_back(std::move(note));
    if (touches && touches->rows_read() > 0) settle(*touches, flags, voice);
    OutputFile out(flags.output);
    if (!settings.rows.empty()) {
        OutputFile behind(settings.rows);
        write_rows(report, input, behind);
        behind.commit();
    }
    out.write(
        render(std::move(report), format,
               {.width = terminal_width(), .colour = wants_colour(flags.output), .table = settings.table}));
    out.commit();
    return 0;
}

} // namespace

Action define_report(CLI::App& app) {
    auto settings = std::make_shared<Settings>();
    app.set_help_flag(); // ours tells of a report, where one is named
    app.add_flag("-h,--help", settings->help, "print this help; after the name of a report: all about it");
    app.add_option("report", settings->name, "which report: see --list")->option_text("NAME");
    add_leads(app, settings->flags);
    for (const Kind kind : {Kind::deals, Kind::deal_contacts, Kind::contacts, Kind::touches, Kind::accounts,
                            Kind::campaigns, Kind::members, Kind::stages, Kind::merges, Kind::outcomes})
        add_export(app, settings->flags, kind);
    app.add_option("--rep", settings->rep,
                   "sla, worklist, brief, nurture, feedback, fairness, leaderboard: only this rep")
        ->option_text("ID");
    app.add_option("--paths", settings->paths, "attribution: a file of paths, instead of the exports")
        ->option_text("FILE");
    app.add_option("--by", settings->flags.by, "split by this column")->option_text("COLUMN");
    app.add_option("--across", settings->across,
                   "table: split across this column, or week, month, quarter, year")
        ->option_text("COLUMN");
    app.add_option("--cohort", settings->cohort, "funnel: week, month, quarter or year of creation")
        ->option_text("PERIOD");
    app.add_option("--value", settings->value,
                   "table: count, sum(COLUMN), mean(COLUMN), median(COLUMN), rate(STAGE), win_rate")
        ->option_text("MEASURE");
    add_where(app, settings->flags);
    app.add_option("--from", settings->from, "only leads created on this day or later")->option_text("DATE");
    app.add_option("--to", settings->to, "only leads created on this day or earlier")->option_text("DATE");
    app.add_option("--since", settings->since, "pipeline: what moved since this day (default: the last look)")
        ->option_text("DATE");
    app.add_option("--score", settings->score, "quality: this named score (default: the main one)")
        ->option_text("NAME");
    app.add_option("--outcome", settings->outcome,
                   "quality: the stage, or condition on leads, that counts (default: opportunity)")
        ->option_text("STAGE");
    app.add_option("--after", settings->after, "quality: scores so long after creation (default: 14d)")
        ->option_text("LENGTH");
    app.add_option("--thresholds", settings->thresholds,
                   "quality: a threshold every so many points, or 'all': at every score that a lead has "
                   "(default: 25 at most)")
        ->option_text("POINTS");
    add_format(app, settings->flags);
    app.add_option("--table", settings->table, "csv: which table to write (default: the first)")
        ->option_text("KEY");
    app.add_option("--rows", settings->rows, "write the rows behind every number here, as CSV")
        ->option_text("FILE");
    add_output(app, settings->flags);
    add_rejects(app, settings->flags);
    add_ledger(app, settings->flags);
    app.add_flag("--list", settings->list, "the reports there are, and which question each answers");
    add_common(app, settings->flags);
    return [settings, &app] { return run(*settings, [&app] { return app.help("handoff"); }); };
}

} // namespace handoff::command

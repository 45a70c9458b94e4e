#include "inputs.hpp"
#include "report_help.hpp"

#include <handoff/campaigns.hpp>
#include <handoff/files.hpp>
#include <handoff/look_back.hpp>
#include <handoff/owners.hpp>
#include <handoff/render.hpp>
#include <handoff/words.hpp>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <future>
#include <memory>
#include <set>

namespace handoff::command {

namespace {

struct Settings {
    Flags flags;
    std::string name, from, to, since, table, rows, paths, score, outcome, after, rep, across, value, cohort;
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

/// Where the cells of each canonical column can be found as they stood in the export.
std::map<std::string, std::string> as_they_stood(const Export& leads) {
    std::map<std::string, std::string> columns;
    for (std::size_t i = 0; i < leads.names().size(); ++i)
        if (const auto source = leads.source(i))
            columns.emplace(leads.names()[i].name, leads.names()[leads.as_it_stood(*source)].name);
    return columns;
}

std::string quoted_output(const std::string& path) {
    return path == "-" ? "standard output" : "'" + path + "'";
}

/// What the ledger knows of whose turn it is, and of leads, among those of the report, that nobody could
/// take.
void read_rotation(ReportInput& input, const Ledger& ledger) {
    input.has_ledger = true;
    input.turns = ledger.turns();
    input.make_ups = ledger.make_ups();
    input.unrouted = ledger.unrouted();
    const auto id = input.leads.find("lead_id"), email = input.leads.find("email");
    const auto cell = [&](const std::optional<std::size_t>& column, std::size_t row) {
        return column && row < input.leads[*column].cells.size() ? input.leads[*column].cells[row]
                                                                 : std::string_view();
    };
    std::set<std::string> keys;
    for (std::size_t row = 0; row < input.leads.rows() && !input.unrouted.empty(); ++row)
        keys.insert(lead_key(cell(id, row), cell(email, row)));
    std::erase_if(input.unrouted, [&](const Ledger::Unrouted& each) {
        return each.since > input.as_of || !keys.contains(each.lead);
    });
}

/// Reports of the work of reps, which need no history of stages: of large ledgers that is most to be read.
bool reads_stages(std::string_view report, const Lifecycle& lifecycle) {
    if (report == "worklist" && !lifecycle.max_stay.empty()) return true; // who stays too long
    constexpr std::string_view of_handovers[] = {"worklist", "brief", "nurture", "feedback", "fairness"};
    return std::count(std::begin(of_handovers), std::end(of_handovers), report) == 0;
}

/// Those that ask with which score and grade leads first qualified.
bool reads_first_scores(std::string_view report) { return report == "sla" || report == "quality"; }

/// Times in the future among them.
bool looks_for_mistakes(std::string_view report) { return report == "hygiene"; }

/// In an order of their own, each once. Answers are large: their order is found first.
void sort_and_unite(std::vector<Answer>& answers) {
    std::vector<Answer*> order;
    for (Answer& each : answers) order.push_back(&each);
    std::sort(order.begin(), order.end(), [](const Answer* a, const Answer* b) { return *a < *b; });
    const auto same = [](const Answer* a, const Answer* b) { return *a == *b; };
    order.erase(std::unique(order.begin(), order.end(), same), order.end());
    std::vector<Answer> sorted;
    sorted.reserve(order.size());
    for (Answer* each : order) sorted.push_back(std::move(*each));
    answers = std::move(sorted);
}

/// What the ledger knows of the stages of leads, and of how they were judged.
struct Judgements {
    Table stages;
    std::map<std::string, Ledger::FirstQualified, std::less<>> first_qualified;
    std::map<std::string, std::string> versions;
};

Judgements read_judgements(const ReportKind& kind, const std::string& score, const Flags& flags,
                           const Agreement& agreement) {
    Judgements judgements;
    const auto ledger = open_ledger(flags);
    if (!ledger) return judgements;
    if (reads_stages(kind.name, agreement.lifecycle)) judgements.stages = ledger->stages();
    if (reads_first_scores(kind.name)) judgements.first_qualified = ledger->first_qualified(score);
    judgements.versions = ledger->versions();
    return judgements;
}

/// What names columns of leads that a report reads beside its own.
std::vector<std::string> texts_that_name_columns(const ReportInput& input, const Flags& flags,
                                                 const SavedReport* saved, bool behind) {
    std::vector<std::string> texts = {input.by, input.across, input.value, input.outcome, flags.where};
    if (saved) texts.push_back(saved->where.text());
    const auto add = [&](std::span<const std::string_view> names) {
        texts.insert(texts.end(), names.begin(), names.end());
    };
    if (behind) add(columns_of_rows());
    if (!files_of(Kind::accounts, flags, *input.agreement).empty()) add(columns_that_find_accounts());
    return texts;
}

/// What deals showed when they were last looked at, and when their stages changed since: before the files of
/// deals that this report reads; `since` a day, before that.
void read_deals_then(ReportInput& input, const Ledger& ledger, std::string_view report, const Flags& flags,
                     const Agreement& agreement, const std::optional<Date>& since) {
    if (since) {
        input.deals_then = ledger.deals_at(agreement.timezone.start_of(*since));
    } else if (report == "digest") {
        const Date today = agreement.timezone.date_of(input.as_of);
        input.deals_then = ledger.deals_at(
            agreement.timezone.start_of(Date(std::chrono::sys_days(today) - std::chrono::days(7))));
    } else if (report == "pipeline") {
        std::vector<std::string> files;
        for (const std::string& path : files_of(Kind::deals, flags, agreement))
            files.push_back(path == "-" ? std::string() : sha256_of_file(path));
        input.deals_then = ledger.deals_before(files, input.as_of);
    }
    if (input.deals_then) input.deal_stages = ledger.deal_stages(input.deals_then->at);
}

/// Throws Error (request) where a report of what became of handovers finds none up to its time, but later
/// ones or later leads.
void leave_out_later(ReportInput& input, std::string_view report, bool later_leads) {
    const std::size_t later = look_back_at_work(input);
    constexpr std::string_view of_handovers[] = {"sla", "worklist", "brief", "feedback"};
    if (input.handovers.empty() && (later > 0 || later_leads) &&
        std::count(std::begin(of_handovers), std::end(of_handovers), report) > 0)
        throw Error(Fault::request, fmt::format("no lead was given to a rep up to {}", to_text(input.as_of)));
}

/// The leads' export, which of its rows the report sees, and what is to be said of the others.
struct LeadsRead {
    std::unique_ptr<Export> from;
    std::vector<std::uint32_t> rows; ///< none: all
    std::vector<std::string> notes;
};

/// Leaves out leads that are not asked for.
void choose_leads(LeadsRead& leads, Table& table, const Flags& flags, const Setting& setting,
                  const SavedReport* saved) {
    const std::vector<std::uint32_t> kept =
        keep_where(table, flags, setting, saved ? saved->where : Expression());
    std::vector<std::uint32_t> rows;
    rows.reserve(kept.size());
    for (const std::uint32_t row : kept) rows.push_back(leads.rows.empty() ? row : leads.rows[row]);
    leads.rows = std::move(rows);
}

LeadsRead read_exports(ReportInput& input, const ReportKind& kind, const Flags& flags, const Setting& setting,
                       const Voice& voice, const SavedReport* saved, bool behind,
                       const std::optional<Date>& since) {
    // Of a ledger that is there, most is read while all else is.
    const bool is_there = !flags.ledger.empty() && std::filesystem::exists(flags.ledger);
    const auto beside = is_there ? std::launch::async : std::launch::deferred;
    const bool asks = asks_for_handovers(kind, setting.agreement);
    auto judgements =
        std::async(beside, [&] { return read_judgements(kind, input.score, flags, setting.agreement); });
    auto handovers = std::async(beside, [&] {
        const auto ledger = asks ? open_ledger(flags) : std::nullopt;
        return ledger ? ledger->handovers(*input.texts) : std::vector<Handover>();
    });
    const auto read = [&](Kind of, Table& table) {
        const auto rows = open_export(of, flags, setting.agreement);
        if (!rows) return;
        table = rows->read_all();
        settle(*rows, flags, voice);
    };
    LeadsRead leads{.from = open_export(Kind::leads, flags, setting.agreement, kind.past_scores)};
    if (is_there && kind.phones) leads.from->know_phones(open_ledger(flags)->phones());
    input.leads = read_leads(kind, setting.agreement, *leads.from,
                             texts_that_name_columns(input, flags, saved, behind));
    input.as_they_stood = as_they_stood(*leads.from);
    settle(*leads.from, flags, voice);
    read(Kind::deals, input.deals);
    Table accounts;
    read(Kind::accounts, accounts);
    read(Kind::campaigns, input.campaigns);
    voice.warn(add_agreed_campaigns(input.campaigns, setting.agreement));
    read(Kind::members, input.members);
    read(Kind::stages, input.history);
    read(Kind::contacts, input.contacts);
    read(Kind::deal_contacts, input.deal_contacts);
    ReadMerges merges = read_merges(flags, setting, voice);
    merges.people.add_from(input.leads, "lead_id");
    merges.deals.add_from(input.deals, "deal_id");
    input.merges = std::move(merges.people);
    input.merged_deals = std::move(merges.deals);
    input.answers = right_answers(flags, setting, voice);
    const auto ledger = open_ledger(flags);
    if (ledger) {
        input.holds = ledger->holds();
        input.breaches = ledger->breaches();
        std::vector<Answer> known = ledger->answers();
        input.answers.insert(input.answers.end(), std::make_move_iterator(known.begin()),
                             std::make_move_iterator(known.end()));
        sort_and_unite(input.answers);
    }
    if (ledger && !input.deals.columns().empty())
        read_deals_then(input, *ledger, kind.name, flags, setting.agreement, since);
    Judgements judged = judgements.get();
    input.stages = std::move(judged.stages);
    input.first_qualified = std::move(judged.first_qualified);
    input.versions = std::move(judged.versions);

    LookedBack back = looks_for_mistakes(kind.name) ? LookedBack() : look_back(input);
    leads.rows = std::move(back.leads);
    leads.notes = std::move(back.notes);
    // The same accounts as in routing, so that leads are chosen and split by them alike.
    if (accounts.rows() > 0) add_account_owners(input.leads, accounts, input.deals, setting.agreement);
    choose_leads(leads, input.leads, flags, setting, saved);
    if (asks)
        input.handovers =
            ledger ? handovers.get() : handovers_of(input.leads, setting.agreement, *input.texts);
    if (ledger) read_rotation(input, *ledger);
    leave_out_later(input, kind.name, !leads.notes.empty());
    return leads;
}

template <class Value>
void pick(std::vector<Value>& all, const std::vector<std::uint32_t>& rows) {
    if (rows.size() == all.size()) return; // each once, in their order
    std::vector<Value> some;
    for (const std::uint32_t row : rows) some.push_back(std::move(all[row]));
    all = std::move(some);
}

/// Scores the leads that a report sees, each as of an instant of its own: leads are read again.
Scorer::Then scores_at(std::span<const std::optional<Instant>> when, const std::string& score,
                       const LeadsRead& leads, Export* touches, const Merges& merges, const Flags& flags,
                       const Setting& setting) {
    std::vector<std::optional<Instant>> all(leads.from->rows_read() - leads.from->bad().size());
    for (std::size_t i = 0; i < leads.rows.size(); ++i) all[leads.rows[i]] = when[i];
    Scorer scorer(setting.agreement, setting.as_of);
    scorer.add_leads(*leads.from);
    if (const auto contacts = open_export(Kind::contacts, flags, setting.agreement)) {
        scorer.add_contacts(*contacts);
        settle(*contacts, flags, Voice(flags, "report"));
    }
    scorer.add_merges(merges);
    std::vector<Export*> all_touches;
    if (touches != nullptr) all_touches.push_back(touches);
    Scorer::Then then = scorer.then(all, *leads.from, all_touches, score);
    pick(then.score, leads.rows);
    pick(then.grade, leads.rows);
    for (std::vector<Points>& rule : then.rules) pick(rule, leads.rows);
    return then;
}

/// Which of the leads that a report sees qualify under another agreement.
std::vector<std::uint8_t> qualified_under(const Agreement& agreement, const LeadsRead& leads, Export* touches,
                                          const Merges& merges, const Flags& flags, const Setting& setting) {
    if (agreement.lifecycle.mql.empty()) return std::vector<std::uint8_t>(leads.rows.size()); // none does
    Scorer scorer(agreement, setting.as_of);
    scorer.add_leads(*leads.from);
    if (const auto contacts = open_export(Kind::contacts, flags, setting.agreement))
        scorer.add_contacts(*contacts);
    scorer.add_merges(merges);
    if (touches != nullptr) scorer.add_touches(*touches);
    scorer.finish();
    std::vector<std::uint8_t> qualified;
    for (const std::uint32_t row : leads.rows) qualified.push_back(scorer.qualified(row) ? 1 : 0);
    return qualified;
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
                         {"--rep",
                          settings.rep,
                          {"sla", "worklist", "brief", "nurture", "feedback", "fairness", "leaderboard"}}};
    for (const Owned& each : all) {
        if (each.value.empty() || std::count(each.reports.begin(), each.reports.end(), report) > 0) continue;
        throw Error(Fault::request, fmt::format("the report '{}' does not read {}", report, each.option),
                    fmt::format("it is for {}", fmt::join(each.reports, ", ")));
    }
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
    const Format format = format_of(flags);
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
        leads = read_exports(input, kind, flags, setting, voice, saved, !settings.rows.empty(), since);
    if (leads.from) input.phone = phones_of(input.leads, *leads.from);
    if (kind.past_scores && leads.from) {
        input.qualified_under = [&](const Agreement& agreement) {
            return qualified_under(agreement, leads, touches.get(), input.merges, flags, setting);
        };
        input.scores_at = [&](std::span<const std::optional<Instant>> when) {
            return scores_at(when, input.score, leads, touches.get(), input.merges, flags, setting);
        };
    }

    Report report = kind.make(input);
    if (saved) {
        report.name = report.title = saved->name;
        report.question = saved->question.empty() ? in_words(*saved) : saved->question;
    }
    report.notes.insert(report.notes.end(), leads.notes.begin(), leads.notes.end());
    if (std::string note = unrouted_note(input); !note.empty() && kind.name != "worklist")
        report.notes.push_back(std::move(note));
    if (std::string note = versions_note(input); !note.empty()) report.notes.push_back(std::move(note));
    if (touches && touches->rows_read() > 0) settle(*touches, flags, voice);
    OutputFile out(flags.output);
    out.write(
        render(report, format,
               {.width = terminal_width(), .colour = wants_colour(flags.output), .table = settings.table}));
    if (!settings.rows.empty()) {
        OutputFile behind(settings.rows);
        write_rows(report, input, behind);
        behind.commit();
    }
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

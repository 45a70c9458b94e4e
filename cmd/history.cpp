#include "history.hpp"

#include <handoff/files.hpp>
#include <handoff/words.hpp>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace handoff::command {

namespace {

/// The same time of day so many days or months earlier; of a shorter month its last day.
Instant before(Instant as_of, int steps, const std::string& by, const Zone& zone) {
    const auto local = zone.to_local(as_of);
    if (by != "month") return zone.to_utc(local - std::chrono::days(by == "week" ? 7 * steps : steps));
    const auto day = std::chrono::floor<std::chrono::days>(local);
    std::chrono::year_month_day date{day};
    date = date.year() / date.month() / date.day() - std::chrono::months(steps);
    if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
    return zone.to_utc(std::chrono::local_days(date) + (local - day));
}

std::vector<Instant> moments_of(const HistorySettings& settings, Instant as_of, const Zone& zone) {
    const std::optional<Duration> length = read_duration(settings.length);
    if (!length || *length <= Duration::zero())
        throw Error(Fault::request,
                    "--history must be a length of time like '30d', not '" + settings.length + "'");
    const std::vector<std::string> steps = {"day", "week", "month"};
    if (std::find(steps.begin(), steps.end(), settings.by) == steps.end())
        throw Error(Fault::request, "unknown step '" + settings.by + "' in --by",
                    "there are 'day', 'week' and 'month'");
    constexpr std::size_t most = 1000;
    const Instant first = zone.to_utc(zone.to_local(as_of) - *length);
    std::vector<Instant> moments;
    for (int step = 0; moments.size() <= most; ++step) {
        const Instant at = before(as_of, step, settings.by, zone);
        if (at < first) break;
        moments.push_back(at);
    }
    if (moments.size() > most)
        throw Error(Fault::request, "--history by " + settings.by + " asks for more than 1,000 moments",
                    "take a shorter length, or a longer step");
    std::reverse(moments.begin(), moments.end());
    return moments;
}

/// Columns of leads that neither --where nor the ledger asks for. Where one only seems to be named, it is
/// read.
std::vector<std::string_view> columns_not_asked_for(const Export& leads, const Flags& flags,
                                                    const Scorer& scorer) {
    const std::vector<std::string> added = scorer.added_columns();
    const std::string where = lower(flags.where);
    const auto is_asked_for = [&](const std::string& name) {
        return name == "lead_id" || name == "email" || name == "first_qualified" ||
               name.starts_with("recorded_") || name.find('"') != std::string::npos ||
               std::find(added.begin(), added.end(), name) != added.end() ||
               where.find(lower(name)) != std::string::npos;
    };
    std::vector<std::string_view> columns;
    for (const Scope::Name& name : leads.names())
        if (!is_asked_for(name.name)) columns.push_back(name.name);
    return columns;
}

} // namespace

void add_history(CLI::App& app, HistorySettings& settings) {
    CLI::Option* const history =
        app.add_option("--history", settings.length, "write the scores of so long up to now, such as 30d")
            ->option_text("LENGTH");
    app.add_option("--by", settings.by, "with --history: a score for each day, week (default) or month")
        ->option_text("STEP")
        ->needs(history);
}

int run_history(const HistorySettings& history, std::size_t reasons, const Flags& flags, Setting setting,
                const Voice& voice) {
    const std::vector<Instant> moments = moments_of(history, setting.as_of, setting.agreement.timezone);
    const auto ledger = ledger_to_look_into(flags);
    auto leads = open_export(Kind::leads, flags, setting.agreement, true);
    auto touches = open_export(Kind::touches, flags, setting.agreement, true);
    auto contacts = open_export(Kind::contacts, flags, setting.agreement, true);
    const ReadMerges merges = read_merges(flags, setting, voice);
    std::vector<Export*> all_touches;
    if (touches) all_touches.push_back(touches.get());
    OutputFile out(flags.output);
    for (const Instant at : moments) {
        setting.as_of = at;
        const Scorer scorer = score_leads(*leads, all_touches, contacts.get(), merges, setting, reasons);
        Table table;
        std::vector<std::uint8_t> only;
        Scorer::Moment moment{.header = at == moments.front(), .only = {}, .beside = &table, .columns = {}};
        if (ledger || !flags.where.empty()) {
            table = leads->read_all(columns_not_asked_for(*leads, flags, scorer));
            scorer.add_columns(table);
            if (ledger) moment.columns = ledger->add_judgements(table, setting.agreement, at);
            if (!flags.where.empty()) moment.only = only = rows_where(table, flags, setting);
        }
        scorer.write_moment(*leads, out, moment);
        if (at != moments.back()) continue;
        settle(*leads, flags, voice);
        if (touches) settle(*touches, flags, voice);
        if (contacts) settle(*contacts, flags, voice);
        voice.say(fmt::format("{} at {}, from {} to {}", counted(scorer.leads(), "lead"),
                              counted(moments.size(), "moment"), to_text(moments.front()),
                              to_text(moments.back())));
        say_orphans(scorer, voice);
    }
    out.commit();
    return 0;
}

} // namespace handoff::command

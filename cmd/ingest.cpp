#include "as_is.hpp"
#include "inputs.hpp"

#include <handoff/files.hpp>
#include <handoff/words.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

namespace handoff::command {

namespace {

struct Settings {
    Flags flags;
    std::string kind;
    bool as_is = false, count = false;
};

/// The kind that was asked for, else what the first file's header shows; none where it shows nothing.
std::optional<Kind> kind_of(const Settings& settings, const Agreement& agreement) {
    if (!settings.kind.empty()) {
        if (const auto kind = read_kind(settings.kind)) return kind;
        std::vector<std::string> names;
        for (const Kind kind : all_kinds()) names.emplace_back(to_text(kind));
        throw Error(Fault::request, fmt::format("unknown kind of export '{}'", settings.kind),
                    did_you_mean(settings.kind, names));
    }
    const auto& files = settings.flags.leads;
    if (files.empty() || files.front() == "-") return Kind::leads;
    if (files.front().ends_with(".toml")) return kind_of_file(files.front()).value_or(Kind::leads);
    const csv::Reader reader(files.front(), {.dialect = settings.flags.dialect});
    return handoff::kind_of(reader.header(), agreement);
}

/// The files to write as they are: those that were named, else what is piped in, else those of the agreement.
std::vector<std::string> files_as_they_are(const Settings& settings, const Agreement& agreement) {
    const std::optional<Kind> kind = settings.kind.empty() ? Kind::leads : kind_of(settings, agreement);
    std::vector<std::string> files = settings.flags.leads;
    if (files.empty()) files = files_of(*kind, settings.flags, agreement);
    if (files.empty()) throw Error(Fault::request, "no file was named", "name a file, or pipe one in");
    return files;
}

/// Answers that the agreement does not know are rejected, like rows that cannot be read.
std::vector<Answer> keep_right_answers(CleanExport& outcomes, const Export& input, const Flags& flags,
                                       const Setting& setting, const Voice& voice) {
    const Table table = outcomes.read_all();
    settle(input, flags, voice);
    std::vector<WrongAnswer> wrong;
    std::vector<Answer> answers = handoff::read_answers(table, setting.agreement, wrong);
    settle_wrong_answers(table, wrong, flags, voice);
    std::vector<std::size_t> rows;
    for (const WrongAnswer& each : wrong) rows.push_back(each.row);
    outcomes.reject(rows);
    return answers;
}

/// Records changes of stage within a run, and says what came of them.
void record_history(Ledger& ledger, const Table& changes, const Setting& setting, const Voice& voice) {
    const Ledger::History history = ledger.record_history(changes, setting.agreement, setting.as_of);
    const auto number = [](std::size_t n) { return with_thousands(static_cast<std::int64_t>(n)); };
    voice.say(fmt::format("ledger: {} of {} added, {} known already",
                          counted(history.added, "change of stage", "changes of stage"),
                          history.deals == 0               ? "leads"
                          : history.deals == history.added ? "deals"
                                                           : "leads and deals",
                          number(history.known)));
    const auto say = [&](std::size_t n, std::string_view what) {
        if (n > 0) voice.say(fmt::format("ledger: {} {}", counted(n, "row"), what));
    };
    say(history.other, "of other fields, or without a time or stage: left out");
    say(history.nobody, "of nobody: neither a lead nor a deal is named");
    say(history.unmapped, "of stages that the lifecycle does not have: kept as they stand");
}

/// Records the night's deals within a run, and says what is noteworthy of them.
void record_deals(Ledger& ledger, const Table& deals, const Setting& setting, const Voice& voice) {
    const Ledger::DealNight night = ledger.record_deals(deals, setting.as_of);
    const auto number = [](std::size_t n) { return with_thousands(static_cast<std::int64_t>(n)); };
    if (night.same_files)
        voice.say("ledger: the same files as on an earlier night: nothing new is known of the deals");
    voice.say(fmt::format("ledger: deals: {} new, {} changed, {} gone from the export, {} back in it",
                          number(night.added), number(night.changed), number(night.gone),
                          number(night.returned)));
    if (night.late > 0)
        voice.say(fmt::format("ledger: {} older than what the ledger knows of them: they stay as they were",
                              counted(night.late, "deal")));
    if (night.unnamed > 0)
        voice.say(fmt::format("ledger: {} without an id: not remembered", counted(night.unnamed, "deal")));
}

int run(const Settings& settings) {
    const Flags& flags = settings.flags;
    const Voice voice(flags, "ingest");
    const Setting setting = open_setting(flags, voice);
    if (settings.as_is || settings.count) {
        if (!flags.ledger.empty())
            throw Error(Fault::request, "--ledger cannot be used with --as-is or --count",
                        "the ledger remembers what was recognised");
        return write_as_is(flags, files_as_they_are(settings, setting.agreement), settings.count, voice);
    }
    const std::optional<Kind> shown = kind_of(settings, setting.agreement);
    if (!shown && flags.ledger.empty()) {
        voice.say(
            fmt::format("{}: its columns show no kind of export: written as it is; --kind says what it is",
                        flags.leads.front()));
        return write_as_is(flags, flags.leads, false, voice);
    }
    const Kind kind = shown.value_or(Kind::leads);
    Flags named = flags;
    if (kind != Kind::leads) named.others[kind] = flags.leads;
    auto input = open_export(kind, named, setting.agreement, true);
    if (!input)
        throw Error(Fault::request, fmt::format("no {} were named", to_text(kind)),
                    fmt::format("name a file, or give [exports.{}] in the agreement", to_text(kind)));
    for (const std::string& path : input->paths())
        voice.detail(fmt::format("{}: {}, {}", path, to_text(kind),
                                 input->preset().empty() ? "no system recognised"
                                                         : "as " + input->preset() + " writes it"));

    auto ledger = open_ledger(flags);
    if (ledger) input->know_phones(ledger->phones());
    const bool merging = kind == Kind::leads || kind == Kind::contacts || kind == Kind::deals;
    const ReadMerges merges = merging ? read_merges(flags, setting, voice) : ReadMerges{};
    CleanExport clean(*input, kind == Kind::deals ? merges.deals : merges.people);
    OutputFile out(flags.output);
    std::vector<Answer> answers;
    if (kind == Kind::outcomes) answers = keep_right_answers(clean, *input, flags, setting, voice);
    clean.write(out);
    if (kind != Kind::outcomes) settle(*input, flags, voice);
    const CleanExport::Counts& rows = clean.rows();
    if (ledger) {
        const Export* inputs[] = {input.get(), merges.file.get()};
        Ledger::Run record = describe_run("ingest", setting, inputs);
        record.rows_in = rows.read;
        record.rows_out = rows.kept;
        record.rejected = rows.rejected;
        record.merged = rows.merged;
        if (ledger->begin(record, now())) {
            if (kind == Kind::leads) {
                const Table leads = clean.read(Ledger::lead_columns());
                record_merges(*ledger, leads, merges.people, setting, voice);
                record_leads(*ledger, leads, setting, voice);
            }
            if (kind == Kind::outcomes) record_answers(*ledger, answers, setting, voice);
            if (kind == Kind::deals)
                record_deals(*ledger, clean.read(Ledger::deal_columns()), setting, voice);
            if (kind == Kind::stages) record_history(*ledger, clean.read_all(), setting, voice);
            ledger->record_phones(input->new_phones());
            ledger->commit(now());
        } else {
            voice.detail("the ledger already has this run");
        }
    }
    out.commit();
    voice.say(fmt::format("{} read = {} kept + {} rejected + {} merged", counted(rows.read, "row"),
                          with_thousands(static_cast<std::int64_t>(rows.kept)),
                          with_thousands(static_cast<std::int64_t>(rows.rejected)),
                          with_thousands(static_cast<std::int64_t>(rows.merged))));
    return 0;
}

} // namespace

Action define_ingest(CLI::App& app) {
    auto settings = std::make_shared<Settings>();
    app.add_option("files", settings->flags.leads,
                   "exports of one kind, CSV or TOML, or - for standard input")
        ->option_text("FILES");
    app.add_option(
           "--kind", settings->kind,
           "leads, contacts, touches, deals, deal_contacts, accounts, campaigns, members, stages, merges or "
           "outcomes")
        ->option_text("KIND");
    add_export(app, settings->flags, Kind::merges);
    app.add_flag("--as-is", settings->as_is,
                 "only the header and the cells as they were read, without mapping");
    app.add_flag("--count", settings->count, "only the number of rows, once all were read and found right");
    add_dialect(app, settings->flags);
    add_stage(app, settings->flags);
    return [settings] { return run(*settings); };
}

} // namespace handoff::command

#include "inputs.hpp"

#include "route_columns.hpp"

#include <handoff/files.hpp>
#include <handoff/lead_file.hpp>
#include <handoff/version.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <numeric>
#include <sys/stat.h>
#include <unistd.h>

namespace handoff::command {

namespace {

/// Whether something is piped or redirected into standard input. A terminal, /dev/null and a closed input are
/// not.
bool is_piped() {
    struct stat about {};
    return fstat(STDIN_FILENO, &about) == 0 &&
           (S_ISFIFO(about.st_mode) || S_ISREG(about.st_mode) || S_ISSOCK(about.st_mode));
}

std::vector<std::string> agreed_files(const ExportSettings& settings, const Agreement& agreement) {
    std::vector<std::string> files;
    for (const std::string& pattern : settings.files) {
        const std::filesystem::path path = std::filesystem::path(agreement.folder) / pattern;
        for (std::string& file : glob(path.lexically_normal().string())) files.push_back(std::move(file));
    }
    return files;
}

} // namespace

std::vector<std::string> files_of(Kind kind, const Flags& flags, const Agreement& agreement) {
    if (kind == Kind::leads) {
        if (!flags.leads.empty()) return flags.leads;
        if (is_piped()) return {"-"};
    } else if (const auto named = flags.others.find(kind);
               named != flags.others.end() && !named->second.empty()) {
        return named->second;
    }
    const ExportSettings* settings = agreement.export_of(kind);
    if (settings == nullptr || settings->files.empty()) return {};
    std::vector<std::string> files = agreed_files(*settings, agreement);
    if (files.empty())
        throw Error(Fault::data, {Diagnostic{.place = settings->place,
                                             .what = fmt::format("no file matches '{}'",
                                                                 fmt::join(settings->files, "', '")),
                                             .source = std::string(agreement.line(settings->place.line))}});
    return files;
}

std::unique_ptr<Export> open_export(Kind kind, const Flags& flags, const Agreement& agreement, bool again) {
    std::vector<std::string> files = files_of(kind, flags, agreement);
    if (files.empty()) {
        if (kind != Kind::leads) return nullptr;
        throw Error(Fault::request, "no leads were named",
                    "name a file, pipe one in, or give [exports.leads] in the agreement");
    }
    return std::make_unique<Export>(
        kind, std::move(files), agreement,
        ExportOptions{.again = again, .collect = !flags.rejects.empty(), .dialect = flags.dialect});
}

namespace {

/// A rejected row as data: its original text is left as it stood, so that it can be repaired and fed in
/// again.
std::string rejected_row(const csv::BadRow& row) {
    const Diagnostic& why = row.diagnostic;
    const std::string line = std::to_string(why.place.line), column = std::to_string(why.place.column);
    const std::string_view cells[] = {why.place.file, line, column, why.what, why.hint, row.original};
    std::string text;
    for (const std::string_view& cell : cells) {
        if (&cell != cells) text += ',';
        csv::append_field(text, cell);
    }
    return text + '\n';
}

} // namespace

void write_rejects(std::span<const csv::BadRow> bad, std::string_view noun, const Flags& flags,
                   const Voice& voice) {
    if (flags.rejects.empty()) return;
    for (const csv::BadRow& row : bad) flags.rejected += rejected_row(row);
    OutputFile rejects(flags.rejects);
    rejects.write("file,line,column,what,hint,original\n" + flags.rejected);
    rejects.commit();
    if (!bad.empty())
        voice.say(
            fmt::format("{}{} rejected, written to {}", counted(bad.size(), "row"), noun, flags.rejects));
}

void settle(const Export& input, const Flags& flags, const Voice& voice) {
    for (const std::string& description : input.descriptions()) voice.detail(description);
    voice.warn(input.warnings());
    for (const std::string& sentence : input.left_out()) voice.say(sentence);
    write_rejects(input.bad(), fmt::format(" of {}", to_text(input.kind())), flags, voice);
}

ReadMerges read_merges(const Flags& flags, const Setting& setting, const Voice& voice) {
    ReadMerges merges;
    merges.file = open_export(Kind::merges, flags, setting.agreement);
    if (!merges.file) return merges;
    const Table table = merges.file->read_all();
    settle(*merges.file, flags, voice);
    merges.people = Merges(table, Merges::Of::people);
    merges.deals = Merges(table, Merges::Of::deals);
    return merges;
}

Scorer score_leads(Export& leads, std::span<Export* const> touches, Export* contacts,
                   const ReadMerges& merges, const Setting& setting, std::size_t reasons) {
    Scorer scorer(setting.agreement, setting.as_of);
    if (reasons > 0) scorer.keep_reasons(reasons);
    for (const Export* each : touches) scorer.expect(*each);
    if (contacts != nullptr) scorer.expect(*contacts);
    if (merges.file) scorer.expect(*merges.file);
    scorer.add_leads(leads);
    if (contacts != nullptr) scorer.add_contacts(*contacts);
    if (contacts != nullptr || merges.file) scorer.add_merges(merges.people);
    for (Export* each : touches) scorer.add_touches(*each);
    scorer.finish();
    return scorer;
}

void say_orphans(const Scorer& scorer, const Voice& voice) {
    const Scorer::Orphans& orphans = scorer.orphans();
    const auto touches = [](std::uint64_t n) { return counted(n, "touch", "touches"); };
    if (scorer.repeated() > 0)
        voice.say(fmt::format("{} stood in several files: each counts once", touches(scorer.repeated())));
    if (orphans.contacts > 0)
        voice.say(fmt::format(
            "{} of contacts who are no leads: name their export among the leads to score them too",
            touches(orphans.contacts)));
    if (orphans.shared > 0)
        voice.say(fmt::format("{} of a deal or an account with several leads: they belong to none of them",
                              touches(orphans.shared)));
    if (orphans.unnamed > 0)
        voice.say(fmt::format("{} without any lead, contact or address", touches(orphans.unnamed)));
}

ScoredLeads read_scored_leads(const Flags& flags, const Setting& setting, const Voice& voice) {
    ScoredLeads result;
    result.leads = open_export(Kind::leads, flags, setting.agreement, true);
    result.merges = read_merges(flags, setting, voice);
    const bool has_scores = result.leads->find("qualified").has_value();
    const bool judges = !flags.ledger.empty() && judges_clocks(setting.agreement);
    if (!has_scores || judges) {
        result.touches = open_export(Kind::touches, flags, setting.agreement, judges);
        result.contacts = open_export(Kind::contacts, flags, setting.agreement, judges);
    }
    if (!has_scores) {
        std::vector<Export*> touches;
        if (result.touches) touches.push_back(result.touches.get());
        const Scorer scorer =
            score_leads(*result.leads, touches, result.contacts.get(), result.merges, setting, 0);
        if (result.touches) settle(*result.touches, flags, voice);
        if (result.contacts) settle(*result.contacts, flags, voice);
        result.added = scorer.added_columns();
        result.table = result.leads->read_all(
            columns_not_routed_by(*result.leads, flags, setting.agreement, result.added));
        scorer.add_columns(result.table);
    } else {
        result.table =
            result.leads->read_all(columns_not_routed_by(*result.leads, flags, setting.agreement, {}));
    }
    settle(*result.leads, flags, voice);
    return result;
}

namespace {

std::vector<std::uint8_t> rows_that(const Expression& where, const Table& table, const Setting& setting) {
    const Scope scope = scope_of(table, Kind::leads, setting.agreement, setting.as_of);
    const Bound bound(std::span(&where, 1), scope);
    Bound::Evaluator evaluator(bound);
    evaluator.run(table);
    const auto mask = evaluator.mask(0);
    return {mask.begin(), mask.end()};
}

} // namespace

std::vector<std::uint8_t> rows_where(const Table& table, const Flags& flags, const Setting& setting) {
    return rows_that(Expression::parse(flags.where, Place{.file = "--where", .column = 1}, flags.where),
                     table, setting);
}

std::vector<std::uint32_t> keep_where(Table& table, const Flags& flags, const Setting& setting,
                                      const Expression& and_where) {
    std::vector<std::uint32_t> kept(table.rows());
    std::iota(kept.begin(), kept.end(), 0U);
    const auto keep = [&](const std::vector<std::uint8_t>& holds) {
        std::size_t row = 0;
        std::erase_if(kept, [&](std::uint32_t) { return holds[row++] == 0; });
        table = table.select(holds);
    };
    if (!and_where.empty()) keep(rows_that(and_where, table, setting));
    if (!flags.where.empty()) keep(rows_where(table, flags, setting));
    return kept;
}

void write_lead_file(const Table& table, const Export& input, std::span<const std::string> added,
                     const std::string& output) {
    OutputFile out(output);
    handoff::write_lead_file(out, table, input, added);
    out.commit();
}

std::optional<Ledger> open_ledger(const Flags& flags) {
    if (flags.ledger.empty()) return std::nullopt;
    return Ledger::open(flags.ledger);
}

std::optional<Ledger> ledger_to_look_into(const Flags& flags) {
    if (!flags.ledger.empty() && !std::filesystem::exists(flags.ledger))
        throw Error(Fault::request, "there is no ledger '" + flags.ledger + "'",
                    "'handoff score --ledger' and 'handoff route --ledger' make one");
    return open_ledger(flags);
}

namespace {

void say_of_leads(std::size_t n, std::string_view what, const Voice& voice) {
    if (n > 0) voice.say(fmt::format("ledger: {} {}", counted(n, "lead"), what));
}

} // namespace

void record_merges(Ledger& ledger, const Table& leads, const Merges& given, const Setting& setting,
                   const Voice& voice) {
    Merges merges = given;
    merges.add_from(leads, "lead_id");
    say_of_leads(ledger.record_merges(merges, setting.as_of), "merged into others: their past follows",
                 voice);
}

void record_leads(Ledger& ledger, const Table& leads, const Setting& setting, const Voice& voice) {
    const Ledger::Night night = ledger.record_leads(leads, setting.agreement, setting.as_of);
    const auto say = [&](std::size_t n, std::string_view what) { say_of_leads(n, what, voice); };
    if (night.same_files)
        voice.say("ledger: the same files as on an earlier night: nothing new is known of the leads");
    say(night.late, "older than what the ledger knows of them: their status and stage stay as they were");
    say(night.vanished, "gone from the export since the last night");
    say(night.returned, "back in the export");
}

Ledger::Run describe_run(const std::string& command, const Setting& setting,
                         std::span<const Export* const> inputs) {
    Ledger::Run run{.command = command,
                    .as_of = setting.as_of,
                    .agreement_version = setting.agreement.version,
                    .agreement_sha256 = setting.agreement.sha256,
                    .program = std::string(version())};
    // What the agreement names decides as its own text does: another list makes another run.
    for (const NamedFile& each : setting.agreement.files)
        run.inputs.push_back({.kind = "agreement", .path = each.path, .sha256 = each.sha256});
    for (const Export* input : inputs) {
        if (input == nullptr) continue;
        const ExportSettings* const settings = setting.agreement.export_of(input->kind());
        if (settings != nullptr && settings->preset.ends_with(".toml")) {
            const std::string path =
                (std::filesystem::path(setting.agreement.folder) / settings->preset).string();
            run.inputs.push_back({.kind = "agreement", .path = path, .sha256 = sha256_of_file(path)});
        }
        for (const std::string& path : input->paths())
            run.inputs.push_back({.kind = std::string(to_text(input->kind())),
                                  .path = path,
                                  .sha256 = path == "-" ? std::string() : sha256_of_file(path),
                                  .rows = input->rows_read()});
    }
    return run;
}

} // namespace handoff::command

#include "inputs.hpp"

#include <handoff/territories.hpp>
#include <handoff/words.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

namespace handoff::command {

namespace {

struct Settings {
    Flags flags;
    bool is_signed = false;
};

constexpr Kind checked_kinds[] = {Kind::leads,         Kind::contacts, Kind::touches, Kind::deals,
                                  Kind::deal_contacts, Kind::stages,   Kind::merges};

std::vector<std::unique_ptr<Export>> open_exports(const Flags& flags, const Agreement& agreement) {
    std::vector<std::unique_ptr<Export>> exports;
    for (const Kind kind : checked_kinds)
        if (auto files = files_of(kind, flags, agreement); !files.empty())
            exports.push_back(
                std::make_unique<Export>(kind, std::move(files), agreement, ExportOptions{.collect = true}));
    return exports;
}

/// "leads 3,900 rows, touches 4,100 rows".
std::string checked(const std::vector<std::unique_ptr<Export>>& exports) {
    std::string text;
    for (const auto& each : exports)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", to_text(each->kind()),
                            counted(each->rows_read(), "row"));
    return text.empty() ? "no exports to check it against" : "against " + text;
}

/// A missing signature is an error then, in place of the warning that reading gave.
void demand_signatures(const Agreement& agreement, std::vector<Diagnostic>& found) {
    for (Diagnostic& missing : missing_signatures(agreement)) {
        std::erase_if(found, [&](const Diagnostic& each) {
            return each.place == missing.place && each.what == missing.what;
        });
        found.push_back(std::move(missing));
    }
}

int run(const Settings& settings) {
    const Flags& flags = settings.flags;
    const Voice voice(flags, "check");
    if (find_agreement(flags).empty())
        throw Error(Fault::request, "there is no agreement to check",
                    "name one with -a, or write a first one with 'handoff init'");
    std::vector<Diagnostic> found;
    const std::string path = find_agreement(flags);
    const Agreement agreement = read_agreement(path, found);
    const auto add = [&](std::vector<Diagnostic> more) {
        found.insert(found.end(), more.begin(), more.end());
    };
    if (settings.is_signed) demand_signatures(agreement, found);
    add(warnings_on(agreement, as_of(flags, agreement)));

    const auto exports = open_exports(flags, agreement);
    std::vector<Export*> views;
    for (const auto& each : exports) views.push_back(each.get());
    if (!views.empty()) add(check_against_exports(agreement, views));
    const auto files = files_of(Kind::leads, flags, agreement);
    const bool twice = !files.empty() && files.front() != "-"; // standard input was read above
    if (!agreement.territories.empty() && twice)
        add(territory_conflicts(Export(Kind::leads, files, agreement, {.collect = true}).read_all(),
                                agreement, as_of(flags, agreement)));
    if (const auto ledger = ledger_to_look_into(flags)) add(ledger->check());

    std::size_t errors = 0;
    for (const Diagnostic& each : found) errors += each.severity == Severity::error ? 1 : 0;
    Diagnostics sorted;
    for (Diagnostic& each : found) sorted.add(std::move(each));
    const auto all = sorted.take();
    if (errors > 0) throw Error(Fault::request, all);
    voice.warn(all);
    voice.say(fmt::format("{}: {}, {}; {}", path, counted(errors, "error"), counted(all.size(), "warning"),
                          checked(exports)));
    return 0;
}

} // namespace

Action define_check(CLI::App& app) {
    auto settings = std::make_shared<Settings>();
    add_leads(app, settings->flags);
    for (const Kind kind : checked_kinds)
        if (kind != Kind::leads) add_export(app, settings->flags, kind);
    app.add_flag("--signed", settings->is_signed, "demand that both sides have signed");
    app.add_option("--ledger", settings->flags.ledger, "check this ledger too")->option_text("FILE");
    add_common(app, settings->flags);
    return [settings] { return run(*settings); };
}

} // namespace handoff::command

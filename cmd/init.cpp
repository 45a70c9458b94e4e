#include "command.hpp"

#include <handoff/files.hpp>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fmt/format.h>
#include <memory>

namespace handoff::command {

namespace {

struct Settings {
    Flags flags;
    bool force = false;
};

int run(const Settings& settings) {
    const Flags& flags = settings.flags;
    const Voice voice(flags, "init");
    if (flags.leads.empty())
        throw Error(Fault::request, "no exports were named", "handoff init leads.csv activities.csv …");
    if (flags.output != "-" && !settings.force && std::filesystem::exists(flags.output))
        throw Error(Fault::request, fmt::format("'{}' is already there", flags.output),
                    "choose another file with -o, or overwrite it with --force");
    const Date today{std::chrono::floor<std::chrono::days>(as_of(flags, Agreement{}))};
    OutputFile out(flags.output);
    out.write(propose_agreement(flags.leads, today));
    out.commit();
    if (flags.output != "-")
        voice.say(
            fmt::format("wrote {}; read it, then run 'handoff check -a {}'", flags.output, flags.output));
    return 0;
}

} // namespace

Action define_init(CLI::App& app) {
    auto settings = std::make_shared<Settings>();
    settings->flags.output = "handoff.toml";
    app.add_option("files", settings->flags.leads, "exports to look at: leads, touches, deals …")
        ->option_text("FILES");
    app.add_option("-o,--output", settings->flags.output,
                   "write here (default: handoff.toml), - for standard output")
        ->option_text("FILE");
    app.add_flag("--force", settings->force, "overwrite a file that is there");
    app.add_option("--as-of", settings->flags.as_of, "the day it is written (default: today)")
        ->option_text("TIME");
    app.add_flag("-q,--quiet", settings->flags.quiet, "no summary on standard error");
    return [settings] { return run(*settings); };
}

} // namespace handoff::command

#include "command.hpp"

#include <handoff/words.hpp>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace handoff::command {

void add_common(CLI::App& app, Flags& flags) {
    app.add_option("-a,--agreement", flags.agreement,
                   "the agreement (default: handoff.toml here or in a parent folder)")
        ->option_text("FILE");
    app.add_option("--as-of", flags.as_of, "work as of this date or time (default: now)")
        ->option_text("TIME");
    app.add_flag("-q,--quiet", flags.quiet, "no summary on standard error");
    app.add_flag("-v,--verbose", flags.verbose, "say what was found and decided");
}

void add_output(CLI::App& app, Flags& flags) {
    app.add_option("-o,--output", flags.output, "write here (default: standard output)")->option_text("FILE");
}

void add_leads(CLI::App& app, Flags& flags) {
    app.add_option("leads", flags.leads, "lead files, or - for standard input")->option_text("FILES");
}

void add_export(CLI::App& app, Flags& flags, Kind kind) {
    const std::string name(to_text(kind));
    std::string flag = "--" + name;
    std::replace(flag.begin(), flag.end(), '_', '-');
    app.add_option(flag, flags.others[kind], fmt::format("{} files (default: the agreement's)", name))
        ->option_text("FILE")
        ->allow_extra_args(false);
}

void add_rejects(CLI::App& app, Flags& flags) {
    app.add_option("--rejects", flags.rejects, "go on without bad rows, and write them here")
        ->option_text("FILE");
}

void add_where(CLI::App& app, Flags& flags) {
    app.add_option("--where", flags.where, "only leads for which this holds")->option_text("CONDITION");
}

void add_ledger(CLI::App& app, Flags& flags) {
    app.add_option("--ledger", flags.ledger, "remember this run in the ledger, and use what it remembers")
        ->option_text("FILE");
}

void add_stage(CLI::App& app, Flags& flags) {
    add_output(app, flags);
    add_rejects(app, flags);
    add_ledger(app, flags);
    add_common(app, flags);
}

void add_format(CLI::App& app, Flags& flags) {
    app.add_option("-f,--format", flags.format, fmt::format("{}", fmt::join(format_names(), ", ")))
        ->option_text("FORMAT");
}

namespace {

/// By the ending of an output's name; without one that says anything it is as in a terminal.
Format format_by_name(const std::string& output) {
    std::string ending = lower(std::filesystem::path(output).extension().string());
    if (!ending.empty()) ending.erase(0, 1);
    if (ending == "htm") return Format::html;
    if (ending == "markdown") return Format::markdown;
    if (const auto format = read_format(ending)) return *format;
    constexpr std::string_view foreign[] = {"pdf", "doc", "docx", "odt", "rtf",  "xls", "xlsm", "ods",
                                            "tsv", "xml", "yaml", "yml", "toml", "png", "svg",  "pptx"};
    if (std::find(std::begin(foreign), std::end(foreign), ending) != std::end(foreign))
        throw Error(Fault::request, fmt::format("no report is written as .{}: '{}'", ending, output),
                    ending == "pdf"
                        ? "write a page with -o NAME.html, and print it from a browser"
                        : fmt::format("-f says the format, one of {}", fmt::join(format_names(), ", ")));
    return Format::terminal;
}

} // namespace

Format format_of(const Flags& flags) {
    if (!flags.format.empty()) {
        const auto format = read_format(flags.format);
        if (format == Format::xlsx && flags.output == "-" && isatty(STDOUT_FILENO) != 0)
            throw Error(Fault::request, "a workbook is nothing for a terminal", "name a file with -o");
        if (format) return *format;
        const auto names = format_names();
        const std::string near = did_you_mean(flags.format, names);
        throw Error(Fault::request, fmt::format("unknown format '{}'", flags.format),
                    near.empty() ? fmt::format("one of {}", fmt::join(names, ", ")) : near);
    }
    return format_by_name(flags.output);
}

void Voice::warn(std::span<const Diagnostic> diagnostics) const {
    for (const Diagnostic& each : diagnostics) fmt::print(stderr, "handoff: {}", to_string(each));
}

void Voice::remind(std::vector<Diagnostic> diagnostics) const {
    if (!flags_.verbose)
        for (Diagnostic& each : diagnostics) each.source = each.hint = std::string();
    warn(diagnostics);
}

void Voice::say(const std::string& line) const {
    if (!flags_.quiet) fmt::print(stderr, "{}: {}\n", command_, line);
}

void Voice::detail(const std::string& line) const {
    if (flags_.verbose && !flags_.quiet) fmt::print(stderr, "{}: {}\n", command_, line);
}

std::string find_agreement(const Flags& flags) {
    namespace fs = std::filesystem;
    if (!flags.agreement.empty()) return flags.agreement;
    if (const char* named = std::getenv("HANDOFF_AGREEMENT"); named != nullptr && *named != '\0')
        return named;
    std::error_code problem;
    fs::path folder = fs::current_path(problem);
    std::string relative = "handoff.toml";
    while (!problem) {
        if (fs::is_regular_file(folder / "handoff.toml", problem)) return relative;
        if (folder == folder.parent_path()) break;
        folder = folder.parent_path();
        relative.insert(0, "../");
    }
    return {};
}

Instant now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

namespace {

Instant read_as_of(const std::string& text, const Zone& zone) {
    if (const auto date = read_date(text)) return zone.start_of(*date);
    if (const auto instant = read_instant(text)) return *instant;
    throw Error(Fault::request, fmt::format("--as-of '{}' is not a date or time", text),
                "write 2026-09-01, or 2026-09-01T06:00:00Z");
}

} // namespace

Instant as_of(const Flags& flags, const Agreement& agreement) {
    return flags.as_of.empty() ? now() : read_as_of(flags.as_of, agreement.timezone);
}

Setting open_setting(const Flags& flags, const Voice& voice) {
    Setting setting;
    const std::string path = find_agreement(flags);
    if (path.empty()) {
        voice.detail("no agreement was found: the built-in one serves (plain lifecycle, no rules)");
    } else {
        std::vector<Diagnostic> warnings;
        setting.agreement = read_agreement(path, warnings);
        voice.detail(
            fmt::format("agreement {} ({} {})", path, setting.agreement.name, setting.agreement.version));
        voice.remind(std::move(warnings));
    }
    setting.as_of = as_of(flags, setting.agreement);
    voice.remind(warnings_on(setting.agreement, setting.as_of));
    return setting;
}

bool wants_colour(const std::string& output) {
    const char* no_colour = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    return output == "-" && isatty(STDOUT_FILENO) != 0 && (no_colour == nullptr || *no_colour == '\0') &&
           (terminal == nullptr || std::string_view(terminal) != "dumb");
}

std::size_t terminal_width() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
    if (const char* columns = std::getenv("COLUMNS")) {
        const long width = std::strtol(columns, nullptr, 10);
        if (width >= 40 && width <= 1000) return static_cast<std::size_t>(width);
    }
    return 80;
}

} // namespace handoff::command

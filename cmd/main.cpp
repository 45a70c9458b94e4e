#include "command.hpp"

#include <handoff/error.hpp>
#include <handoff/version.hpp>
#include <handoff/words.hpp>

#include <CLI/CLI.hpp>
#include <csignal>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <cstdio>
#include <exception>
#include <fmt/format.h>

namespace {

using namespace handoff;
using command::Command;

constexpr Command commands[] = {
    {"init", "look at exports and write a first agreement", command::define_init},
    {"check", "the agreement against itself and the exports", command::define_check},
    {"ingest", "exports to one clean lead file", command::define_ingest},
    {"score", "leads and touches to scores, with reasons", command::define_score},
    {"route", "scored leads to reps, with due times", command::define_route},
    {"report", "funnel, pipeline: what became of the leads", command::define_report},
    {"explain", "one lead: why it was scored and routed as it was", command::define_explain},
    {"diff", "two agreements on the same leads: who would be judged otherwise", command::define_diff},
};

std::vector<std::string> command_names() {
    std::vector<std::string> names;
    for (const Command& each : commands) names.emplace_back(each.name);
    return names;
}

/// The long names of a command's options, for "did you mean".
std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options())
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

/// "Could not convert: --reasons = many", in our words.
std::string unreadable_value(std::string_view problem) {
    const auto option = problem.find("--"), equals = problem.find(" = ");
    if (option == std::string_view::npos || equals == std::string_view::npos) return std::string(problem);
    return fmt::format("{} takes a number, not '{}'", problem.substr(option, equals - option),
                       problem.substr(equals + 3));
}

/// CLI11's word for a wrong command line, in ours: what, and the nearest right word.
Error wrong_request(const CLI::App& chosen, const CLI::ParseError& problem) {
    const bool is_command = chosen.get_parent() != nullptr;
    const std::string help =
        is_command ? fmt::format("see 'handoff {} --help'", chosen.get_name()) : "see 'handoff --help'";
    if (dynamic_cast<const CLI::ExtrasError*>(&problem) != nullptr) {
        for (const std::string& extra : chosen.remaining(true)) {
            if (extra.starts_with("-")) {
                const std::string name = extra.substr(0, extra.find('='));
                const std::string near = did_you_mean(name, option_names(chosen));
                return Error(Fault::request, fmt::format("unknown option '{}'", name),
                             near.empty() ? help : near);
            }
        }
        const auto extras = chosen.remaining(true);
        return Error(Fault::request,
                     fmt::format("'{}' was not expected", extras.empty() ? "" : extras.front()), help);
    }
    if (dynamic_cast<const CLI::ConversionError*>(&problem) != nullptr)
        return Error(Fault::request, unreadable_value(problem.what()), help);
    return Error(Fault::request, problem.what(), help);
}

int run(int argc, char** argv) {
    CLI::App app("handoff carries a lead from marketing to sales and back.", "handoff");
    app.set_version_flag("--version", fmt::format("handoff {}", version()), "print the version");
    app.set_help_flag("-h,--help", "print this help");
    app.failure_message(CLI::FailureMessage::simple);
    app.get_formatter()->column_width(28);
    app.footer("Exit codes: 0 done, 1 the data was refused, 2 the request is wrong, 3 a fault of ours.");

    if (argc > 1 && argv[1][0] != '-') {
        const auto names = command_names();
        if (std::find(names.begin(), names.end(), argv[1]) == names.end()) {
            const std::string near = did_you_mean(argv[1], names);
            throw Error(Fault::request, fmt::format("unknown command '{}'", argv[1]),
                        near.empty() ? "see 'handoff --help'" : near);
        }
    }

    std::vector<std::pair<CLI::App*, command::Action>> actions;
    for (const Command& each : commands) {
        CLI::App* sub = app.add_subcommand(each.name, each.words);
        sub->set_help_flag("-h,--help", "print this help");
        sub->get_formatter()->column_width(28);
        actions.emplace_back(sub, each.define(*sub));
    }
    const CLI::App* chosen = &app;
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& help_or_version) {
        return app.exit(help_or_version);
    } catch (const CLI::ParseError& problem) {
        for (const auto& [sub, action] : actions)
            if (sub->parsed()) chosen = sub;
        throw wrong_request(*chosen, problem);
    }
    for (const auto& [sub, action] : actions)
        if (sub->parsed()) return action();
    throw Error(Fault::request, "no command was given", "see 'handoff --help'");
}

/// Memory that is freed is soon asked for again, and new memory costs more than all that is done in it.
void keep_memory() {
#ifdef __GLIBC__
    ::mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024);
    ::mallopt(M_TRIM_THRESHOLD, 256 * 1024 * 1024);
#endif
}

} // namespace

int main(int argc, char** argv) {
    keep_memory();
    // Output that nobody reads any more (as under `| head`) is an ordinary end, seen as a failed write.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return run(argc, argv);
    } catch (const Error& error) {
        fmt::print(stderr, "handoff: {}", error.what());
        return static_cast<int>(error.fault());
    } catch (const std::bad_alloc&) {
        fmt::print(stderr, "handoff: error: out of memory\n");
    } catch (const std::exception& fault) {
        fmt::print(stderr, "handoff: error: a fault of ours: {}\n", fault.what());
    }
    return static_cast<int>(Fault::ours);
}

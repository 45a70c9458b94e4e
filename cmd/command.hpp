#pragma once

#include <handoff/agreement.hpp>
#include <handoff/error.hpp>
#include <handoff/exports.hpp>
#include <handoff/render.hpp>

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace handoff::command {

/// What a command does when it was chosen; throws handoff::Error, returns the exit code.
using Action = std::function<int()>;

/// A subcommand: `define` adds its options to the parser and returns what to do once they are parsed.
struct Command {
    const char* name;
    const char* words; ///< one line for `handoff --help`
    Action (*define)(CLI::App&);
};

Action define_init(CLI::App&);
Action define_check(CLI::App&);
Action define_ingest(CLI::App&);
Action define_score(CLI::App&);
Action define_route(CLI::App&);
Action define_report(CLI::App&);
Action define_explain(CLI::App&);
Action define_diff(CLI::App&);

/// The flags that have one name in every command. A command adds those it honours, and no others.
struct Flags {
    std::string agreement, output = "-", format, as_of, where, by, ledger, rejects;
    std::vector<std::string> leads;                  ///< positional, or from the agreement
    std::map<Kind, std::vector<std::string>> others; ///< --touches, --deals, --contacts …
    csv::Dialect dialect;                            ///< --delimiter --quote …
    bool quiet = false, verbose = false;
    mutable std::string rejected; ///< the rows that stand in the file of rejects so far, of any kind
};
void add_common(CLI::App&, Flags&); ///< -a --as-of -q -v
void add_stage(CLI::App&, Flags&);  ///< -o --rejects --ledger and the common ones: ingest, score, route
void add_output(CLI::App&, Flags&);
void add_leads(CLI::App&, Flags&); ///< the positional files
void add_export(CLI::App&, Flags&, Kind);
void add_rejects(CLI::App&, Flags&);
void add_dialect(CLI::App&, Flags&); ///< --delimiter and all else that is else found from the bytes
void add_where(CLI::App&, Flags&);
void add_ledger(CLI::App&, Flags&);
void add_format(CLI::App&, Flags&); ///< -f

/// Says things to people on standard error, as loud as the flags ask.
class Voice {
  public:
    explicit Voice(const Flags& flags, std::string command) : flags_(flags), command_(std::move(command)) {}
    void warn(std::span<const Diagnostic>) const; ///< even when quiet
    /// The same without source line and hint, which `check` shows; whole when verbose.
    void remind(std::vector<Diagnostic>) const;
    void say(const std::string& line) const;    ///< a summary; not when quiet
    void detail(const std::string& line) const; ///< only when verbose

  private:
    const Flags& flags_;
    std::string command_;
};

/// What every command starts from: the agreement (-a, else HANDOFF_AGREEMENT, else handoff.toml here or in a
/// parent folder, else the built-in one) and the instant it works as of (--as-of, else now).
struct Setting {
    Agreement agreement;
    Instant as_of{};
};
Setting open_setting(const Flags&, const Voice&);
Instant as_of(const Flags&, const Agreement&);
/// The agreement's file as it is found; empty when there is none.
std::string find_agreement(const Flags&);
Instant now();
/// What -f says; by default what the name of the output file says, else the terminal's.
Format format_of(const Flags&);
/// Whether standard output is a terminal that wants colour (NO_COLOR is respected), and how wide it is.
bool wants_colour(const std::string& output);
std::size_t terminal_width();

} // namespace handoff::command

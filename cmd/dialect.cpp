#include "command.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace handoff::command {

namespace {

/// An option whose text is read by `read`; `words` say what it may be.
template <typename Value, typename Read>
void add_sign(CLI::App& app, const std::string& name, const std::string& type, std::optional<Value>& value,
              Read read, std::function<std::string(const std::string&)> words,
              const std::string& description) {
    app.add_option_function<std::string>(
           name,
           [&value, name, read, words](const std::string& text) {
               value = read(text);
               if (!value)
                   throw Error(Fault::request, fmt::format("{} cannot be '{}'", name, text), words(text));
           },
           description)
        ->option_text(type);
}

std::optional<bool> read_yes_or_no(std::string_view text) {
    if (text == "yes") return true;
    if (text == "no") return false;
    return std::nullopt;
}

} // namespace

void add_dialect(CLI::App& app, Flags& flags) {
    csv::Dialect& dialect = flags.dialect;
    const auto always = [](std::string words) { return [words](const std::string&) { return words; }; };
    add_sign(app, "--delimiter", "SIGN", dialect.delimiter, csv::read_delimiter, always(csv::delimiter_words),
             "what stands between fields (default: found)");
    add_sign(app, "--quote", "SIGN", dialect.quote, csv::read_quote, always(csv::quote_words),
             "what stands around fields, or none");
    add_sign(app, "--escape", "HOW", dialect.escape, csv::read_escape, always(csv::escape_words),
             "a quote inside quotes: double or backslash");
    add_sign(
        app, "--encoding", "NAME", dialect.encoding, csv::read_encoding,
        [](const std::string& text) { return csv::encoding_words(text); }, "utf-8, windows-1252, mixed, …");
    app.add_option("--skip", dialect.skip, "lines above the header")->option_text("LINES");
    app.add_option("--header-rows", dialect.header_rows, "lines of the header, 0 for none")
        ->option_text("LINES");
    add_sign(app, "--units", "YES|NO", dialect.units, read_yes_or_no, always("write yes or no"),
             "a row below the header tells the units");
    // A blank text says something here, which an optional of the parser would drop.
    app.add_option_function<std::string>(
           "--footer", [&dialect](const std::string& text) { dialect.footer = text; },
           "how the first line below the rows begins; '' for none")
        ->option_text("TEXT");
}

} // namespace handoff::command

#include "report/suggestions.hpp"

#include "report/estimate.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace handoff {

namespace {

constexpr std::size_t most_suggestions = 6; // each is tried out on all leads

bool begins_table(std::string_view line) { return trim(line).starts_with('['); }

std::uint32_t lines_of(const Agreement& agreement) {
    return static_cast<std::uint32_t>(std::count(agreement.text.begin(), agreement.text.end(), '\n')) + 1;
}

/// The end of the value that begins at `from`: a remark may follow it.
std::size_t end_of_value(const std::string& line, std::size_t from) {
    char quote = 0;
    std::size_t end = line.size();
    for (std::size_t at = from; at < end; ++at) {
        if (quote == '"' && line[at] == '\\')
            ++at; // the next sign is escaped
        else if (quote != 0)
            quote = line[at] == quote ? '\0' : quote;
        else if (line[at] == '"' || line[at] == '\'')
            quote = line[at];
        else if (line[at] == '#')
            end = at;
    }
    while (end > from && (line[end - 1] == ' ' || line[end - 1] == '\t')) --end;
    return end;
}

} // namespace

std::optional<AgreementLine> line_of_key(const Agreement& agreement, const Place& table,
                                         std::string_view key) {
    for (std::uint32_t number = table.line + 1; number <= lines_of(agreement); ++number) {
        const std::string_view line = agreement.line(number);
        if (begins_table(line)) break;
        std::string_view rest = trim(line);
        if (!rest.starts_with(key)) continue;
        rest = trim(rest.substr(key.size()));
        if (rest.starts_with('=')) return AgreementLine{number, std::string(line)};
    }
    return std::nullopt;
}

AgreementLine end_of_table(const Agreement& agreement, const Place& table) {
    AgreementLine last{table.line, std::string(agreement.line(table.line))};
    for (std::uint32_t number = table.line + 1; number <= lines_of(agreement); ++number) {
        const std::string_view line = agreement.line(number), text = trim(line);
        if (begins_table(line)) break;
        if (!text.empty() && !text.starts_with('#')) last = {number, std::string(line)};
    }
    return last;
}

std::string with_value(const std::string& line, std::string_view value) {
    std::size_t begin = line.find('=');
    if (begin == std::string::npos) return line;
    begin = line.find_first_not_of(" \t", begin + 1);
    if (begin == std::string::npos) begin = line.size();
    return line.substr(0, begin) + std::string(value) + line.substr(end_of_value(line, begin));
}

void Suggestions::change(const AgreementLine& line, std::string changed, std::string because,
                         std::string effect) {
    const bool known = std::any_of(all_.begin(), all_.end(), [&](const Suggestion& each) {
        return !each.added && each.line == line.number;
    });
    if (known || all_.size() == most_suggestions) return; // the stronger came first
    all_.push_back(
        {line.number, line.text, std::move(changed), std::move(because), std::move(effect), false});
}

void Suggestions::insert(const AgreementLine& after, std::string added, std::string because,
                         std::string effect) {
    if (all_.size() == most_suggestions) return;
    all_.push_back({after.number, {}, std::move(added), std::move(because), std::move(effect), true});
}

std::string Suggestions::text_with(const Suggestion& change) const {
    const Agreement& agreement = *input_.agreement;
    std::string text;
    for (std::uint32_t number = 1; number <= lines_of(agreement); ++number) {
        const bool here = number == change.line;
        if (!here || change.added) text.append(agreement.line(number)).append(1, '\n');
        if (here) text.append(change.after).append(1, '\n');
    }
    return text;
}

ReportCell Suggestions::effect_of(const Suggestion& change, const std::vector<std::uint8_t>& before,
                                  const std::map<std::uint32_t, int>& answers) const {
    if (!change.effect.empty()) return change.effect;
    if (before.empty()) return "not tried out: there are no leads to judge again";
    std::vector<Diagnostic> warnings;
    const Agreement changed = parse_agreement(text_with(change), input_.agreement->path, warnings);
    const std::vector<std::uint8_t> after = input_.qualified_under(changed);
    std::size_t more = 0, fewer = 0, accepted = 0, refused = 0;
    for (std::uint32_t row = 0; row < before.size(); ++row) {
        if (before[row] == after[row]) continue;
        after[row] != 0 ? ++more : ++fewer;
        const auto answer = answers.find(row);
        if (after[row] != 0 || answer == answers.end()) continue;
        ++(answer->second > 0 ? accepted : refused);
    }
    const std::size_t now = std::accumulate(before.begin(), before.end(), std::size_t{0});
    const auto number = [](std::size_t n) { return with_thousands(static_cast<std::int64_t>(n)); };
    std::string text =
        fmt::format("of {} {} qualify: {} today; {} more, {} fewer", counted(before.size(), "lead"),
                    number(now + more - fewer), number(now), number(more), number(fewer));
    if (accepted + refused > 0)
        text += fmt::format("; of the fewer, sales accepted {} and gave {} back", number(accepted),
                            number(refused));
    return text;
}

void Suggestions::add_to(Report& report, const std::string& needed,
                         const std::map<std::uint32_t, int>& answers) const {
    if (all_.empty())
        report.notes.push_back("no change of the agreement can be suggested: " + needed);
    else
        report.tables.push_back(table(answers));
}

ReportTable Suggestions::table(const std::map<std::uint32_t, int>& answers) const {
    ReportTable out{.key = "suggestions", .title = "What the agreement might say instead"};
    out.columns = {{.key = "number",
                    .title = "no.",
                    .definition = "the suggestions, in order of their evidence",
                    .group = true},
                   {.key = "what",
                    .title = "what",
                    .definition =
                        "at: where in the agreement; old and new: the line; because: what speaks for "
                        "it; effect: what follows on the leads at hand"},
                   {.key = "text", .title = "", .definition = "the line, or the reason", .wrap = true}};
    std::vector<std::uint8_t> before;
    if (input_.qualified_under) before = input_.qualified_under(*input_.agreement);
    for (std::size_t i = 0; i < all_.size(); ++i) {
        const Suggestion& each = all_[i];
        const std::string number = std::to_string(i + 1);
        const auto add = [&](const char* what, ReportCell text) {
            out.rows.push_back({number, what, std::move(text)});
        };
        add("at", fmt::format("{}:{}{}", input_.agreement->path, each.line, each.added ? ", behind it" : ""));
        if (!each.added) add("old", std::string(trim(each.before)));
        // Lines that belong together come one after another.
        for (std::size_t from = 0; from <= each.after.size();) {
            const std::size_t end = std::min(each.after.find('\n', from), each.after.size());
            add("new", std::string(trim(std::string_view(each.after).substr(from, end - from))));
            from = end + 1;
        }
        add("because", each.because);
        add("effect", effect_of(each, before, answers));
    }
    out.notes.emplace_back(
        "nothing is applied: change the file, give it a new version, and see all that follows "
        "with 'handoff diff OLD NEW'");
    return out;
}

} // namespace handoff

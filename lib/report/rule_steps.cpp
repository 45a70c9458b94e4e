#include "report/rule_steps.hpp"

#include "base/rounded.hpp"
#include "report/stats.hpp"
#include "table/country.hpp"

#include <handoff/exports.hpp>
#include <handoff/expression.hpp>
#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace handoff {

namespace {

constexpr std::size_t enough = 30; ///< leads in each of two steps

Type type_of(std::string_view column) {
    for (const CanonicalColumn& each : canonical_columns(Kind::leads))
        if (each.name == column) return each.type;
    return Type::text;
}

bool is_bare(char sign) {
    return sign == '_' || sign == '-' || std::isalnum(static_cast<unsigned char>(sign)) != 0;
}
bool is_of_number(char sign) {
    return sign == '+' || sign == '-' || sign == '.' || sign == '_' ||
           std::isalnum(static_cast<unsigned char>(sign)) != 0;
}

/// The line with another number behind 'KEY ='; nothing where it has no such key.
std::optional<std::string> with_number(const std::string& line, std::string_view key,
                                       std::string_view number) {
    for (std::size_t at = 0; at < line.size() && line[at] != '#';) {
        std::size_t begin = at, end = at;
        if (line[at] == '"' || line[at] == '\'') {
            begin = at + 1;
            end = std::min(line.find(line[at], begin), line.size());
            at = std::min(end + 1, line.size());
        } else if (is_bare(line[at])) {
            while (at < line.size() && is_bare(line[at])) ++at;
            end = at;
        } else {
            ++at;
            continue;
        }
        if (!same_text(std::string_view(line).substr(begin, end - begin), key)) continue;
        std::size_t from = line.find_first_not_of(" \t", at);
        if (from == std::string::npos || line[from] != '=') continue;
        from = line.find_first_not_of(" \t", from + 1);
        if (from == std::string::npos) continue;
        std::size_t to = from;
        while (to < line.size() && is_of_number(line[to])) ++to;
        return line.substr(0, from) + std::string(number) + line.substr(to);
    }
    return std::nullopt;
}

} // namespace

RuleSteps::RuleSteps(const Agreement& agreement, const ScoreRule& rule, const Table& leads)
    : agreement_(agreement), rule_(rule), leads_(leads), column_(leads.find(rule.column)) {
    for (const Band& band : rule.bands) steps_.push_back({.name = band.text, .points = band.points});
    for (const auto& [value, points] : rule.values) {
        for (const std::string& cell : cells_meaning(type_of(rule.column), value))
            cells_.emplace(lower(cell), steps_.size());
        steps_.push_back({.name = value, .points = points});
    }
    steps_.push_back({});
}

void RuleSteps::add(std::uint32_t row, bool good) {
    if (!column_) return;
    const std::vector<std::string_view>& cells = leads_[*column_].cells;
    const std::string_view cell = row < cells.size() ? trim(cells[row]) : std::string_view();
    if (cell.empty()) return; // nobody knows what it would be
    std::size_t step = steps_.size() - 1;
    if (const auto known = cells_.find(lower(cell)); known != cells_.end()) step = known->second;
    if (const auto number = rule_.bands.empty() ? std::nullopt : read_number(cell))
        for (std::size_t band = 0; band < rule_.bands.size(); ++band)
            if (*number >= rule_.bands[band].low && *number <= rule_.bands[band].high) step = band;
    ++steps_[step].leads;
    steps_[step].good += good ? 1 : 0;
}

std::optional<RuleSteps::Pair> RuleSteps::strongest(const std::vector<Points>& points) const {
    std::optional<Pair> found;
    for (std::size_t a = 0; a < steps_.size(); ++a)
        for (std::size_t b = 0; b < steps_.size(); ++b) {
            if (!(points[a] > points[b]) || steps_[a].leads < enough || steps_[b].leads < enough) continue;
            const double gap =
                wilson(steps_[b].good, steps_[b].leads)->low - wilson(steps_[a].good, steps_[a].leads)->high;
            if (gap > 0 && (!found || gap > found->gap)) found = Pair{a, b, gap};
        }
    return found;
}

std::string RuleSteps::told(const Step& step, bool at_most) const {
    const Interval range = *wilson(step.good, step.leads);
    return fmt::format("{} of {} ({}, at {} {})", with_thousands(static_cast<std::int64_t>(step.good)),
                       with_thousands(static_cast<std::int64_t>(step.leads)),
                       percent_text(static_cast<double>(step.good) / static_cast<double>(step.leads)),
                       at_most ? "most" : "least", percent_text(at_most ? range.high : range.low));
}

/// The line of 'bands' or 'values', or those of a table of that name.
std::vector<AgreementLine> RuleSteps::lines() const {
    const std::string key = rule_.bands.empty() ? "values" : "bands";
    if (auto line = line_of_key(agreement_, rule_.place, key)) return {std::move(*line)};
    std::vector<AgreementLine> lines;
    bool inside = false;
    const auto all =
        static_cast<std::uint32_t>(std::count(agreement_.text.begin(), agreement_.text.end(), '\n')) + 1;
    for (std::uint32_t number = rule_.place.line + 1; number <= all; ++number) {
        const std::string_view line = agreement_.line(number), text = trim(line);
        if (text.starts_with("[[") || (inside && text.starts_with('['))) break;
        if (inside) lines.push_back({number, std::string(line)});
        if (text.starts_with('[') && text.find("." + key + "]") != std::string_view::npos) inside = true;
    }
    return lines;
}

std::optional<RuleSteps::Change> RuleSteps::change(const std::string& good) const {
    std::vector<Points> points;
    for (const Step& step : steps_) points.push_back(step.points);
    const auto first = strongest(points);
    if (!first) return std::nullopt;
    std::size_t left = steps_.size() * steps_.size(); // of both signs, they could go round
    for (auto pair = first; pair && left > 0; pair = strongest(points), --left) {
        const bool is_other = pair->worse + 1 == steps_.size(); // stands in no line
        (is_other ? points[pair->better] : points[pair->worse]) =
            is_other ? points[pair->worse] : points[pair->better];
    }
    const std::size_t moved = first->worse + 1 == steps_.size() ? first->better : first->worse;
    for (const AgreementLine& line : lines()) {
        if (!with_number(line.text, steps_[moved].name, "0")) continue;
        Change change{.line = line, .changed = line.text, .because = {}};
        for (std::size_t step = 0; step + 1 < steps_.size(); ++step)
            if (points[step] != steps_[step].points)
                if (auto changed = with_number(change.changed, steps_[step].name, to_text(points[step])))
                    change.changed = std::move(*changed);
        const auto named = [&](const Step& step) {
            return (step.name.empty() ? "any other" : "'" + step.name + "'") + " (" + to_text(step.points) +
                   (step.points == Points::of(1) ? " point)" : " points)");
        };
        const Step &worse = steps_[first->worse], &better = steps_[first->better];
        change.because =
            fmt::format("rule '{}': of leads whose {} is {} {} {}, of those with {} {}: steps that "
                        "earn more should do better",
                        rule_.name, rule_.column, named(worse), told(worse, true), good, named(better),
                        told(better, false));
        return change;
    }
    return std::nullopt;
}

} // namespace handoff

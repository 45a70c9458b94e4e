#include "report/cells.hpp"
#include "report/judged.hpp"
#include "report/prediction.hpp"

#include <handoff/exports.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace handoff {
namespace {

/// Honest columns of real exports reach .70 by themselves, all of them together .86
/// (docs/reports/quality.md).
constexpr double too_good = 0.8, as_good_as_the_rest = 0.7, always = 0.95;
constexpr std::size_t enough = 30;

/// What a lead became, and what is worked out from it: these say the outcome by what they are.
constexpr std::string_view outcomes[] = {"status",
                                         "stage",
                                         "furthest",
                                         "converted",
                                         "converted_at",
                                         "converted_contact_id",
                                         "converted_account_id",
                                         "converted_deal_id",
                                         "updated_at",
                                         "score",
                                         "grade",
                                         "qualified",
                                         "disqualified",
                                         "reasons",
                                         "rep",
                                         "pool",
                                         "route",
                                         "sla",
                                         "due_at",
                                         "due_work",
                                         "assigned_at"};

struct Suspect {
    std::string column;
    double alone = 0.5;
    std::vector<double> odds; ///< by judged lead
};

class Leaks {
  public:
    Leaks(const Judgement& judgement, const ReportInput& input) : judgement_(judgement), input_(input) {
        for (const JudgedLead& lead : judgement.leads) won_.push_back(lead.won ? 1 : 0);
    }

    ReportTable table() {
        for (const std::string& column : columns()) weigh(column);
        std::stable_sort(suspects_.begin(), suspects_.end(),
                         [](const Suspect& a, const Suspect& b) { return a.alone > b.alone; });
        ReportTable table{.key = "leaks", .title = "Columns and values that know the outcome"};
        table.columns = {
            {.key = "column", .title = "column", .definition = "a column of the leads", .wrap = true},
            {.key = "alone",
             .title = "alone",
             .unit = Unit::number,
             .definition =
                 "of pairs of a lead that converted and one that did not, the share that this column "
                 "alone puts right; 0.5 is chance (AUC of its smoothed log odds, out of fold)"},
            {.key = "rest",
             .title = "others together",
             .unit = Unit::number,
             .definition = "the same of all columns that are not suspicious, their log odds added up"},
            {.key = "why",
             .title = "why it is suspicious",
             .definition = "what gives it away",
             .wrap = true}};
        const std::size_t sure = static_cast<std::size_t>(std::count_if(
            suspects_.begin(), suspects_.end(), [](const Suspect& s) { return s.alone >= too_good; }));
        const double rest = together(sure);
        std::set<std::string> told;
        for (std::size_t i = 0; i < suspects_.size(); ++i) {
            const Suspect& suspect = suspects_[i];
            const double others = i < sure ? rest : together_without(sure, i);
            if (suspect.alone < too_good && (suspect.alone < as_good_as_the_rest || suspect.alone < others))
                continue;
            told.insert(suspect.column);
            table.rows.push_back({suspect.column, suspect.alone, others, why(suspect)});
        }
        for (const Suspect& suspect : suspects_)
            if (const std::string values = telling_values(suspect.column);
                told.count(suspect.column) == 0 && !values.empty())
                table.rows.push_back(
                    {suspect.column, suspect.alone, ReportCell(), values + read_by(suspect.column)});
        if (table.rows.empty() && !suspects_.empty())
            table.notes.push_back(
                fmt::format("none: the best column alone, '{}', puts {:.0f}% of pairs right",
                            suspects_.front().column, 100 * suspects_.front().alone));
        return table;
    }

  private:
    /// Each column once: where a canonical column is read from an original, under the original's name.
    std::vector<std::string> columns() const {
        std::set<std::string> skipped(std::begin(outcomes), std::end(outcomes));
        for (const Scope::Name& scored : score_columns(input_.agreement->score)) skipped.insert(scored.name);
        for (const NamedScore& named : input_.agreement->score.named) skipped.insert("reasons_" + named.name);
        for (const CanonicalColumn& column : canonical_columns(Kind::leads))
            if (const auto original = input_.as_they_stood.find(std::string(column.name));
                original != input_.as_they_stood.end() && original->second != column.name)
                skipped.insert(skipped.count(original->first) > 0 ? original->second : original->first);
        if (!input_.outcome.empty() && input_.outcome.find_first_of(" =<>(") != std::string::npos)
            for (const Expression::Use& use : Expression::parse(input_.outcome).columns())
                skipped.insert(use.name);
        std::vector<std::string> columns;
        for (const std::string& name : input_.leads.names())
            if (skipped.count(name) == 0 && !name.starts_with("raw:")) columns.push_back(name);
        return columns;
    }

    std::vector<std::string_view> cells_of(const std::string& column) const {
        const Cells cells(input_.leads, column);
        std::vector<std::string_view> all;
        for (const JudgedLead& lead : judgement_.leads) all.push_back(trim(cells[lead.row]));
        return all;
    }

    void weigh(const std::string& column) {
        const std::vector<std::string_view> cells = cells_of(column);
        if (std::all_of(cells.begin(), cells.end(),
                        [&](std::string_view cell) { return cell == cells.front(); }))
            return;
        Suspect suspect{.column = column, .odds = out_of_fold_log_odds(cells, won_)};
        suspect.alone = auc(suspect.odds, won_).value_or(0.5);
        suspects_.push_back(std::move(suspect));
    }

    double together(std::size_t from) const { return together_without(from, suspects_.size()); }
    double together_without(std::size_t from, std::size_t without) const {
        std::vector<double> sum(won_.size());
        for (std::size_t i = from; i < suspects_.size(); ++i)
            for (std::size_t lead = 0; i != without && lead < sum.size(); ++lead)
                sum[lead] += suspects_[i].odds[lead];
        return auc(sum, won_).value_or(0.5);
    }

    std::string why(const Suspect& suspect) const {
        std::string text = telling_values(suspect.column);
        if (text.empty()) text = blank_or_not(suspect.column);
        if (text.empty()) text = "its values follow the outcome";
        return text + "; is it filled in when the outcome is known?" + read_by(suspect.column);
    }

    /// "'Closed by Horizzon' 99% of 358, and 4 more values of which nearly all or none converted".
    std::string telling_values(const std::string& column) const {
        const std::vector<std::string_view> cells = cells_of(column);
        if (!tenths(cells).empty()) return {};
        std::map<std::string_view, Group> groups;
        for (std::size_t lead = 0; lead < cells.size(); ++lead)
            groups[cells[lead]].add(judgement_.leads[lead]);
        struct Telling {
            std::string_view value;
            std::size_t won, leads;
        };
        std::vector<Telling> telling;
        for (const auto& [value, group] : groups) {
            const std::size_t leads = group.leads.size(), won = group.won.size();
            if (leads < enough) continue;
            const auto range = wilson(won, leads);
            constexpr double hardly = 0.1, common = 0.1;
            const bool nearly_all = range->low >= always;
            const bool nearly_none = judgement_.base() >= common && range->high <= hardly * judgement_.base();
            if (nearly_all || nearly_none) telling.push_back({value, won, leads});
        }
        if (telling.empty()) return {};
        std::stable_sort(telling.begin(), telling.end(),
                         [](const Telling& a, const Telling& b) { return a.leads > b.leads; });
        std::string text;
        constexpr std::size_t most_named = 2;
        for (std::size_t i = 0; i < std::min(telling.size(), most_named); ++i)
            text += fmt::format(
                "{}{} {:.0f}% of {}", i == 0 ? "" : ", ",
                telling[i].value.empty() ? "blank" : "'" + std::string(telling[i].value) + "'",
                100.0 * static_cast<double>(telling[i].won) / static_cast<double>(telling[i].leads),
                with_thousands(static_cast<std::int64_t>(telling[i].leads)));
        if (telling.size() > most_named)
            text += fmt::format(" and {} more such values", telling.size() - most_named);
        return text + fmt::format(" converted, {:.0f}% of all", 100 * judgement_.base());
    }

    std::string blank_or_not(const std::string& column) const {
        const std::vector<std::string_view> cells = cells_of(column);
        Group filled, blank;
        for (std::size_t lead = 0; lead < cells.size(); ++lead)
            (cells[lead].empty() ? blank : filled).add(judgement_.leads[lead]);
        if (blank.leads.size() < enough || filled.leads.size() < enough) return {};
        const auto percent = [](const Group& group) {
            return 100.0 * static_cast<double>(group.won.size()) / static_cast<double>(group.leads.size());
        };
        return fmt::format("{:.0f}% converted where it is filled in, {:.0f}% where it is blank",
                           percent(filled), percent(blank));
    }

    /// "; rule 'x' reads it".
    std::string read_by(const std::string& column) const {
        std::set<std::string> names = {column};
        for (const auto& [canonical, original] : input_.as_they_stood)
            if (original == column) names.insert(canonical);
        for (const ScoreRule& rule : input_.agreement->score.rules) {
            bool reads = names.count(rule.column) > 0;
            for (const Expression::Use& use : rule.when.columns()) reads = reads || names.count(use.name) > 0;
            if (reads) return "; rule '" + rule.name + "' reads it";
        }
        return {};
    }

    const Judgement& judgement_;
    const ReportInput& input_;
    std::vector<std::uint8_t> won_;
    std::vector<Suspect> suspects_;
};

} // namespace

ReportTable quality_leaks(const Judgement& judgement, const ReportInput& input) {
    return Leaks(judgement, input).table();
}

} // namespace handoff

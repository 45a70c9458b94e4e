#include "base/parallel.hpp"
#include "base/rounded.hpp"
#include "report/cells.hpp"
#include "report/judged.hpp"
#include "report/prediction.hpp"

#include <handoff/exports.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <set>
#include <thread>

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
    std::string telling;      ///< its values of which nearly all or none converted; empty: there are none
    std::string where_filled; ///< how many converted where it is filled in, and where not
};

/// As trim(), which hardly any cell needs.
std::string_view trimmed(std::string_view cell) {
    const bool as_it_is = cell.empty() || (cell.front() > ' ' && cell.back() > ' ');
    return as_it_is ? cell : trim(cell);
}

class Leaks {
  public:
    Leaks(const Judgement& judgement, const ReportInput& input) : judgement_(judgement), input_(input) {
        for (const JudgedLead& lead : judgement.leads) won_.push_back(lead.won ? 1 : 0);
    }

    ReportTable table() {
        weigh(columns());
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
        const double rest = sure == 0 ? 0 : together(sure);
        std::set<std::string> told;
        for (std::size_t i = 0; i < suspects_.size(); ++i) {
            const Suspect& suspect = suspects_[i];
            if (suspect.alone < as_good_as_the_rest) break; // as all that come after it
            const double others = i < sure ? rest : together_without(sure, i);
            if (suspect.alone < too_good && suspect.alone < others) continue;
            told.insert(suspect.column);
            table.rows.push_back({suspect.column, suspect.alone, others, why(suspect)});
        }
        for (const Suspect& suspect : suspects_)
            if (told.count(suspect.column) == 0 && !suspect.telling.empty())
                table.rows.push_back(
                    {suspect.column, suspect.alone, ReportCell(), suspect.telling + read_by(suspect.column)});
        if (table.rows.empty() && !suspects_.empty())
            table.notes.push_back(fmt::format("none: the best column alone, '{}', puts {} of pairs right",
                                              suspects_.front().column,
                                              percent_text(suspects_.front().alone, 0)));
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

    /// Each column on a thread of its own, as far as there are any.
    void weigh(const std::vector<std::string>& columns) {
        std::vector<std::optional<Suspect>> weighed(columns.size());
        in_parallel(
            std::thread::hardware_concurrency(), columns.size(), 1,
            [&](std::size_t column, std::size_t, unsigned) { weighed[column] = weigh(columns[column]); });
        for (std::optional<Suspect>& suspect : weighed)
            if (suspect) suspects_.push_back(std::move(*suspect));
    }

    /// Nothing when all its cells are the same.
    std::optional<Suspect> weigh(const std::string& column) const {
        const Cells all(input_.leads, column);
        DistinctTexts cells;
        cells.reserve(won_.size());
        for (const JudgedLead& lead : judgement_.leads) cells.add(trimmed(all[lead.row]));
        if (cells.texts().size() < 2) return std::nullopt;
        std::vector<std::uint32_t> values = tenths(cells);
        const bool in_tenths = !values.empty();
        if (!in_tenths) values = words(cells);
        Suspect suspect{.column = column, .odds = out_of_fold_log_odds(values, won_)};
        suspect.alone = auc(suspect.odds, won_).value_or(0.5);
        const std::vector<Became> became = what_became_of(cells);
        if (!in_tenths) suspect.telling = telling_values(cells.texts(), became);
        suspect.where_filled = where_filled(cells.texts(), became);
        return suspect;
    }

    /// The leads that have one of the texts of a column.
    struct Became {
        std::size_t leads = 0, won = 0;
    };
    std::vector<Became> what_became_of(const DistinctTexts& cells) const {
        std::vector<Became> became(cells.texts().size());
        for (std::size_t lead = 0; lead < won_.size(); ++lead) {
            Became& one = became[cells.numbers()[lead]];
            ++one.leads;
            one.won += won_[lead];
        }
        return became;
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
        std::string text = suspect.telling.empty() ? suspect.where_filled : suspect.telling;
        if (text.empty()) text = "its values follow the outcome";
        return text + "; is it filled in when the outcome is known?" + read_by(suspect.column);
    }

    /// "'Closed by Horizzon' 99% of 358, and 4 more values of which nearly all or none converted".
    std::string telling_values(const std::vector<std::string_view>& texts,
                               const std::vector<Became>& became) const {
        struct Telling {
            std::string_view value;
            Became became;
        };
        std::vector<Telling> telling;
        for (std::size_t text = 0; text < texts.size(); ++text) {
            const auto [leads, won] = became[text];
            if (leads < enough) continue;
            const auto range = wilson(won, leads);
            constexpr double hardly = 0.1, common = 0.1;
            const bool nearly_all = range->low >= always;
            const bool nearly_none = judgement_.base() >= common && range->high <= hardly * judgement_.base();
            if (nearly_all || nearly_none) telling.push_back({texts[text], became[text]});
        }
        if (telling.empty()) return {};
        std::sort(telling.begin(), telling.end(), [](const Telling& a, const Telling& b) {
            return a.became.leads != b.became.leads ? a.became.leads > b.became.leads : a.value < b.value;
        });
        std::string text;
        constexpr std::size_t most_named = 2;
        for (std::size_t i = 0; i < std::min(telling.size(), most_named); ++i) {
            const auto& [value, of] = telling[i];
            text += fmt::format("{}{} {} of {}", i == 0 ? "" : ", ",
                                value.empty() ? "blank" : "'" + std::string(value) + "'",
                                percent_text(static_cast<double>(of.won) / static_cast<double>(of.leads), 0),
                                with_thousands(static_cast<std::int64_t>(of.leads)));
        }
        if (telling.size() > most_named)
            text += fmt::format(" and {} more such values", telling.size() - most_named);
        return text + " converted, " + percent_text(judgement_.base(), 0) + " of all";
    }

    static std::string where_filled(const std::vector<std::string_view>& texts,
                                    const std::vector<Became>& became) {
        Became filled, blank;
        for (std::size_t text = 0; text < texts.size(); ++text) {
            Became& sum = texts[text].empty() ? blank : filled;
            sum.leads += became[text].leads;
            sum.won += became[text].won;
        }
        if (blank.leads < enough || filled.leads < enough) return {};
        const auto percent = [](const Became& of) {
            return percent_text(static_cast<double>(of.won) / static_cast<double>(of.leads), 0);
        };
        return fmt::format("{} converted where it is filled in, {} where it is blank", percent(filled),
                           percent(blank));
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

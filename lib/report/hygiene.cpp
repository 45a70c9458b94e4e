#include "report/hygiene.hpp"

#include "base/rounded.hpp"
#include "report/campaign_names.hpp"
#include "report/cells.hpp"
#include "report/estimate.hpp"
#include "report/grouping.hpp"
#include "report/moment.hpp"
#include "report/problems.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace handoff {
namespace {

constexpr std::size_t most_fixes = 10;

class Hygiene {
  public:
    explicit Hygiene(const ReportInput& input)
        : input_(input), leads_(input.leads), problems_(find_problems(input)), campaigns_(input.campaigns) {}

    Report make() {
        choose();
        std::stable_sort(problems_.begin(), problems_.end(), [](const Problem& a, const Problem& b) {
            return a.weight * static_cast<double>(a.rows.size()) >
                   b.weight * static_cast<double>(b.rows.size());
        });
        split();
        Report report{.name = "hygiene",
                      .title = "Hygiene of the leads",
                      .question = std::string(hygiene_question),
                      .stamp = stamp(*input_.agreement, input_.as_of)};
        report.facts = facts();
        report.tables.push_back(fixes());
        report.tables.push_back(measures());
        for (const Split& each : splits_) report.tables.push_back(split_table(each));
        report.notes = notes();
        return report;
    }

  private:
    /// The leads put together by the values of one column.
    struct Split {
        std::string column;
        Grouping groups;
        std::vector<std::size_t> sizes;
    };

    void choose() {
        const Period period{input_.from, input_.to};
        period.check();
        chosen_.assign(leads_.rows(), true);
        if (!period.whole()) {
            const Cells created(leads_, "created_at");
            for (std::size_t row = 0; row < leads_.rows(); ++row)
                chosen_[row] = period.contains(Moment::read(created[row]), input_.agreement->timezone);
        }
        size_ = static_cast<std::size_t>(std::count(chosen_.begin(), chosen_.end(), true));
        for (Problem& problem : problems_)
            std::erase_if(problem.rows, [&](std::uint32_t row) { return !chosen_[row]; });
        std::erase_if(problems_, [](const Problem& problem) { return problem.rows.empty(); });
    }

    void split() {
        std::vector<std::string> columns = {"source", "owner", "campaign_id"};
        if (!input_.by.empty()) {
            if (!leads_.find(input_.by))
                throw Error(Fault::request,
                            "the leads have no column '" + input_.by + "' to split the report by",
                            did_you_mean(input_.by, leads_.names()));
            columns = {input_.by};
        }
        for (std::string& column : columns) {
            const Cells cells(leads_, column);
            if (input_.by.empty() && !cells.any()) {
                without_.push_back(std::move(column));
                continue;
            }
            std::vector<std::string_view> values;
            for (std::size_t row = 0; row < leads_.rows(); ++row)
                if (chosen_[row]) values.push_back(cells[row]);
            Grouping groups = group_by(values);
            std::vector<std::uint32_t> of(leads_.rows(), static_cast<std::uint32_t>(groups.names.size()));
            std::vector<std::size_t> sizes(groups.names.size());
            std::size_t next = 0;
            for (std::size_t row = 0; row < leads_.rows(); ++row)
                if (chosen_[row]) ++sizes[of[row] = groups.of[next++]];
            groups.of = std::move(of);
            splits_.push_back({std::move(column), std::move(groups), std::move(sizes)});
        }
    }

    static bool is_of_campaigns(const Split& split) { return split.column == "campaign_id"; }
    static std::string title_of(const Split& split) {
        return is_of_campaigns(split) ? "campaign" : split.column;
    }

    double share(std::size_t leads) const {
        return size_ == 0 ? 0 : static_cast<double>(leads) / static_cast<double>(size_);
    }

    /// Where a problem is much commoner than elsewhere: "source 'Fair' (61%)"; empty when it is nowhere.
    std::string most_of_all_in(const Problem& problem) const {
        constexpr std::size_t enough = 10;
        constexpr double much_commoner = 1.5;
        std::string where;
        double worst = share(problem.rows.size()) * much_commoner;
        for (const Split& split : splits_) {
            std::vector<std::size_t> counts(split.sizes.size());
            for (const std::uint32_t row : problem.rows) ++counts[split.groups.of[row]];
            for (std::size_t group = 0; group < counts.size(); ++group) {
                const double here =
                    static_cast<double>(counts[group]) / static_cast<double>(split.sizes[group]);
                const std::string& name = split.groups.names[group];
                if (counts[group] < enough || here <= worst || name == "(blank)" || name == "(other)")
                    continue;
                worst = here;
                where = fmt::format("{} '{}' ({})", title_of(split),
                                    is_of_campaigns(split) ? campaigns_[name] : name, percent_text(here, 0));
            }
        }
        return where;
    }

    ReportTable fixes() const {
        ReportTable table{.key = "fixes", .title = "What is worth fixing first"};
        table.columns = {
            {.key = "fix", .title = "fix", .definition = "what to do", .wrap = true},
            {.key = "leads",
             .title = "leads",
             .unit = Unit::count,
             .definition = "leads that need it",
             .bar = true},
            {.key = "share",
             .title = "of all",
             .unit = Unit::share,
             .definition = "their share of all leads"},
            {.key = "effect",
             .title = "what it holds up",
             .definition =
                 "what does not work for these leads; and where they are much commoner than elsewhere",
             .wrap = true}};
        for (std::size_t i = 0; i < std::min(problems_.size(), most_fixes); ++i) {
            const Problem& problem = problems_[i];
            const std::string where = most_of_all_in(problem);
            table.rows.push_back({problem.fix, count_cell(problem.rows), share(problem.rows.size()),
                                  problem.effect + (where.empty() ? "" : "; most in " + where)});
        }
        if (problems_.size() > most_fixes)
            table.notes.push_back(fmt::format("the first {} of {}: leads × what it matters for each",
                                              most_fixes, counted(problems_.size(), "problem")));
        return table;
    }

    ReportTable measures() const {
        ReportTable table{.key = "problems", .title = "All that was found"};
        table.columns = {
            {.key = "kind",
             .title = "kind",
             .definition =
                 "incomplete: a column that rules, routes or reports need is blank; invalid: what "
                 "stands there cannot be; stale: nobody touched it; repeated: it stands there twice",
             .group = true},
            {.key = "problem", .title = "problem", .definition = "what is wrong", .wrap = true},
            {.key = "leads",
             .title = "leads",
             .unit = Unit::count,
             .definition = "leads of which it is true",
             .bar = true},
            {.key = "share",
             .title = "of all",
             .unit = Unit::share,
             .definition = "their share of all leads"}};
        for (const Problem::Kind kind : problem_kinds) {
            std::vector<const Problem*> of_kind;
            for (const Problem& problem : problems_)
                if (problem.kind == kind) of_kind.push_back(&problem);
            std::stable_sort(of_kind.begin(), of_kind.end(), [](const Problem* a, const Problem* b) {
                return a->rows.size() > b->rows.size();
            });
            for (const Problem* problem : of_kind)
                table.rows.push_back({std::string(to_text(kind)), problem->what, count_cell(problem->rows),
                                      share(problem->rows.size())});
        }
        return table;
    }

    ReportTable split_table(const Split& split) const {
        const std::size_t groups = split.sizes.size();
        std::vector<std::vector<std::uint32_t>> leads(groups);
        for (std::uint32_t row = 0; row < leads_.rows(); ++row)
            if (chosen_[row]) leads[split.groups.of[row]].push_back(row);
        std::vector<double> per_lead(groups);
        for (const Problem& problem : problems_)
            for (const std::uint32_t row : problem.rows) per_lead[split.groups.of[row]] += 1;
        for (std::size_t group = 0; group < groups; ++group)
            per_lead[group] /= static_cast<double>(split.sizes[group]);

        ReportTable table{.key = "by_" + lower(split.column),
                          .title = "By " + title_of(split) + ", worst first"};
        table.columns = {{.key = "group",
                          .title = title_of(split),
                          .definition = "value of the lead's column '" + split.column + "'",
                          .named = is_of_campaigns(split)},
                         {.key = "per_lead",
                          .title = "problems per lead",
                          .unit = Unit::number,
                          .definition = "problems of all kinds, divided by the leads",
                          .bar = true},
                         {.key = "leads", .title = "leads", .unit = Unit::count, .definition = "leads"}};
        for (const Problem::Kind kind : problem_kinds)
            table.columns.push_back({.key = std::string(to_text(kind)),
                                     .title = std::string(to_text(kind)),
                                     .unit = Unit::count,
                                     .definition = "leads with at least one problem of this kind"});
        std::vector<std::size_t> order(groups);
        std::iota(order.begin(), order.end(), 0U);
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return per_lead[a] > per_lead[b]; });
        for (const std::size_t group : order) {
            const std::string& name = split.groups.names[group];
            std::vector<ReportCell> row = {is_of_campaigns(split) ? campaigns_.cell(name) : ReportCell(name),
                                           per_lead[group]};
            row.push_back(count_cell(leads[group]));
            for (const Problem::Kind kind : problem_kinds)
                row.push_back(count_cell(with_problem(leads[group], kind)));
            table.rows.push_back(std::move(row));
        }
        if (std::string others = note_on_others(split.groups, split.column); !others.empty())
            table.notes.push_back(std::move(others));
        return table;
    }

    std::vector<std::uint32_t> with_problem(const std::vector<std::uint32_t>& leads,
                                            Problem::Kind kind) const {
        std::vector<std::uint32_t> rows;
        for (const std::uint32_t row : leads)
            if (has_[static_cast<std::size_t>(kind)][row]) rows.push_back(row);
        return rows;
    }

    std::vector<std::pair<std::string, std::string>> facts() {
        for (const Problem::Kind kind : problem_kinds)
            has_[static_cast<std::size_t>(kind)].assign(leads_.rows(), false);
        for (const Problem& problem : problems_)
            for (const std::uint32_t row : problem.rows)
                has_[static_cast<std::size_t>(problem.kind)][row] = true;
        std::size_t clean = 0;
        for (std::size_t row = 0; row < leads_.rows(); ++row)
            clean += chosen_[row] &&
                     std::none_of(has_.begin(), has_.end(), [row](const auto& kind) { return kind[row]; });
        std::vector<std::pair<std::string, std::string>> facts = {
            {size_ == 1 ? "lead" : "leads", with_thousands(static_cast<std::int64_t>(size_))}};
        if (size_ == 0) return facts;
        facts.emplace_back("without any problem", with_thousands(static_cast<std::int64_t>(clean)));
        for (const Problem::Kind kind : problem_kinds) {
            const auto& has = has_[static_cast<std::size_t>(kind)];
            const auto count = static_cast<std::size_t>(std::count(has.begin(), has.end(), true));
            facts.emplace_back(to_text(kind), percent_text(share(count)));
        }
        return facts;
    }

    std::vector<std::string> notes() const {
        std::vector<std::string> notes;
        const Period period{input_.from, input_.to};
        if (!period.whole())
            notes.push_back("only leads created " + period.text() + ", days of " +
                            input_.agreement->timezone.name());
        for (const std::string& column : without_)
            notes.push_back("the leads have no " + column + ": the table by " + column + " is left out");
        if (input_.agreement->score.rules.empty() && input_.agreement->routes.empty())
            notes.emplace_back(
                "the agreement has no rules and no routes: only what every report needs is asked for");
        return notes;
    }

    const ReportInput& input_;
    const Table& leads_;
    std::vector<Problem> problems_;
    const CampaignNames campaigns_;
    std::vector<bool> chosen_;
    std::size_t size_ = 0;
    std::vector<Split> splits_;
    std::vector<std::string> without_;
    std::array<std::vector<bool>, problem_kinds.size()> has_;
};

} // namespace

Report hygiene(const ReportInput& input) { return Hygiene(input).make(); }

} // namespace handoff

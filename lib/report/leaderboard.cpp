#include "report/leaderboard.hpp"

#include "report/followed_leads.hpp"
#include "report/goal_cells.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <iterator>

namespace handoff {

namespace {

/// A rep and how far they are.
struct Standing {
    const Rep* rep = nullptr;
    GoalProgress progress;
    std::optional<double> reached; ///< of their own target; none: they have none
    std::size_t rank = 0;
};

class Leaderboard {
  public:
    explicit Leaderboard(const ReportInput& input)
        : input_(input), agreement_(*input.agreement), today_(agreement_.timezone.date_of(input.as_of)),
          goals_(goals_of_reps(agreement_)), items_(input, goals_), people_(agreement_) {}

    Report make() {
        Report report{.name = "leaderboard",
                      .title = "Leaderboard",
                      .question = std::string(leaderboard_question),
                      .stamp = stamp(agreement_, input_.as_of)};
        report.tables = {start(GoalUnit::counts, "counts", "Goals that are counted"),
                         start(GoalUnit::money, "sums", "Goals that are added up"),
                         start(GoalUnit::shares, "shares", "Goals that are a share")};
        for (const Goal& goal : goals_) add(report.tables[static_cast<std::size_t>(unit_of(goal))], goal);
        std::erase_if(report.tables, [](const ReportTable& table) { return table.rows.empty(); });
        if (report.tables.empty() && absent_.empty())
            throw Error(Fault::request, "the report 'leaderboard' needs goals that reps have",
                        input_.rep.empty() ? "write each = true, or rep = \"ana\", in a [[goal]]"
                                           : "rep '" + input_.rep + "' has none");
        report.facts = {{"of their goals kept or on pace", std::to_string(well_)},
                        {"behind", std::to_string(behind_)}};
        for (const std::string& each : absent_) report.notes.push_back(each);
        report.notes.emplace_back(
            "each rep is measured by their own working days: who is new or away has to do "
            "their part, and those who reached as much of it have the same rank");
        items_.add_notes(report.notes);
        return report;
    }

  private:
    static std::vector<Goal> goals_of_reps(const Agreement& agreement) {
        std::vector<Goal> goals;
        std::copy_if(agreement.goals.begin(), agreement.goals.end(), std::back_inserter(goals),
                     [](const Goal& goal) { return goal.each || !goal.rep.empty(); });
        return goals;
    }

    ReportTable start(GoalUnit unit, const char* key, const char* title) const {
        ReportTable table{.key = key, .title = title};
        table.columns = {
            {.key = "goal", .title = "goal", .definition = "as the agreement names it", .group = true},
            {.key = "rep", .title = "rep", .definition = "who has the goal"},
            {.key = "rank",
             .title = "rank",
             .unit = Unit::number,
             .definition = "1 for who reached the largest part of their own target; who reached as "
                           "much has the same",
             .derived = true}};
        for (ReportColumn& column : progress_columns(unit, items_.currency()))
            table.columns.push_back(std::move(column));
        return table;
    }

    void add(ReportTable& table, const Goal& goal) {
        const Rep* const only = chosen_rep(input_);
        std::vector<Standing> standings;
        const GoalPeriod period = period_of(goal, agreement_, today_);
        for (const Rep* rep : people_.of(goal)) {
            Standing one{.rep = rep, .progress = progress_of(goal, period, items_, people_, today_, rep)};
            if (one.progress.target > 0) one.reached = one.progress.value();
            if (one.progress.target <= 0 && one.progress.done.rows.empty()) {
                if (!only || only == rep)
                    absent_.push_back(name_of(*rep) + " does not work until " + to_text(period.to) +
                                      ", and has no part of the goal '" + goal.name + "'");
                continue;
            }
            standings.push_back(std::move(one));
        }
        std::stable_sort(standings.begin(), standings.end(), [](const Standing& a, const Standing& b) {
            return a.reached.value_or(-1) > b.reached.value_or(-1);
        });
        for (std::size_t i = 0; i < standings.size(); ++i) {
            const bool tie = i > 0 && same(standings[i].reached, standings[i - 1].reached);
            standings[i].rank = tie ? standings[i - 1].rank : i + 1;
            if (only && standings[i].rep != only) continue;
            add_row(table, goal, standings[i]);
        }
    }

    static bool same(const std::optional<double>& a, const std::optional<double>& b) {
        constexpr double dust = 1e-9;
        return a.has_value() == b.has_value() && (!a || (*a - *b < dust && *b - *a < dust));
    }

    void add_row(ReportTable& table, const Goal& goal, const Standing& one) {
        using State = GoalProgress::State;
        if (one.progress.state == State::kept || one.progress.state == State::on_pace) ++well_;
        if (one.progress.state == State::behind || one.progress.state == State::broken) ++behind_;
        std::vector<ReportCell> row = {goal.name, name_of(*one.rep),
                                       one.reached ? ReportCell(static_cast<double>(one.rank))
                                                   : ReportCell()};
        add_progress(row, one.progress);
        table.rows.push_back(std::move(row));
    }

    static std::string name_of(const Rep& rep) { return rep.name.empty() ? rep.id : rep.name; }

    const ReportInput& input_;
    const Agreement& agreement_;
    const Date today_;
    const std::vector<Goal> goals_;
    GoalItems items_;
    GoalPeople people_;
    std::size_t well_ = 0, behind_ = 0;
    std::vector<std::string> absent_;
};

} // namespace

Report leaderboard(const ReportInput& input) {
    need_goals(input, "leaderboard");
    return Leaderboard(input).make();
}

} // namespace handoff

#include "report/goals.hpp"

#include "report/goal_cells.hpp"
#include "report/if_any.hpp"

#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

namespace {

constexpr std::size_t most_past = 12;

class Goals {
  public:
    explicit Goals(const ReportInput& input)
        : input_(input), agreement_(*input.agreement), today_(agreement_.timezone.date_of(input.as_of)),
          items_(input, agreement_.goals), people_(agreement_) {
        for (const Goal& goal : agreement_.goals) {
            const GoalPeriod now = period_of(goal, agreement_, today_);
            now_.push_back(progress_of(goal, now, items_, people_, today_));
            std::vector<GoalProgress> past;
            for (const GoalPeriod& period : past_periods(goal, agreement_, today_, most_past))
                past.push_back(progress_of(goal, period, items_, people_, today_));
            past_.push_back(std::move(past));
        }
    }

    Report make() const {
        Report report{.name = "goals",
                      .title = "Goals",
                      .question = std::string(goals_question),
                      .stamp = stamp(agreement_, input_.as_of)};
        report.facts = facts();
        const std::pair<GoalUnit, std::pair<const char*, const char*>> tables[] = {
            {GoalUnit::counts, {"counts", "Goals that are counted"}},
            {GoalUnit::money, {"sums", "Goals that are added up"}},
            {GoalUnit::shares, {"shares", "Goals that are a share"}}};
        for (const auto& [unit, named] : tables)
            add_if_any(report.tables, table(unit, named.first, named.second));
        add_if_any(report.tables, past_table());
        add_notes(report.notes);
        return report;
    }

  private:
    static std::vector<ReportColumn> goal_columns() {
        return {{.key = "side",
                 .title = "side",
                 .definition = "who promised it: marketing, sales or both",
                 .group = true},
                {.key = "goal", .title = "goal", .definition = "as the agreement names it", .wrap = true},
                {.key = "who", .title = "who", .definition = "whose it is"}};
    }
    std::vector<ReportCell> goal_cells(const Goal& goal) const {
        return {std::string(to_text(goal.side)), goal.name, people_.who(goal)};
    }

    /// Marketing's, sales', then those of both, each in the agreement's order.
    std::vector<std::size_t> in_order() const {
        const auto place = [&](std::size_t i) {
            const Goal::Side side = agreement_.goals[i].side;
            return side == Goal::Side::marketing ? 0 : side == Goal::Side::sales ? 1 : 2;
        };
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < now_.size(); ++i) order.push_back(i);
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return place(a) < place(b); });
        return order;
    }

    ReportTable table(GoalUnit unit, const char* key, const char* title) const {
        ReportTable out{.key = key, .title = title, .columns = goal_columns()};
        for (ReportColumn& column : progress_columns(unit, items_.currency()))
            out.columns.push_back(std::move(column));
        for (const std::size_t i : in_order()) {
            if (unit_of(agreement_.goals[i]) != unit) continue;
            std::vector<ReportCell> row = goal_cells(agreement_.goals[i]);
            add_progress(row, now_[i]);
            out.rows.push_back(std::move(row));
        }
        return out;
    }

    ReportTable past_table() const {
        ReportTable out{.key = "past",
                        .title = "Kept and broken in the periods that are over",
                        .columns = goal_columns()};
        const std::vector<ReportColumn> columns = {
            {.key = "periods",
             .title = "periods",
             .unit = Unit::number,
             .definition = "periods that are over and were promised: since the goal's 'from', else since the "
                           "agreement was signed; the last 12 of them",
             .derived = true},
            {.key = "kept",
             .title = "kept",
             .unit = Unit::number,
             .definition = "of these, those in which the target was reached",
             .tone = Tone::good,
             .derived = true},
            {.key = "last", .title = "last", .unit = Unit::date, .definition = "the last day of the newest"},
            {.key = "last_reached",
             .title = "reached",
             .unit = Unit::share,
             .definition = "done / target in the newest; of a goal that is a share, that share",
             .derived = true},
            {.key = "last_state",
             .title = "state",
             .definition = "kept: the target was reached in the newest; broken: it was not"},
            {.key = "reached",
             .title = "all",
             .unit = Unit::series,
             .definition = "the same of each period, the oldest first",
             .derived = true}};
        out.columns.insert(out.columns.end(), columns.begin(), columns.end());
        for (const std::size_t i : in_order()) {
            const std::vector<GoalProgress>& past = past_[i];
            if (past.empty()) continue;
            double kept = 0;
            Series reached;
            for (const GoalProgress& each : past) {
                kept += each.state == GoalProgress::State::kept ? 1 : 0;
                reached.push_back(each.value().value_or(0));
            }
            const GoalProgress& last = past.back();
            std::vector<ReportCell> row = goal_cells(agreement_.goals[i]);
            row.emplace_back(static_cast<double>(past.size()));
            row.emplace_back(kept);
            row.emplace_back(to_text(last.to));
            row.push_back(last.value() ? ReportCell(*last.value()) : ReportCell());
            row.emplace_back(std::string(to_text(last.state)));
            row.push_back(reached.size() > 1 ? ReportCell(reached) : ReportCell());
            out.rows.push_back(std::move(row));
        }
        return out;
    }

    /// "marketing: 1 on pace, 1 behind".
    std::vector<std::pair<std::string, std::string>> facts() const {
        using State = GoalProgress::State;
        std::vector<std::pair<std::string, std::string>> facts;
        for (const Goal::Side side : {Goal::Side::marketing, Goal::Side::sales, Goal::Side::both}) {
            std::string text;
            for (const State state :
                 {State::kept, State::on_pace, State::behind, State::broken, State::nothing, State::coming}) {
                const auto count = std::count_if(now_.begin(), now_.end(), [&](const GoalProgress& each) {
                    return each.goal->side == side && each.state == state;
                });
                if (count == 0) continue;
                text +=
                    (text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(to_text(state));
            }
            if (!text.empty()) facts.emplace_back("by " + std::string(to_text(side)), text);
        }
        return facts;
    }

    /// "Ana Silva, Ben Ode and 4 more".
    static std::string names(const std::vector<const Rep*>& reps) {
        constexpr std::size_t most = 5;
        std::string text;
        for (std::size_t i = 0; i < std::min(reps.size(), most); ++i)
            text += (i > 0 ? ", " : "") + (reps[i]->name.empty() ? reps[i]->id : reps[i]->name);
        return reps.size() <= most ? text : text + " and " + std::to_string(reps.size() - most) + " more";
    }

    void add_notes(std::vector<std::string>& notes) const {
        for (const GoalProgress& each : now_)
            if (each.state == GoalProgress::State::coming)
                notes.push_back("the goal '" + each.goal->name + "' begins on " + to_text(each.from));
        for (const GoalProgress& each : now_)
            if (!each.short_of_it.empty())
                notes.push_back("'" + each.goal->name +
                                "' is kept when each rep keeps it: " + names(each.short_of_it) +
                                (each.short_of_it.size() == 1 ? " is" : " are") + " behind");
        for (const Goal& goal : agreement_.goals)
            if (!goal.why.empty()) notes.push_back("why '" + goal.name + "': " + goal.why);
        if (std::any_of(agreement_.goals.begin(), agreement_.goals.end(),
                        [](const Goal& goal) { return goal.each; }))
            notes.push_back("what each rep has done stands in 'report leaderboard'");
        items_.add_notes(notes);
    }

    const ReportInput& input_;
    const Agreement& agreement_;
    const Date today_;
    GoalItems items_;
    GoalPeople people_;
    std::vector<GoalProgress> now_;
    std::vector<std::vector<GoalProgress>> past_;
};

} // namespace

Report goals(const ReportInput& input) {
    need_goals(input, "goals");
    return Goals(input).make();
}

} // namespace handoff

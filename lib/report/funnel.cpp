#include "report/funnel.hpp"

#include "base/rounded.hpp"
#include "report/cells.hpp"
#include "report/cohorts.hpp"
#include "report/estimate.hpp"
#include "report/grouping.hpp"
#include "report/if_any.hpp"
#include "report/out_of_order.hpp"
#include "report/people.hpp"
#include "report/period_before.hpp"
#include "report/stage_tables.hpp"
#include "report/stays.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace handoff {
namespace {

constexpr double nearly_all = 0.9;

/// One block of the funnel: everybody, or those with one value of the column it is split by.
struct Block {
    std::string name;
    std::vector<std::uint32_t> people;
};

class Funnel {
  public:
    explicit Funnel(const ReportInput& input)
        : input_(input), lifecycle_(input.agreement->lifecycle), people_(input), history_(input, people_),
          backwards_(lifecycle_.stages.size()) {
        for (std::uint32_t person = 0; person < people_.all().size(); ++person)
            if (const StageStep* const step = history_.standing(person, input.as_of))
                people_.stand(person, step->stage < history_.of_path()
                                          ? 0
                                          : static_cast<std::uint32_t>(step->stage - history_.of_path() + 1));
    }

    Report make() {
        if (lifecycle_.stages.empty()) throw Error(Fault::request, "the lifecycle has no stages");
        if (!input_.cohort.empty() && !input_.by.empty())
            throw Error(Fault::request, "the funnel is split by --cohort or by --by, not by both",
                        "choose leads with --where instead");
        choose_people();
        Report report{.name = "funnel",
                      .title = "Funnel",
                      .question = std::string(funnel_question),
                      .stamp = stamp(*input_.agreement, input_.as_of)};
        ReportTable stages = stages_table();
        report.facts = facts();
        report.tables.push_back(std::move(stages));
        if (const auto periods = period_before({input_.from, input_.to}, today()))
            report.tables.push_back(period_before_table(input_, people_, *periods));
        add_if_any(report.tables, aside_table());
        if (!input_.cohort.empty()) report.tables.push_back(cohorts_table(input_, people_, chosen_));
        report.tables.push_back(standing_table(input_, people_, history_, chosen_));
        for (ReportTable& table : stage_history_tables(input_, people_, history_, chosen_))
            report.tables.push_back(std::move(table));
        add_if_any(report.tables,
                   out_of_order_table(input_, RowsBehind::Of::leads, std::move(out_of_order_)));
        report.notes = notes();
        return report;
    }

  private:
    void choose_people() {
        const Period period{input_.from, input_.to};
        period.check();
        const Zone& zone = input_.agreement->timezone;
        for (std::uint32_t person = 0; person < people_.all().size(); ++person) {
            const Moment created = people_.all()[person].created;
            if (!period.whole() && !created.known()) ++without_date_;
            if (period.contains(created, zone)) chosen_.push_back(person);
        }
        if (input_.by.empty()) {
            blocks_.push_back({"", chosen_});
            return;
        }
        const Cells column(input_.leads, input_.by);
        if (!column.there())
            throw Error(Fault::request, "the leads have no column '" + input_.by + "' to split the funnel by",
                        did_you_mean(input_.by, input_.leads.names()));
        std::vector<std::string_view> values;
        for (const std::uint32_t person : chosen_) values.push_back(column[people_.all()[person].row]);
        Grouping groups = group_by(values);
        others_ = note_on_others(groups, input_.by);
        for (std::string& name : groups.names) blocks_.push_back({std::move(name), {}});
        for (std::size_t i = 0; i < chosen_.size(); ++i) blocks_[groups.of[i]].people.push_back(chosen_[i]);
    }

    /// The first row of each person of a block for whom something holds.
    template <typename Condition>
    std::vector<std::uint32_t> rows_of(const Block& block, Condition holds) const {
        std::vector<std::uint32_t> rows;
        for (const std::uint32_t person : block.people)
            if (holds(people_.all()[person])) rows.push_back(people_.all()[person].row);
        return rows;
    }

    std::vector<std::size_t> reached_counts(const Block& block) const {
        std::vector<std::size_t> counts(lifecycle_.stages.size());
        for (const std::uint32_t person : block.people) ++counts[people_.all()[person].reached];
        for (std::size_t stage = counts.size() - 1; stage > 0; --stage) counts[stage - 1] += counts[stage];
        return counts;
    }

    Date today() const { return input_.agreement->timezone.date_of(input_.as_of); }

    /// Days that people took from one stage to another: between two nights, at the middle, the least and the
    /// most they can have been.
    struct Took {
        Measured days;
        std::vector<double> least, most;
        bool between_nights = false;
        std::vector<OutOfOrder> backwards; ///< who went backwards instead

        /// The value below which a share of the days lies.
        ReportCell quantile_cell(double share) const {
            ReportCell cell;
            const auto middle = quantile(days.values, share);
            if (!middle) return cell;
            cell.value = *middle;
            if (between_nights) {
                cell.low = quantile(least, share);
                cell.high = quantile(most, share);
            }
            cell.behind =
                std::make_shared<const RowsBehind>(RowsBehind{RowsBehind::Of::leads, days.rows, days.values});
            return cell;
        }
    };
    Took took(const std::vector<std::uint32_t>& people, std::size_t from, std::size_t to) const {
        Took took;
        for (const std::uint32_t person : people) {
            const Moment begin = people_.time(person, from), end = people_.time(person, to);
            if (!begin.known() || !end.known()) continue;
            const double days = days_between(begin, end, input_.agreement->timezone);
            const double off = days_off(person, from, begin) + days_off(person, to, end);
            const std::uint32_t row = people_.all()[person].row;
            if (days + off < 0) {
                took.backwards.push_back(
                    {row, lifecycle_.stages[to] + " before " + lifecycle_.stages[from], end, begin, -days});
                continue;
            }
            took.days.add(row, std::max(days, 0.0));
            took.least.push_back(std::max(days - off, 0.0));
            took.most.push_back(days + off);
            took.between_nights = took.between_nights || off > 0;
        }
        return took;
    }

    /// By how many days the time at which a stage was reached may be off, either way: what is known from two
    /// nights is taken at their middle.
    double days_off(std::uint32_t person, std::size_t stage, Moment at) const {
        if (!history_.has_changes()) return 0;
        const Instant middle = at.first(input_.agreement->timezone);
        for (const StageStep& step : history_.of(person)) {
            if (step.stage != stage || step.known != StageStep::Known::two_nights) continue;
            const Duration half = (step.to - step.from) / 2;
            if (step.from + half == middle)
                return std::chrono::duration<double, std::ratio<86400>>(half).count();
        }
        return 0;
    }

    std::string backwards_note(std::size_t leads, std::size_t stage, std::size_t before) const {
        return fmt::format(
            "{} reached '{}' before '{}' by their dates, which cannot be: left out of the median",
            counted(leads, "lead"), lifecycle_.stages[stage], lifecycle_.stages[before]);
    }

    void add_group_column(ReportTable& table) const {
        if (!input_.by.empty())
            table.columns.push_back({.key = "group",
                                     .title = input_.by,
                                     .definition = "value of the lead's column '" + input_.by + "'",
                                     .group = true});
    }

    ReportTable stages_table() {
        ReportTable table{.key = "stages", .title = input_.by.empty() ? "Stages" : "Stages by " + input_.by};
        add_group_column(table);
        const std::vector<ReportColumn> columns = {
            {.key = "stage", .title = "stage", .definition = "a stage of the lifecycle, in its order"},
            {.key = "reached",
             .title = "reached",
             .unit = Unit::count,
             .definition = "leads that reached this stage or a later one, each once, wherever they stand now",
             .bar = true},
            {.key = "from_before",
             .title = "from before",
             .unit = Unit::share,
             .definition =
                 "of the leads that reached the stage before, the share that reached this one; beside it "
                 "the 95% range (Wilson)",
             .ranged = true},
            {.key = "from_start",
             .title = "from start",
             .unit = Unit::share,
             .definition =
                 "of all leads, the share that reached this stage; beside it the 95% range (Wilson)",
             .ranged = true},
            {.key = "median_days",
             .title = "median days",
             .unit = Unit::days,
             .definition =
                 "days from first reaching the stage before to first reaching this one: half of the timed "
                 "leads took no longer; beside it, where times are only known to lie between two nights, "
                 "the median if all had taken the least and if all had taken the most",
             .ranged = true},
            {.key = "p90_days",
             .title = "p90 days",
             .unit = Unit::days,
             .definition = "the same of nine in ten of the timed leads",
             .ranged = true},
            {.key = "timed",
             .title = "timed",
             .unit = Unit::count,
             .definition = "leads for which both times are known and in order: those behind the median"},
        };
        table.columns.insert(table.columns.end(), columns.begin(), columns.end());
        for (const Block& block : blocks_) add_rows(table, block);
        for (std::size_t stage = 1; stage < backwards_.size(); ++stage)
            if (backwards_[stage] > 0)
                table.notes.push_back(backwards_note(backwards_[stage], stage, stage - 1));
        const std::size_t last = backwards_.size() - 1;
        if (Took whole = took(chosen_, 0, last); last > 1 && !whole.backwards.empty()) {
            table.notes.push_back(backwards_note(whole.backwards.size(), last, 0));
            std::move(whole.backwards.begin(), whole.backwards.end(), std::back_inserter(out_of_order_));
        }
        if (!others_.empty()) table.notes.push_back(others_);
        return table;
    }

    void add_rows(ReportTable& table, const Block& block) {
        const std::vector<std::size_t> reached = reached_counts(block);
        for (std::size_t stage = 0; stage < reached.size(); ++stage) {
            std::vector<ReportCell> row;
            if (!input_.by.empty()) row.emplace_back(block.name);
            row.emplace_back(lifecycle_.stages[stage]);
            row.push_back(
                count_cell(rows_of(block, [&](const Person& person) { return person.reached >= stage; })));
            if (stage == 0) {
                row.resize(table.columns.size());
            } else {
                row.push_back(share_cell(reached[stage], reached[stage - 1]));
                row.push_back(share_cell(reached[stage], reached[0]));
                const Took step = took(block.people, stage - 1, stage);
                backwards_[stage] += step.backwards.size();
                out_of_order_.insert(out_of_order_.end(), step.backwards.begin(), step.backwards.end());
                row.push_back(step.quantile_cell(0.5));
                row.push_back(step.quantile_cell(nearly_all));
                row.push_back(count_cell(step.days.rows));
            }
            table.rows.push_back(std::move(row));
        }
    }

    ReportTable aside_table() const {
        ReportTable table{.key = "aside", .title = "Standing aside, by the furthest stage they reached"};
        add_group_column(table);
        table.columns.push_back({.key = "aside",
                                 .title = "aside",
                                 .definition = "where leads stand that are not on the path now"});
        table.columns.push_back(
            {.key = "leads",
             .title = "leads",
             .unit = Unit::count,
             .definition = "leads that stand there; the stages above count them in all they reached"});
        table.columns.push_back({.key = "share",
                                 .title = "of all",
                                 .unit = Unit::share,
                                 .definition = "their share of all leads"});
        for (const std::string& stage : lifecycle_.stages)
            table.columns.push_back({.key = "furthest_" + stage,
                                     .title = stage,
                                     .unit = Unit::count,
                                     .definition = "those of them whose furthest stage is '" + stage + "'"});
        for (const Block& block : blocks_)
            for (std::size_t aside = 0; aside < lifecycle_.aside.size(); ++aside)
                add_aside_row(table, block, aside);
        return table;
    }

    void add_aside_row(ReportTable& table, const Block& block, std::size_t aside) const {
        const auto stands_there = [&](const Person& person) { return person.aside == aside + 1; };
        std::vector<std::uint32_t> leads = rows_of(block, stands_there);
        if (leads.empty()) return;
        std::vector<ReportCell> row;
        if (!input_.by.empty()) row.emplace_back(block.name);
        row.emplace_back(lifecycle_.aside[aside]);
        const double share = static_cast<double>(leads.size()) / static_cast<double>(block.people.size());
        row.push_back(count_cell(std::move(leads)));
        row.emplace_back(share);
        for (std::size_t stage = 0; stage < lifecycle_.stages.size(); ++stage)
            row.push_back(count_cell(rows_of(block, [&](const Person& person) {
                return stands_there(person) && person.reached == stage;
            })));
        table.rows.push_back(std::move(row));
    }

    std::vector<std::pair<std::string, std::string>> facts() const {
        const Block everybody{"", chosen_};
        const std::vector<std::size_t> reached = reached_counts(everybody);
        const std::string& last = lifecycle_.stages.back();
        std::vector<std::pair<std::string, std::string>> facts = {
            {chosen_.size() == 1 ? "lead" : "leads",
             with_thousands(static_cast<std::int64_t>(chosen_.size()))}};
        if (chosen_.empty() || lifecycle_.stages.size() < 2) return facts;
        facts.emplace_back("reached " + last, with_thousands(static_cast<std::int64_t>(reached.back())));
        facts.emplace_back(
            "from " + lifecycle_.stages.front() + " to " + last,
            percent_text(static_cast<double>(reached.back()) / static_cast<double>(chosen_.size())));
        const Took whole = took(chosen_, 0, lifecycle_.stages.size() - 1);
        if (const auto days = median(whole.days.values))
            facts.emplace_back(fmt::format("median days from {} to {} ({} timed)", lifecycle_.stages.front(),
                                           last,
                                           with_thousands(static_cast<std::int64_t>(whole.days.rows.size()))),
                               rounded_text(*days, 1));
        return facts;
    }

    std::vector<std::string> notes() const {
        std::vector<std::string> notes;
        const Period period{input_.from, input_.to};
        if (!period.whole()) {
            notes.push_back("only leads created " + period.text() + ", days of " +
                            input_.agreement->timezone.name());
            if (without_date_ > 0)
                notes.push_back(counted(without_date_, "lead") + " without a readable created_at: left out");
        }
        people_.add_notes(notes);
        return notes;
    }

    const ReportInput& input_;
    const Lifecycle& lifecycle_;
    People people_;
    StageHistory history_;
    std::vector<std::uint32_t> chosen_;
    std::vector<Block> blocks_;
    std::vector<std::size_t> backwards_; ///< by the stage they reached too early
    std::vector<OutOfOrder> out_of_order_;
    std::size_t without_date_ = 0;
    std::string others_;
};

} // namespace

Report funnel(const ReportInput& input) { return Funnel(input).make(); }

} // namespace handoff

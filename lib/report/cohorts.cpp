#include "report/cohorts.hpp"

#include "report/cells.hpp"
#include "report/cumulative_incidence.hpp"
#include "report/estimate.hpp"
#include "report/periods.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <map>

namespace handoff {

namespace {

constexpr std::size_t took_it = 0, was_lost = 1, was_recycled = 2;
constexpr double nearly_all = 0.9;
/// An estimate of fewer is moved by each of them as by a tenth of all, or more.
constexpr std::size_t enough = 10;

/// What became of the leads of a cohort that stood before a step.
struct Standing {
    std::vector<std::uint32_t> entered, reached; ///< rows of the leads
    CumulativeIncidence waits;
    std::size_t open = 0, untimed = 0, untimed_open = 0;
    /// Who is left out of an estimate is seldom like those who are in it: neither of those for whom it ended,
    /// nor of those who wait, more than one in ten.
    bool can_tell() const noexcept {
        return waits.size() > 0 && untimed_open * 10 <= open &&
               (untimed - untimed_open) * 10 <= entered.size() - open;
    }
};

class Cohorts {
  public:
    Cohorts(const ReportInput& input, const People& people)
        : input_(input), lifecycle_(input.agreement->lifecycle), zone_(input.agreement->timezone),
          people_(people), length_(length_of(input.cohort)), updated_(input.leads, "updated_at") {
        know_asides();
    }

    ReportTable make(std::span<const std::uint32_t> chosen) {
        ReportTable table{.key = "cohorts",
                          .title = "Leads by the " + input_.cohort + " they were created in"};
        add_columns(table);
        std::map<std::string, std::vector<std::uint32_t>> cohorts;
        std::map<std::string, Date> ends;
        std::size_t undated = 0;
        for (const std::uint32_t person : chosen) {
            const Moment created = people_.all()[person].created;
            if (!created.known()) {
                ++undated;
                continue;
            }
            const Date day = created.day_in(zone_);
            const std::string name = name_of_period(day, length_, fiscal_year());
            cohorts[name].push_back(person);
            ends.try_emplace(name, last_day(day));
        }
        for (const Step& step : steps()) {
            const auto slow = slowness(chosen, step.to);
            std::size_t untimed = 0;
            for (const auto& [name, people] : cohorts) {
                Standing one;
                for (const std::uint32_t person : people) add(one, person, step);
                untimed += one.untimed;
                if (!one.can_tell() && !one.entered.empty()) ++cannot_tell_;
                if (!one.entered.empty()) add_row(table, step, name, one, ends.at(name), slow);
            }
            if (untimed > 0)
                table.notes.push_back(fmt::format("{}: {} of which one of the two times is not known, or "
                                                  "which are out of order, in no estimate",
                                                  step_name(step), counted(untimed, "lead")));
        }
        if (undated > 0)
            table.notes.push_back(counted(undated, "lead") + " without a readable created_at: in no cohort");
        if (const std::string fiscal = fiscal_note(length_, fiscal_year()); !fiscal.empty())
            table.notes.push_back(input_.cohort + "s are " + fiscal);
        if (cannot_tell_ > 0)
            table.notes.push_back(
                counted(cannot_tell_, "estimate is", "estimates are") +
                " blank: of more than one lead in ten it is not known when it took the step, "
                "or went aside (a ledger, or an export of stages, knows)");
        return table;
    }

  private:
    /// From one stage to another.
    struct Step {
        std::size_t from = 0, to = 0;
    };
    /// From each stage to the next, and the whole way.
    std::vector<Step> steps() const {
        std::vector<Step> all;
        for (std::size_t stage = 1; stage < lifecycle_.stages.size(); ++stage)
            all.push_back({stage - 1, stage});
        if (all.size() > 1) all.push_back({0, lifecycle_.stages.size() - 1});
        return all;
    }

    static PeriodLength length_of(const std::string& word) {
        if (const auto length = read_period_length(word)) return *length;
        throw Error(Fault::request, "--cohort '" + word + "' is no length of a cohort",
                    "write week, month, quarter or year");
    }

    std::chrono::month_day fiscal_year() const noexcept { return input_.agreement->fiscal_year_starts; }

    Date last_day(Date day) const {
        const std::chrono::sys_days next =
            start_of_next(start_of_fiscal_period(day, length_, fiscal_year()), length_);
        return next - std::chrono::days(1);
    }

    /// When leads that stand aside went there: as a stage history tells, else when their last deal was lost,
    /// they were rejected or returned, or else last changed.
    void know_asides() {
        const LeadIndex index(input_.leads, &input_.contacts, input_.merges);
        aside_at_.resize(input_.leads.rows());
        const auto later = [&](std::uint32_t row, Moment at) {
            if (row == LeadIndex::none || !at.known()) return;
            Moment& known = aside_at_[row];
            if (!known.known() || known.last(zone_) < at.last(zone_)) known = at;
        };
        for (const Table* history : {&input_.history, &input_.stages}) {
            const Cells id(*history, "lead_id"), stage(*history, "stage"), at(*history, "at"),
                latest(*history, "latest");
            for (std::size_t row = 0; row < history->rows(); ++row) {
                const bool aside =
                    std::any_of(lifecycle_.aside.begin(), lifecycle_.aside.end(),
                                [&](const std::string& name) { return same_text(name, stage[row]); });
                if (aside && !id[row].empty())
                    later(index.by_id(id[row]), Moment::read(at[row].empty() ? latest[row] : at[row]));
            }
        }
        for (const Deal& deal : read_deals(input_, index).all)
            if (deal.status == DealStatus::lost)
                for (const std::uint32_t lead : deal.leads) later(lead, deal.closed);
        for (const Answer& answer : input_.answers) {
            if (answer.verdict == Answer::Verdict::accept) continue;
            const std::uint32_t row = index.by_id(answer.lead);
            later(row == LeadIndex::none ? index.by_email(answer.lead) : row, Moment(answer.at));
        }
    }

    std::size_t end_of(const Person& person) const {
        return same_text(lifecycle_.aside[person.aside - 1], "nurture") ? was_recycled : was_lost;
    }

    /// Whether it could be added: both times are known and in order.
    bool add_wait(CumulativeIncidence& waits, Moment from, Moment to, std::size_t end) const {
        if (!from.known() || !to.known()) return false;
        const double days = days_between(from, to, zone_);
        if (days >= 0) waits.add(days, end);
        return days >= 0;
    }
    Moment aside_since(std::uint32_t row) const {
        return aside_at_[row].known() ? aside_at_[row] : Moment::read(updated_[row]);
    }

    void add(Standing& standing, std::uint32_t number, const Step& step) const {
        const Person& person = people_.all()[number];
        if (person.reached < step.from) return;
        const Moment from = people_.time(number, step.from);
        standing.entered.push_back(person.row);
        bool timed = false;
        if (person.reached >= step.to) {
            standing.reached.push_back(person.row);
            timed = add_wait(standing.waits, from, people_.time(number, step.to), took_it);
        } else if (person.aside > 0) {
            timed = add_wait(standing.waits, from, aside_since(person.row), end_of(person));
        } else {
            ++standing.open;
            timed = add_wait(standing.waits, from, Moment(input_.as_of), CumulativeIncidence::waiting);
        }
        standing.untimed += timed ? 0 : 1;
        standing.untimed_open += timed || person.reached >= step.to || person.aside > 0 ? 0 : 1;
    }

    /// When a stage was reached, at the latest: where that is not known, when a later one was.
    Moment reached_by(std::uint32_t person, std::size_t stage) const {
        Moment at = people_.time(person, stage);
        for (++stage; !at.known() && stage < lifecycle_.stages.size(); ++stage)
            at = people_.time(person, stage);
        return at;
    }

    /// Days from creation by which nine in ten of those who will reach a stage are there, estimated with
    /// those who may still: the quick ones alone would say too little.
    std::optional<double> slowness(std::span<const std::uint32_t> chosen, std::size_t stage) const {
        CumulativeIncidence waits;
        std::size_t untimed = 0;
        for (const std::uint32_t number : chosen) {
            const Person& person = people_.all()[number];
            const bool took = person.reached >= stage, aside = !took && person.aside > 0;
            const Moment to = took    ? reached_by(number, stage)
                              : aside ? aside_since(person.row)
                                      : Moment(input_.as_of);
            const std::size_t end = took ? took_it : aside ? end_of(person) : CumulativeIncidence::waiting;
            untimed += add_wait(waits, person.created, to, end) ? 0 : 1;
        }
        if (untimed * 20 > chosen.size()) return std::nullopt;
        const auto horizon = waits.horizon(enough);
        return waits.quantile(took_it, nearly_all,
                              horizon ? horizon->time : std::numeric_limits<double>::infinity());
    }

    static void add_columns(ReportTable& table) {
        table.columns = {
            {.key = "step",
             .title = "step",
             .definition = "from one stage to the next; last, the whole way",
             .group = true},
            {.key = "cohort", .title = "cohort", .definition = "the period in which the leads were created"},
            {.key = "entered",
             .title = "before it",
             .unit = Unit::count,
             .definition =
                 "leads of the cohort that reached the stage where the step begins, or a later one"},
            {.key = "reached",
             .title = "took it",
             .unit = Unit::count,
             .definition = "of these, those that reached this stage or a later one so far"},
            {.key = "share",
             .title = "so far",
             .unit = Unit::share,
             .definition = "took it / before it; beside it the 95% range (Wilson)",
             .ranged = true},
            {.key = "estimate",
             .title = "estimate",
             .unit = Unit::share,
             .definition =
                 "the share that takes the step within 'by' days, by Aalen and Johansen's estimate: "
                 "lost and recycled leads cannot any more, open ones still may; beside it the 95 % "
                 "range (of Greenwood's kind); blank with fewer than ten timed leads",
             .derived = true,
             .ranged = true},
            {.key = "lost",
             .title = "lost",
             .unit = Unit::share,
             .definition = "the share that is lost or disqualified instead, by the same estimate",
             .derived = true,
             .ranged = true},
            {.key = "recycled",
             .title = "recycled",
             .unit = Unit::share,
             .definition = "the share that goes to nurture instead, by the same estimate",
             .derived = true,
             .ranged = true},
            {.key = "by_days",
             .title = "by",
             .unit = Unit::days,
             .definition =
                 "days after the stage before up to which the estimate tells: as long as ten leads had "
                 "waited, or as every lead was seen",
             .derived = true},
            {.key = "at_risk",
             .title = "at risk",
             .unit = Unit::number,
             .definition = "leads that had waited so long for the step",
             .derived = true},
            {.key = "open",
             .title = "open",
             .unit = Unit::number,
             .definition = "leads that did none of the three yet",
             .derived = true},
            {.key = "age_days",
             .title = "age",
             .unit = Unit::days,
             .definition = "days since the last day of the cohort; 0 while it lasts",
             .derived = true},
            {.key = "slow_days",
             .title = "p90",
             .unit = Unit::days,
             .definition = "days from creation by which nine in ten of all that will get there are there, "
                           "estimated with those that still may",
             .derived = true},
            {.key = "young",
             .title = "young",
             .definition =
                 "young: the cohort's age is less than p90, so that its share is not to be compared "
                 "with older ones yet; where p90 is not known, it ended less than its own length ago"}};
    }

    std::string step_name(const Step& step) const {
        return lifecycle_.stages[step.from] + " → " + lifecycle_.stages[step.to];
    }

    /// Of a step whose slowest times are not known, cohorts that ended less than their own length ago.
    std::string_view age_word(double age, const std::optional<double>& slow) const {
        constexpr double days[] = {7, 31, 92, 366};
        if (slow) return age < *slow ? "young" : "";
        return age < days[static_cast<std::size_t>(length_)] ? "young" : "not known";
    }

    void add_row(ReportTable& table, const Step& step, const std::string& name, Standing& one, Date end,
                 const std::optional<double>& slow) const {
        const double age = std::max(0.0, days_between(Moment(end), Moment(input_.as_of), zone_));
        const auto horizon = one.can_tell() ? one.waits.horizon(enough) : std::nullopt;
        const auto estimate = [&](std::size_t which) {
            if (!horizon) return ReportCell();
            const auto [value, interval] = one.waits.share(which, horizon->time);
            ReportCell cell(value);
            if (interval) {
                cell.low = interval->low;
                cell.high = interval->high;
            }
            return cell;
        };
        const ReportCell share = share_cell(one.reached.size(), one.entered.size());
        table.rows.push_back({step_name(step), name, count_cell(std::move(one.entered)),
                              count_cell(std::move(one.reached)), share, estimate(took_it),
                              estimate(was_lost), estimate(was_recycled),
                              horizon ? ReportCell(horizon->time) : ReportCell(),
                              horizon ? ReportCell(static_cast<double>(horizon->at_risk)) : ReportCell(),
                              ReportCell(static_cast<double>(one.open)), ReportCell(age),
                              slow ? ReportCell(*slow) : ReportCell(), age_word(age, slow)});
    }

    const ReportInput& input_;
    const Lifecycle& lifecycle_;
    const Zone& zone_;
    const People& people_;
    PeriodLength length_;
    Cells updated_;
    std::vector<Moment> aside_at_; ///< by row of the leads
    std::size_t cannot_tell_ = 0;
};

} // namespace

ReportTable cohorts_table(const ReportInput& input, const People& people,
                          std::span<const std::uint32_t> chosen) {
    return Cohorts(input, people).make(chosen);
}

} // namespace handoff

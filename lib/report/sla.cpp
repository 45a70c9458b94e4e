#include "report/sla.hpp"

#include "base/parallel.hpp"
#include "base/rounded.hpp"
#include "report/estimate.hpp"
#include "report/followed_leads.hpp"
#include "report/grouping.hpp"
#include "report/handover_count.hpp"
#include "report/lead_cell.hpp"
#include "report/listed.hpp"
#include "report/people.hpp"
#include "report/sla_clocks.hpp"
#include "report/sla_conversion.hpp"
#include "report/sla_times.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <thread>
#include <unordered_map>

namespace handoff {

namespace {

using State = Followup::State;

/// The handovers of one rep, service level …
struct Block {
    std::vector<std::uint32_t> all, by_state[7]; ///< rows of the leads
    Waits waits;                                 ///< working hours to the first touch
    std::optional<double> slowest;               ///< of those that were touched

    void add(const Followup& one) {
        all.push_back(one.row);
        by_state[static_cast<std::size_t>(one.state)].push_back(one.row);
        waits.add(hours(one.worked), one.first_touch.has_value());
        if (one.first_touch) slowest = std::max(hours(one.worked), slowest.value_or(0));
    }
    const std::vector<std::uint32_t>& of(State state) const {
        return by_state[static_cast<std::size_t>(state)];
    }
};

class SlaReport {
  public:
    explicit SlaReport(const ReportInput& input)
        : input_(input), people_(input), leads_(input, "sla", false, &people_.index()) {}

    Report make() {
        Report report{.name = "sla",
                      .title = "Service levels",
                      .question = std::string(sla_question),
                      .stamp = stamp(*input_.agreement, input_.as_of)};
        for (const Followup* each : leads_.chosen()) everything_.add(*each);
        report.facts = facts();
        add_tables(report);
        leads_.add_notes(report.notes);
        return report;
    }

  private:
    /// Each looks at all handovers: so they are made at the same time.
    void add_tables(Report& report) const {
        std::vector<std::function<ReportTable()>> make;
        if (input_.by.empty()) {
            make.emplace_back([this] { return table("levels", "By service level", "service level", "sla"); });
            make.emplace_back([this] { return table("reps", "By rep", "rep", "rep"); });
        } else {
            make.emplace_back([this] { return table("groups", "By " + input_.by, input_.by, input_.by); });
        }
        const std::size_t groupings = make.size();
        make.emplace_back([this] {
            return input_.by.empty() ? waiting_times_table(leads_, "service level", "sla")
                                     : waiting_times_table(leads_, input_.by, input_.by);
        });
        make.emplace_back([this] { return clocks_table(*input_.agreement, input_.as_of, leads_.chosen()); });
        make.emplace_back([this] { return waiting_table(); });
        make.emplace_back([this] { return late_attempts_table(leads_); });
        make.emplace_back([this] { return running_table(leads_, input_.as_of); });
        make.emplace_back([this] { return before_table(); });
        make.emplace_back([this] { return hold_table(); });
        if (!input_.agreement->lifecycle.stages.empty())
            make.emplace_back([this] { return sla_conversion(input_, people_, leads_.chosen()); });
        const std::size_t tables = make.size();
        std::vector<ReportTable> made(tables);
        std::vector<ReportCell> total;
        make.emplace_back([&] {
            total = row("all", everything_);
            return ReportTable();
        });
        made.resize(make.size());
        in_parallel(std::thread::hardware_concurrency(), make.size(), 1,
                    [&](std::size_t i, std::size_t, unsigned) { made[i] = make[i](); });
        for (std::size_t i = 0; i < tables; ++i) {
            if (i < groupings) made[i].total = total;
            made[i].if_any = i >= groupings;
            report.tables.push_back(std::move(made[i]));
        }
        add_uncounted(report.tables.front().notes);
    }

    bool some_paused() const noexcept { return !everything_.of(State::paused).empty(); }

    std::vector<std::pair<std::string, std::string>> facts() const {
        const auto number = [](std::size_t n) { return with_thousands(static_cast<std::int64_t>(n)); };
        const std::size_t kept = everything_.of(State::kept).size(),
                          late = everything_.of(State::late).size(),
                          missed = everything_.of(State::missed).size();
        std::vector<std::pair<std::string, std::string>> facts = {
            {"handed over", number(everything_.all.size())}};
        if (kept + late + missed > 0)
            facts.emplace_back("touched in time", percent_text(static_cast<double>(kept) /
                                                               static_cast<double>(kept + late + missed)));
        facts.emplace_back("late", number(late));
        facts.emplace_back("not touched, and due", number(missed));
        facts.emplace_back("still open", number(everything_.of(State::open).size()));
        if (some_paused()) facts.emplace_back("on hold", number(everything_.of(State::paused).size()));
        const auto [moved, told] = breaches();
        if (moved > 0) facts.emplace_back("re-routed", number(moved));
        if (told > 0) facts.emplace_back("escalated", number(told));
        return facts;
    }

    /// Broken clocks of these handovers for which the lead went to another rep, or somebody was told.
    std::pair<std::size_t, std::size_t> breaches() const {
        if (input_.breaches.empty()) return {};
        std::unordered_map<std::string_view, std::vector<const Ledger::Breach*>> of_lead;
        for (const Ledger::Breach& each : input_.breaches) of_lead[each.lead].push_back(&each);
        std::set<const Ledger::Breach*> ours; // a rep may have had a lead twice
        for (const Followup* one : leads_.chosen())
            if (const auto known = of_lead.find(one->handover->lead); known != of_lead.end())
                for (const Ledger::Breach* each : known->second)
                    if (each->rep == one->handover->rep) ours.insert(each);
        const auto moved = static_cast<std::size_t>(
            std::count_if(ours.begin(), ours.end(), [](const auto* each) { return each->told.empty(); }));
        return {moved, ours.size() - moved};
    }

    ReportTable table(std::string key, std::string title, const std::string& what,
                      const std::string& by) const {
        ReportTable out{.key = std::move(key), .title = std::move(title)};
        out.columns = columns(what);
        for (const auto& [name, block] : leads_.grouped<Block>(by)) out.rows.push_back(row(name, block));
        if (std::string note = note_on_not_reached(out); !note.empty()) out.notes.push_back(std::move(note));
        return out;
    }

    /// What is handed over, and in no other column.
    void add_uncounted(std::vector<std::string>& notes) const {
        if (const std::size_t stopped = everything_.of(State::stopped).size(); stopped > 0)
            notes.push_back(counted(stopped, "handover") +
                            " ended, untouched, before the first touch was due: neither in time nor missed");
        if (const std::size_t untimed = everything_.of(State::untimed).size(); untimed > 0)
            notes.push_back(counted(untimed, "lead") +
                            " without a time for the first touch: neither in time nor late");
    }

    static std::vector<ReportColumn> columns(const std::string& what) {
        return {{.key = "group", .title = what, .definition = "to which the handover belongs"},
                {.key = "handed_over",
                 .title = "handed over",
                 .unit = Unit::count,
                 .definition = "leads given to a rep; one that came back counts again"},
                {.key = "kept",
                 .title = "in time",
                 .unit = Unit::count,
                 .definition = "touched by sales before the target ended",
                 .tone = Tone::good},
                {.key = "late",
                 .title = "late",
                 .unit = Unit::count,
                 .definition = "touched after the target ended",
                 .tone = Tone::bad},
                {.key = "missed",
                 .title = "missed",
                 .unit = Unit::count,
                 .definition = "not touched, though the target ended",
                 .tone = Tone::bad},
                {.key = "open",
                 .title = "open",
                 .unit = Unit::count,
                 .definition = "not touched, and not due yet"},
                {.key = "paused",
                 .title = "on hold",
                 .unit = Unit::count,
                 .definition = "not touched, not due yet, and the clock stands still",
                 .if_any = true},
                {.key = "kept_share",
                 .title = "kept",
                 .unit = Unit::share,
                 .definition = "in time / (in time + late + missed); beside it the 95% range (Wilson)",
                 .ranged = true},
                {.key = "p50",
                 .title = "p50, hours",
                 .unit = Unit::number,
                 .definition = "working hours by which half of the leads were touched, those still waiting "
                               "counted as waiting (Kaplan-Meier); blank: not reached"},
                {.key = "p90",
                 .title = "p90, hours",
                 .unit = Unit::number,
                 .definition = "working hours by which nine of ten were touched; blank: not reached"},
                {.key = "slowest",
                 .title = "slowest, hours",
                 .unit = Unit::number,
                 .definition = "the longest working time to a first touch"}};
    }

    std::vector<ReportCell> row(std::string_view name, const Block& block) const {
        const std::size_t kept = block.of(State::kept).size(),
                          decided = kept + block.of(State::late).size() + block.of(State::missed).size();
        std::vector<ReportCell> cells;
        cells.reserve(12);
        cells.emplace_back(name);
        cells.push_back(handover_count(block.all));
        for (const State state : {State::kept, State::late, State::missed, State::open})
            cells.push_back(handover_count(block.of(state)));
        cells.push_back(handover_count(block.of(State::paused)));
        cells.push_back(share_cell(kept, decided));
        constexpr double shares[] = {.5, .9};
        for (const auto& time : block.waits.quantiles(shares)) cells.push_back(hours_cell(time));
        cells.push_back(hours_cell(block.slowest));
        return cells;
    }

    /// Late, missed, and what will soon be: the worst first.
    ReportTable waiting_table() const {
        ReportTable out{.key = "breaches", .title = "Late, missed and running out"};
        out.columns = {{.key = "rep", .title = "rep", .definition = "who has, or had, the lead"},
                       lead_column(),
                       {.key = "state",
                        .title = "state",
                        .definition = "late: touched too late; missed: due and not touched; open: soon due"},
                       {.key = "due",
                        .title = "due",
                        .unit = Unit::instant,
                        .definition = "when the first touch was due"},
                       {.key = "touched",
                        .title = "touched",
                        .unit = Unit::instant,
                        .definition = "the first touch by sales"},
                       {.key = "used",
                        .title = "time used",
                        .unit = Unit::share,
                        .definition = "of the time that the service level allows, in working time",
                        .multiple = true}};
        std::vector<const Followup*> bad;
        for (const Followup* each : leads_.chosen()) {
            const double warn = each->sla ? each->sla->warn_at : 1;
            const bool soon = each->state == State::open && each->share >= warn;
            if (each->state == State::late || each->state == State::missed || soon) bad.push_back(each);
        }
        // Handovers stand in order of time, by which those that are equally bad are told apart.
        const auto listed = bad.begin() + static_cast<std::ptrdiff_t>(std::min(bad.size(), most_listed));
        std::partial_sort(bad.begin(), listed, bad.end(), [](const Followup* a, const Followup* b) {
            if ((a->state == State::late) != (b->state == State::late)) return b->state == State::late;
            return a->share != b->share ? a->share > b->share : a < b;
        });
        for (std::size_t i = 0; i < bad.size() && i < most_listed; ++i) {
            const Followup& one = *bad[i];
            out.rows.push_back({one.handover->rep, leads_.lead(one.row), std::string(to_text(one.state)),
                                to_text(*one.due),
                                one.first_touch ? ReportCell(to_text(*one.first_touch)) : ReportCell(),
                                std::round(one.share * 1000) / 1000});
        }
        finish_list(out, bad.size());
        return out;
    }

    /// Clocks that stand still now, and why.
    ReportTable hold_table() const {
        ReportTable out{.key = "holds", .title = "Clocks that stand still"};
        out.columns = {
            {.key = "rep", .title = "rep", .definition = "who has the lead"},
            lead_column(),
            {.key = "why",
             .title = "why",
             .definition = "as the agreement's [[pause]] says, or its code",
             .wrap = true},
            {.key = "since", .title = "since", .unit = Unit::instant, .definition = "when it began"},
            {.key = "used",
             .title = "time used",
             .unit = Unit::share,
             .definition = "of the time that the service level allows, before it and between",
             .multiple = true}};
        std::size_t count = 0;
        for (const Followup* each : leads_.chosen()) {
            if (each->state != State::paused || ++count > most_listed) continue;
            const Hold& hold = *std::find_if(each->holds.begin(), each->holds.end(),
                                             [](const Hold& one) { return !one.to; });
            const PauseReason* const pause = input_.agreement->pause(hold.code);
            out.rows.push_back({each->handover->rep, leads_.lead(each->row), pause ? pause->text : hold.code,
                                to_text(hold.from), std::round(each->share * 1000) / 1000});
        }
        finish_list(out, count);
        return out;
    }

    /// Touches that came before the clock started cannot be answers to it.
    ReportTable before_table() const {
        ReportTable out{.key = "before", .title = "Touched before the clock started"};
        out.columns = {
            {.key = "rep", .title = "rep", .definition = "who has, or had, the lead"},
            lead_column(),
            {.key = "start",
             .title = "clock started",
             .unit = Unit::instant,
             .definition = "when the service level began to count"},
            {.key = "touched",
             .title = "touched",
             .unit = Unit::instant,
             .definition = "the last touch by sales before that, and after anybody else had the lead"}};
        std::size_t count = 0;
        for (const Followup* each : leads_.chosen()) {
            if (!each->touched_before || ++count > most_listed) continue;
            out.rows.push_back({each->handover->rep, leads_.lead(each->row), to_text(each->clock_start),
                                to_text(*each->touched_before)});
        }
        if (count > 0)
            out.notes.push_back(counted(count, "handover") +
                                ": such a touch is neither in time nor late, and in no average");
        finish_list(out, count);
        return out;
    }

    const ReportInput& input_;
    People people_;
    FollowedLeads leads_;
    Block everything_;
};

} // namespace

Report sla(const ReportInput& input) { return SlaReport(input).make(); }

} // namespace handoff

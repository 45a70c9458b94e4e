#include "report/sla_clocks.hpp"

#include "report/estimate.hpp"
#include "report/handover_count.hpp"
#include "report/lead_cell.hpp"
#include "report/listed.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <map>

namespace handoff {

namespace {

using State = Followup::State;

/// The handovers of one clock, by what became of it.
struct Count {
    std::vector<std::uint32_t> kept, late, missed, open;
    void add(State state, std::uint32_t row) {
        if (state == State::kept) kept.push_back(row);
        if (state == State::late) late.push_back(row);
        if (state == State::missed) missed.push_back(row);
        if (state == State::open || state == State::paused) open.push_back(row);
    }
};

/// Whether the rep said anything by when an answer was owed.
State answer_state(const Followup& one, Instant as_of) {
    if (one.answered) return *one.answered <= *one.answer_due ? State::kept : State::late;
    const Instant end = std::min(one.handover->ended.value_or(as_of), as_of);
    if (*one.answer_due < end) return State::missed;
    return one.current() ? State::open : State::stopped;
}

/// A clock that is still running.
struct Running {
    enum class Of : std::uint8_t { touch, attempt, answer } of = Of::touch;
    std::uint32_t number = 0; ///< of an attempt
    const Followup* one = nullptr;
    Instant due{};
    double share = 0;

    std::string name() const {
        return of == Of::touch    ? "first touch"
               : of == Of::answer ? "answer"
                                  : "attempt " + std::to_string(number);
    }
    /// The most used first, then by due time; handovers stand in order of time.
    bool comes_before(const Running& other) const noexcept {
        if (share != other.share) return share > other.share;
        if (due != other.due) return due < other.due;
        return one != other.one ? one < other.one : std::pair(of, number) < std::pair(other.of, other.number);
    }
};

/// The time for an answer runs by the clock; its due time is later by holds already.
double answer_share(const Followup& one, Instant as_of) {
    const TimeLimit& target = *one.sla->answer;
    const Duration allowed = target.days != 0 ? std::chrono::hours(24 * target.days) : target.length;
    if (allowed <= Duration::zero()) return 1;
    const Duration left = *one.answer_due - as_of;
    return 1 - static_cast<double>(left.count()) / static_cast<double>(allowed.count());
}

void add_running(std::vector<Running>& running, const Followup& one, Instant as_of) {
    if (one.state == State::open && one.due)
        running.push_back({.one = &one, .due = *one.due, .share = one.share});
    for (const Followup::AttemptClock& clock : one.attempt_clocks)
        if (clock.state == State::open)
            running.push_back({.of = Running::Of::attempt,
                               .number = clock.number,
                               .one = &one,
                               .due = clock.due,
                               .share = clock.share});
    const bool stands_still =
        std::any_of(one.holds.begin(), one.holds.end(), [](const Hold& each) { return !each.to; });
    if (one.answer_due && answer_state(one, as_of) == State::open && !stands_still)
        running.push_back({.of = Running::Of::answer,
                           .one = &one,
                           .due = *one.answer_due,
                           .share = answer_share(one, as_of)});
}

std::vector<ReportColumn> count_columns() {
    return {{.key = "sla", .title = "service level", .definition = "of the handover", .group = true},
            {.key = "clock", .title = "clock", .definition = "what was to be done in time"},
            {.key = "kept",
             .title = "in time",
             .unit = Unit::count,
             .definition = "done before the target ended",
             .tone = Tone::good},
            {.key = "late",
             .title = "late",
             .unit = Unit::count,
             .definition = "done after the target ended",
             .tone = Tone::bad},
            {.key = "missed",
             .title = "missed",
             .unit = Unit::count,
             .definition = "not done, though the target ended",
             .tone = Tone::bad},
            {.key = "open",
             .title = "open",
             .unit = Unit::count,
             .definition = "not done, and not due yet, on hold or not"},
            {.key = "kept_share",
             .title = "kept",
             .unit = Unit::share,
             .definition = "in time / (in time + late + missed); beside it the 95% range (Wilson)",
             .ranged = true}};
}

} // namespace

ReportTable clocks_table(const Agreement& agreement, Instant as_of,
                         const std::vector<const Followup*>& followups) {
    ReportTable out{.key = "clocks", .title = "By clock", .columns = count_columns()};
    bool more_than_touches = false;
    for (const Sla& sla : agreement.slas) {
        Count touches, answers;
        std::map<std::uint32_t, Count> attempts;
        if (sla.attempts)
            for (const auto& [number, target] : sla.attempts->due) attempts[number];
        more_than_touches = more_than_touches || sla.answer || !attempts.empty();
        for (const Followup* each : followups) {
            if (each->sla != &sla) continue;
            touches.add(each->state, each->row);
            for (const Followup::AttemptClock& clock : each->attempt_clocks)
                attempts[clock.number].add(clock.state, each->row);
            if (each->answer_due) answers.add(answer_state(*each, as_of), each->row);
        }
        const auto add = [&](std::string clock, const Count& count) {
            const std::size_t kept = count.kept.size();
            out.rows.push_back({sla.name, std::move(clock), handover_count(count.kept),
                                handover_count(count.late), handover_count(count.missed),
                                handover_count(count.open),
                                share_cell(kept, kept + count.late.size() + count.missed.size())});
        };
        if (sla.first_touch) add("first touch", touches);
        for (const auto& [number, count] : attempts) add("attempt " + std::to_string(number), count);
        if (sla.answer) add("answer", answers);
    }
    if (!more_than_touches) out.rows.clear();
    return out;
}

ReportTable late_attempts_table(const FollowedLeads& leads) {
    ReportTable out{.key = "attempts", .title = "Attempts late, missed and running out"};
    out.columns = {{.key = "rep", .title = "rep", .definition = "who has, or had, the lead"},
                   lead_column(),
                   {.key = "attempt",
                    .title = "attempt",
                    .unit = Unit::count,
                    .definition = "which one: the second, the third …"},
                   {.key = "state",
                    .title = "state",
                    .definition = "late: made too late; missed: due and not made; open: soon due"},
                   {.key = "due", .title = "due", .unit = Unit::instant, .definition = "when it was due"},
                   {.key = "made", .title = "made", .unit = Unit::instant, .definition = "when it was made"},
                   {.key = "used",
                    .title = "time used",
                    .unit = Unit::share,
                    .definition = "of the time that the service level allows, in working time",
                    .multiple = true}};
    std::vector<std::pair<const Followup*, const Followup::AttemptClock*>> bad;
    for (const Followup* each : leads.chosen())
        for (const Followup::AttemptClock& clock : each->attempt_clocks) {
            const bool soon = clock.state == State::open && clock.share >= each->sla->warn_at;
            if (clock.state == State::late || clock.state == State::missed || soon)
                bad.emplace_back(each, &clock);
        }
    const auto listed = bad.begin() + static_cast<std::ptrdiff_t>(std::min(bad.size(), most_listed));
    std::partial_sort(bad.begin(), listed, bad.end(), [](const auto& a, const auto& b) {
        if ((a.second->state == State::late) != (b.second->state == State::late))
            return b.second->state == State::late;
        return a.second->share != b.second->share ? a.second->share > b.second->share : a < b;
    });
    for (std::size_t i = 0; i < bad.size() && i < most_listed; ++i) {
        const auto& [one, clock] = bad[i];
        out.rows.push_back({one->handover->rep, leads.lead(one->row), static_cast<double>(clock->number),
                            std::string(to_text(clock->state)), to_text(clock->due),
                            clock->made ? ReportCell(to_text(*clock->made)) : ReportCell(),
                            std::round(clock->share * 1000) / 1000});
    }
    finish_list(out, bad.size(), "attempt");
    return out;
}

ReportTable running_table(const FollowedLeads& leads, Instant as_of) {
    ReportTable out{.key = "open", .title = "Clocks that are running"};
    std::vector<Running> running;
    for (const Followup* each : leads.chosen()) add_running(running, *each, as_of);
    const bool several = std::any_of(running.begin(), running.end(),
                                     [](const Running& each) { return each.of != Running::Of::touch; });
    out.columns = {{.key = "rep", .title = "rep", .definition = "who has the lead"}, lead_column()};
    if (several)
        out.columns.push_back({.key = "clock", .title = "clock", .definition = "what is to be done in time"});
    out.columns.push_back(
        {.key = "due", .title = "due", .unit = Unit::instant, .definition = "when it is to be done by"});
    out.columns.push_back({.key = "used",
                           .title = "time used",
                           .unit = Unit::share,
                           .definition =
                               "of the time that the service level allows, in working time where it "
                               "counts in that"});
    const auto listed = running.begin() + static_cast<std::ptrdiff_t>(std::min(running.size(), most_listed));
    std::partial_sort(running.begin(), listed, running.end(),
                      [](const Running& a, const Running& b) { return a.comes_before(b); });
    for (auto each = running.begin(); each != listed; ++each) {
        std::vector<ReportCell> row;
        row.reserve(out.columns.size());
        row.emplace_back(each->one->handover->rep);
        row.push_back(leads.lead(each->one->row));
        if (several) row.emplace_back(each->name());
        row.emplace_back(to_text(each->due));
        row.emplace_back(std::round(each->share * 1000) / 1000);
        out.rows.push_back(std::move(row));
    }
    finish_list(out, running.size(), "clock");
    return out;
}

} // namespace handoff

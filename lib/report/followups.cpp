#include "base/big_array.hpp"
#include "base/kept_lists.hpp"
#include "base/parallel.hpp"
#include "base/prefetch.hpp"
#include "ingest/lead_keys.hpp"
#include "report/answers_of_leads.hpp"
#include "report/cadence.hpp"
#include "report/cells.hpp"
#include "report/moment.hpp"
#include "report/sales_touches.hpp"
#include "report/touch_log.hpp"
#include "route/due.hpp"
#include "route/holds.hpp"
#include "route/owner_names.hpp"

#include <handoff/calendar.hpp>
#include <handoff/followup.hpp>
#include <handoff/text_pool.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <deque>
#include <thread>
#include <unordered_map>

namespace handoff {

struct Followups::Impl {
    explicit Impl(const FollowupInput& given)
        : input(given), agreement(*given.agreement), conditions(agreement), reps(agreement),
          created(*given.leads, "created_at"), converted(*given.leads, "converted_at"),
          holds_seen(*given.leads, agreement, given.as_of) {
        if (input.index == nullptr) input.index = &own_index.emplace(*input.leads, input.contacts, merges());
        const LeadKeys& keys = input.index->keys();
        if (input.touches != nullptr) log.emplace(read_touches(keys));
        know_types();
        answers = AnswersOfLeads(input.answers, input.as_of, keys, input.leads->rows());
        for (const Hold& hold : input.holds)
            if (const std::uint32_t row = keys.by_key(hold.lead); row != LeadKeys::none)
                holds_of[row].push_back(&hold);
        follow_all(keys);
    }

    const Merges& merges() const {
        static const Merges none;
        return input.merges ? *input.merges : none;
    }

    /// Of most leads hardly a touch is one of sales, and no other matters.
    TouchLog read_touches(const LeadKeys& keys) const {
        return TouchLog(
            *input.touches, keys, input.leads->rows(), Table(), agreement, input.as_of, "type",
            conditions.all, [](std::string_view type) { return SalesType(type).matters(); }, input.beside);
    }

    void know_types() {
        if (!log) return;
        for (const std::string& name : log->channels()) types.emplace_back(name);
    }

    /// Each handover has a place of its own, so that they stand in order, whoever followed them.
    void follow_all(const LeadKeys& keys) {
        for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i)
            workers.emplace_back(agreement);
        all = BigArray<Followup>(input.handovers.size());
        in_parallel(static_cast<unsigned>(workers.size()), all.size(), handovers_at_once,
                    [&](std::size_t from, std::size_t to, unsigned thread) {
                        std::uint32_t rows[handovers_at_once];
                        const auto handovers = input.handovers.subspan(from, to - from);
                        keys.by_keys(handovers, &Handover::lead, rows);
                        Worker& worker = workers[thread];
                        Times times[handovers_at_once];
                        read_times({rows, handovers.size()}, times);
                        for (std::size_t i = 0; i < handovers.size(); ++i)
                            if (rows[i] != LeadKeys::none)
                                all[from + i] = follow(handovers[i], rows[i], times[i], worker);
                            else
                                ++worker.unknown_leads;
                    });
        for (const Worker& each : workers) unknown_leads += each.unknown_leads;
        if (unknown_leads > 0)
            std::remove_if(all.begin(), all.end(), [](const Followup& each) { return !each.handover; });
        leave_touches_to_their_reps();
        unknown_answers = answers.unknown(known());
    }

    std::span<const Followup> known() const noexcept { return {all.data(), all.size() - unknown_leads}; }

    static constexpr std::size_t handovers_at_once = 1024;

    /// What a lead's own columns say.
    struct Times {
        Moment created, converted;
    };
    /// Handovers stand in order of time, so that the leads of each stand elsewhere in memory: all of it is
    /// asked for before any is read.
    void read_times(std::span<const std::uint32_t> rows, Times* times) const {
        const auto read = [&](const Cells& from, Moment Times::*to) {
            std::string_view cells[handovers_at_once];
            for (std::size_t i = 0; i < rows.size(); ++i) {
                if (rows[i] != LeadKeys::none) cells[i] = from[rows[i]];
                prefetch(cells[i].data(), cells[i].size());
            }
            for (std::size_t i = 0; i < rows.size(); ++i) times[i].*to = Moment::read(cells[i]);
        };
        read(created, &Times::created);
        if (converted.there()) read(converted, &Times::converted);
    }

    /// A touch while another rep had the lead is that rep's, and none before the clock of the next.
    void leave_touches_to_their_reps() {
        std::unordered_map<std::uint32_t, Instant> had_until; // of leads that somebody had before
        for (const Followup& each : known())
            if (each.touched_before && each.handover->again) had_until.try_emplace(each.row, Instant::min());
        if (had_until.empty()) return;
        for (Followup& each : std::span(all).first(known().size())) { // in order of time
            const auto until = had_until.find(each.row);
            if (until == had_until.end()) continue;
            if (each.touched_before && *each.touched_before <= until->second) each.touched_before = {};
            until->second = each.handover->ended.value_or(input.as_of);
        }
    }

    /// What a thread works with, and what its followups point into.
    struct Worker {
        explicit Worker(const Agreement& agreement) : due_times(agreement) {}
        DueTimes due_times;
        KeptLists<Hold> holds;
        KeptLists<Followup::Attempt> attempts;
        KeptLists<Followup::AttemptClock> attempt_clocks;
        TextPool texts;
        std::size_t unknown_leads = 0;
        std::vector<Followup::Attempt> some_attempts; // used again for each lead, as the next
        std::vector<std::string_view> some_channels;
    };

    Followup follow(const Handover& handover, std::uint32_t row, const Times& times, Worker& worker) const {
        Followup one{.handover = &handover, .sla = agreement.sla(handover.sla), .row = row};
        DueTimes& due_times = worker.due_times;
        if (times.created.known()) one.created = times.created.first(agreement.timezone);
        const Rep* const rep = reps.rep(handover.rep);
        const Calendar& calendar = rep ? due_times.calendar_of(*rep) : always;
        const Instant end = std::min(handover.ended.value_or(input.as_of), input.as_of);
        const std::span<const Answer* const> said = answers.of(row);
        const std::span<const TouchLog::Touch> touches =
            log ? log->of(row) : std::span<const TouchLog::Touch>();
        start_clock(one, rep, due_times);
        find_answer(one, said, end);
        find_holds(one, said, end, worker);
        put_off(one, calendar);
        const Instant over = converted_by(one, times.converted, end);
        find_first_touch(one, touches, end);
        measure(one, calendar, over, over < end);
        find_attempts(one, touches, end, worker);
        judge_answer(one, touches, worker.texts);
        judge_cadence(one, touches, end);
        judge_attempts(one, rep, worker, touches, over, over < end);
        return one;
    }

    /// When clocks that nobody answered stop: who was converted meanwhile need not be touched any more.
    Instant converted_by(const Followup& one, Moment converted_at, Instant end) const {
        if (!converted_at.known()) return end;
        const Instant at = converted_at.last(agreement.timezone);
        return at >= one.clock_start && at < end ? at : end;
    }

    void start_clock(Followup& one, const Rep* rep, DueTimes& due_times) const {
        const Handover& handover = *one.handover;
        one.clock_start = handover.at;
        one.due = handover.due_at;
        if (!one.sla) return;
        const DueTimes::Moments moments{
            .created = one.created, .assigned = handover.at, .again = handover.again};
        if (one.sla->starts == Sla::Starts::created && one.created && !handover.again)
            one.clock_start = *one.created;
        if (!one.due && one.sla->first_touch && rep)
            one.due = due_times.of(one.sla, *rep, moments, nullptr).at;
        if (one.sla->answer) {
            // In clock time: an answer is owed also by those who are away.
            const Sla::Target& target = *one.sla->answer;
            one.answer_due =
                handover.at + (target.days != 0 ? std::chrono::hours(24 * target.days) : target.length);
        }
    }

    /// What is known, what the lead shows tonight, and what the rep answered.
    void find_holds(Followup& one, std::span<const Answer* const> said, Instant end, Worker& worker) const {
        std::vector<Hold> found;
        if (const auto known = holds_of.find(one.row); known != holds_of.end())
            for (const Hold* each : known->second) found.push_back(*each);
        const auto change = input.leads_are_newer
                                ? std::nullopt
                                : holds_seen.change(one.row, found.empty() ? nullptr : &found.back());
        if (change) {
            if (!found.empty() && !found.back().to) found.back().to = change->at;
            if (!change->code.empty())
                found.push_back(
                    {.lead = std::string(one.handover->lead), .code = change->code, .from = change->at});
        }
        add_answered_holds(one, said, found);
        std::erase_if(found, [&](Hold& each) {
            const PauseReason* const pause = agreement.pause(each.code);
            if (!pause) return true;
            if (pause->most && each.from + *pause->most < each.to.value_or(input.as_of))
                each.to = each.from + *pause->most;
            return each.from > end || (each.to && *each.to <= one.clock_start);
        });
        std::stable_sort(found.begin(), found.end(),
                         [](const Hold& a, const Hold& b) { return a.from < b.from; });
        one.holds = worker.holds.keep(found);
    }

    /// An acceptance with the code of a pause holds until the next answer.
    void add_answered_holds(const Followup& one, std::span<const Answer* const> said,
                            std::vector<Hold>& found) const {
        for (std::size_t i = 0; i < said.size(); ++i) {
            const Answer& answer = *said[i];
            if (answer.verdict != Answer::Verdict::accept || answer.at < one.handover->at) continue;
            if (answer.disposition.empty()) continue;
            Hold hold{.lead = answer.lead, .code = answer.disposition, .from = answer.at};
            if (i + 1 < said.size()) hold.to = said[i + 1]->at;
            found.push_back(std::move(hold));
        }
    }

    /// A hold that goes on counts up to now.
    std::vector<Pause> pauses_of(const Followup& one) const {
        std::vector<Pause> pauses;
        for (const Hold& each : one.holds) pauses.push_back({each.from, each.to.value_or(input.as_of)});
        return pauses;
    }

    /// What is due is due later by as much working time as a hold took from the clock.
    static Instant later(const Calendar& runs, Instant start, Instant due, std::span<const Pause> pauses) {
        const Duration allowed = due > start ? runs.elapsed(start, due) : Duration::zero();
        return allowed > Duration::zero() && !pauses.empty() ? runs.add(start, allowed, pauses) : due;
    }
    void put_off(Followup& one, const Calendar& calendar) const {
        if (one.holds.empty()) return;
        const std::vector<Pause> pauses = pauses_of(one);
        if (one.due)
            one.due = later(by_the_clock(one) ? always : calendar, one.clock_start, *one.due, pauses);
        if (one.answer_due) one.answer_due = later(always, one.handover->at, *one.answer_due, pauses);
    }

    static bool by_the_clock(const Followup& one) {
        return one.sla && one.sla->first_touch && one.sla->first_touch->clock;
    }
    static bool on_hold(const Followup& one) {
        return std::any_of(one.holds.begin(), one.holds.end(), [](const Hold& each) { return !each.to; });
    }

    void find_first_touch(Followup& one, std::span<const TouchLog::Touch> touches, Instant end) const {
        const std::size_t condition = conditions.of(one.sla);
        for (const TouchLog::Touch& touch : touches) {
            if (!touch.holds(condition)) continue;
            if (touch.instant() < one.clock_start)
                one.touched_before = touch.instant();
            else if (touch.instant() <= end && !one.first_touch)
                one.first_touch = touch.instant();
        }
    }

    void measure(Followup& one, const Calendar& calendar, Instant end, bool is_converted) const {
        const Instant stop = one.first_touch.value_or(end);
        const std::vector<Pause> pauses = pauses_of(one);
        const auto run = [&](const Calendar& runs, Instant to) {
            return std::max(runs.elapsed(one.clock_start, to, pauses), Duration::zero());
        };
        one.elapsed = std::max(stop - one.clock_start, Duration::zero());
        one.worked = run(calendar, stop);
        if (!one.due) return;
        const Calendar& counts = by_the_clock(one) ? always : calendar;
        one.share = used_share(run(counts, *one.due), run(counts, stop), stop > *one.due);
        if (one.first_touch)
            one.state = *one.first_touch <= *one.due ? Followup::State::kept : Followup::State::late;
        else if (*one.due < end)
            one.state = Followup::State::missed;
        else if (!one.current() || is_converted)
            one.state = Followup::State::stopped;
        else
            one.state = on_hold(one) ? Followup::State::paused : Followup::State::open;
    }

    static double used_share(Duration allowed, Duration used, bool over) {
        if (allowed <= Duration::zero()) return over ? 1 : 0;
        return static_cast<double>(used.count()) / static_cast<double>(allowed.count());
    }

    /// The clocks of the attempts that have targets. They stop when nobody has to be tried any more.
    void judge_attempts(Followup& one, const Rep* rep, Worker& worker,
                        std::span<const TouchLog::Touch> touches, Instant end, bool is_converted) const {
        if (!one.sla || !one.sla->attempts || one.sla->attempts->due.empty() || !rep) return;
        const Calendar& calendar = worker.due_times.calendar_of(*rep);
        const Instant start = one.handover->at;
        const std::vector<Pause> pauses = pauses_of(one);
        Instant over = one.came_back() ? std::min(end, one.answer->at) : end;
        bool stopped = !one.current() || one.came_back() || is_converted;
        if (const auto at = first_conversation(one, touches, over)) {
            over = *at;
            stopped = true;
        }
        std::vector<Followup::AttemptClock> clocks;
        for (const auto& [number, target] : one.sla->attempts->due) {
            const Calendar& runs = target.clock ? always : calendar;
            Followup::AttemptClock clock{
                .number = number,
                .due = later(runs, start, worker.due_times.of_attempt(target, *rep, start), pauses)};
            if (one.attempts.size() >= number && one.attempts[number - 1].at <= over)
                clock.made = one.attempts[number - 1].at;
            const Instant stop = clock.made.value_or(over);
            const auto run = [&](Instant to) {
                return std::max(runs.elapsed(start, to, pauses), Duration::zero());
            };
            clock.share = used_share(run(clock.due), run(stop), stop > clock.due);
            clock.state = clock.made
                              ? (*clock.made <= clock.due ? Followup::State::kept : Followup::State::late)
                          : clock.due < over ? Followup::State::missed
                          : stopped          ? Followup::State::stopped
                          : on_hold(one)     ? Followup::State::paused
                                             : Followup::State::open;
            clocks.push_back(clock);
        }
        one.attempt_clocks = worker.attempt_clocks.keep(clocks);
    }

    void find_attempts(Followup& one, std::span<const TouchLog::Touch> touches, Instant end,
                       Worker& worker) const {
        const Duration gap = one.sla && one.sla->attempts ? one.sla->attempts->gap : Duration::zero();
        std::vector<Followup::Attempt>& attempts = worker.some_attempts;
        std::vector<std::string_view>& channels = worker.some_channels; // of a few
        channels.clear();
        for (const TouchLog::Touch& touch : touches) {
            if (!types[touch.channel].attempt) continue;
            if (touch.instant() < one.handover->at || touch.instant() > end) continue;
            if (!attempts.empty() && touch.instant() - attempts.back().at < gap) {
                ++one.too_soon;
                continue;
            }
            const TouchType& type = *types[touch.channel].known;
            attempts.push_back({touch.instant(), type.name, type.channel});
            if (std::find(channels.begin(), channels.end(), type.channel) == channels.end())
                channels.push_back(type.channel);
        }
        one.channels = static_cast<std::uint16_t>(channels.size());
        one.attempts = worker.attempts.keep(attempts);
    }

    /// The last answer given while the rep had the lead, or after that if nobody else has it.
    static void find_answer(Followup& one, std::span<const Answer* const> said, Instant end) {
        for (const Answer* answer : said) {
            if (answer->at < one.handover->at || answer->at > end) continue;
            one.answer = answer;
            one.verdict = answer->verdict;
            if (!one.answered) one.answered = answer->at;
            ++one.answers;
        }
    }

    /// When the person took part for the first time since the handover.
    std::optional<Instant> first_conversation(const Followup& one, std::span<const TouchLog::Touch> touches,
                                              Instant until) const {
        for (const TouchLog::Touch& touch : touches) {
            if (types[touch.channel].conversation && touch.instant() >= one.handover->at &&
                touch.instant() <= until)
                return touch.instant();
        }
        return std::nullopt;
    }
    bool reached(const Followup& one, std::span<const TouchLog::Touch> touches, Instant until) const {
        return first_conversation(one, touches, until).has_value();
    }

    /// Whether an answer that must be earned was, at the time at which it was given. What the ledger took for
    /// earned stays so.
    void judge_answer(Followup& one, std::span<const TouchLog::Touch> touches, TextPool& texts) const {
        if (!one.answer || one.answer->verdict == Answer::Verdict::accept) return;
        const Disposition* const code = agreement.disposition(one.answer->disposition);
        if (!code || !code->earned_by_attempts || !one.sla || !one.sla->attempts) return;
        if (one.handover->ended == one.answer->at || reached(one, touches, one.answer->at)) return;
        const Sla::Attempts& agreed = *one.sla->attempts;
        const AttemptsMade made = attempts_made(one.attempts, agreed, one.answer->at, pauses_of(one));
        if (!made.met(agreed)) one.unearned = texts.word(made.text(agreed));
    }

    void judge_cadence(Followup& one, std::span<const TouchLog::Touch> touches, Instant end) const {
        if (!one.sla || !one.sla->attempts) return;
        const Sla::Attempts& agreed = *one.sla->attempts;
        const std::vector<Pause> pauses = pauses_of(one);
        if (reached(one, touches, end)) {
            one.cadence = Followup::Cadence::reached;
        } else if (attempts_made(one.attempts, agreed, end, pauses).met(agreed)) {
            one.cadence = Followup::Cadence::done;
        } else if (always.add(one.handover->at, agreed.within, pauses) < end) {
            one.cadence = Followup::Cadence::given_up;
        } else if (!one.current() || one.came_back()) {
            one.cadence = Followup::Cadence::ended;
        } else {
            one.cadence = Followup::Cadence::running;
            if (!on_hold(one))
                one.next_attempt =
                    one.attempts.empty() ? one.handover->at : one.attempts.back().at + agreed.gap;
        }
    }

    FollowupInput input;
    std::optional<LeadIndex> own_index;
    const Agreement& agreement;
    FirstTouchConditions conditions;
    OwnerNames reps;
    Cells created, converted;
    HoldsSeen holds_seen;
    std::unordered_map<std::uint32_t, std::vector<const Hold*>> holds_of; ///< by the rows of leads
    Calendar always = Calendar::always();
    std::optional<TouchLog> log;
    std::vector<SalesType> types; ///< by the log's channels, which are types here
    AnswersOfLeads answers;
    std::deque<Worker> workers; ///< by thread
    BigArray<Followup> all;     ///< at its end some that are over, of unknown leads
    std::size_t unknown_leads = 0, unknown_answers = 0;
};

Followups::Followups(const FollowupInput& input) : impl_(std::make_unique<Impl>(input)) {}
Followups::~Followups() = default;
Followups::Followups(Followups&&) noexcept = default;

std::span<const Followup> Followups::all() const noexcept { return impl_->known(); }
std::size_t Followups::unknown_leads() const noexcept { return impl_->unknown_leads; }
std::size_t Followups::unknown_answers() const noexcept { return impl_->unknown_answers; }

void Followups::add_notes(std::vector<std::string>& notes) const {
    if (impl_->unknown_leads > 0)
        notes.push_back(counted(impl_->unknown_leads, "handover") +
                        " of leads that are not among these: left out");
    if (unknown_answers() > 0)
        notes.push_back(counted(unknown_answers(), "answer") +
                        " for leads that were not handed over at that time: left out");
    if (impl_->log) impl_->log->add_notes(notes);
}

std::string_view to_text(Followup::State state) noexcept {
    switch (state) {
    case Followup::State::untimed:
        return "untimed";
    case Followup::State::open:
        return "open";
    case Followup::State::kept:
        return "kept";
    case Followup::State::late:
        return "late";
    case Followup::State::missed:
        return "missed";
    case Followup::State::stopped:
        return "stopped";
    case Followup::State::paused:
        return "paused";
    }
    return "untimed";
}

std::string_view to_text(Followup::Cadence cadence) noexcept {
    switch (cadence) {
    case Followup::Cadence::none:
        return "none";
    case Followup::Cadence::running:
        return "running";
    case Followup::Cadence::done:
        return "done";
    case Followup::Cadence::reached:
        return "reached";
    case Followup::Cadence::given_up:
        return "given up";
    case Followup::Cadence::ended:
        return "ended";
    }
    return "none";
}

} // namespace handoff

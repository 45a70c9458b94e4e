#include "base/parallel.hpp"
#include "ingest/lead_keys.hpp"
#include "ingest/touch_types.hpp"
#include "report/cadence.hpp"
#include "report/cells.hpp"
#include "report/moment.hpp"
#include "report/touch_log.hpp"
#include "route/due.hpp"
#include "route/holds.hpp"
#include "route/owner_names.hpp"

#include <handoff/calendar.hpp>
#include <handoff/followup.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>
#include <unordered_map>

namespace handoff {

namespace {

/// Touches in which the person took part: whoever was reached need not be tried again.
bool is_conversation(std::string_view type) noexcept {
    constexpr std::string_view types[] = {"call_connected", "reply", "meeting_booked", "meeting",
                                          "demo_given"};
    return std::find(std::begin(types), std::end(types), type) != std::end(types);
}

/// What counts as sales having reacted where the agreement does not say: an attempt, or a conversation.
Expression reacted() {
    std::string text;
    for (const TouchType& type : touch_types())
        if (type.sales_attempt || is_conversation(type.name))
            text += (text.empty() ? "type in ('" : "', '") + std::string(type.name);
    return Expression::parse(text + "')");
}

/// What a type of touch is to those who follow up; most are nothing.
struct SalesType {
    explicit SalesType(std::string_view name) : known(touch_type(name)) {
        if (!known) return;
        attempt = known->sales_attempt;
        conversation = is_conversation(known->name);
    }
    bool matters() const noexcept { return attempt || conversation; }

    const TouchType* known; ///< none: not ours
    bool attempt = false, conversation = false;
};

/// The conditions of all service levels, each once; the first is that of those that have none.
struct Conditions {
    explicit Conditions(const Agreement& agreement) : all{reacted()} {
        for (const Sla& sla : agreement.slas) {
            if (sla.touch.empty()) continue;
            const auto same = [&](const Expression& each) { return each.text() == sla.touch.text(); };
            const auto known = std::find_if(all.begin(), all.end(), same);
            number[&sla] = static_cast<std::size_t>(known - all.begin());
            if (known == all.end()) all.push_back(sla.touch);
        }
        if (all.size() > TouchLog::most_conditions)
            throw Error(Fault::request, "the service levels have more than " +
                                            std::to_string(TouchLog::most_conditions - 1) +
                                            " different conditions 'touch'");
    }
    std::size_t of(const Sla* sla) const {
        const auto known = number.find(sla);
        return known == number.end() ? 0 : known->second;
    }
    std::vector<Expression> all;
    std::map<const Sla*, std::size_t> number;
};

} // namespace

struct Followups::Impl {
    explicit Impl(const FollowupInput& given)
        : input(given), agreement(*given.agreement), conditions(agreement), reps(agreement),
          created(*given.leads, "created_at"), holds_seen(*given.leads, agreement, given.as_of) {
        const LeadKeys keys = LeadKeys::of(*input.leads, input.contacts, merges());
        if (input.touches != nullptr) log.emplace(read_touches(keys));
        know_types();
        know_answers();
        for (const Hold& hold : input.holds) holds_of[hold.lead].push_back(&hold);
        follow_all(keys);
    }

    const Merges& merges() const {
        static const Merges none;
        return input.merges ? *input.merges : none;
    }

    /// Of most leads hardly a touch is one of sales, and no other matters.
    TouchLog read_touches(const LeadKeys& keys) const {
        return TouchLog(*input.touches, keys, input.leads->rows(), Table(), agreement, input.as_of, "type",
                        conditions.all, [](std::string_view type) { return SalesType(type).matters(); });
    }

    void know_types() {
        if (!log) return;
        for (const std::string& name : log->channels()) types.emplace_back(name);
    }

    /// Each handover has a place of its own, so that they stand in order, whoever followed them.
    void follow_all(const LeadKeys& keys) {
        constexpr std::size_t handovers_at_once = 1024;
        const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
        std::vector<DueTimes> due_times(threads, DueTimes(agreement));
        all.reserve(input.handovers.size());
        touch_in_parallel(all.data(), input.handovers.size() * sizeof(Followup));
        all.resize(input.handovers.size());
        in_parallel(threads, all.size(), handovers_at_once,
                    [&](std::size_t from, std::size_t to, unsigned thread) {
                        for (std::size_t i = from; i < to; ++i) {
                            const Handover& handover = input.handovers[i];
                            std::uint32_t row = keys.by_id(handover.lead);
                            if (row == LeadKeys::none) row = keys.by_email(handover.lead);
                            if (row != LeadKeys::none) all[i] = follow(handover, row, due_times[thread]);
                        }
                    });
        unknown_leads = std::erase_if(all, [](const Followup& each) { return each.handover == nullptr; });
        for (const auto& [lead, mine] : answers_of)
            if (!mine.used) unknown_answers += mine.answers.size();
    }

    struct Answers {
        std::vector<const Answer*> answers; ///< in order of time
        mutable std::atomic<bool> used{false};
        void use() const noexcept { used.store(true, std::memory_order_relaxed); }
    };
    void know_answers() {
        for (const Answer& answer : input.answers)
            if (answer.at <= input.as_of) answers_of[answer.lead].answers.push_back(&answer);
        for (auto& [lead, mine] : answers_of)
            std::stable_sort(mine.answers.begin(), mine.answers.end(),
                             [](const Answer* a, const Answer* b) { return a->at < b->at; });
    }

    Followup follow(const Handover& handover, std::uint32_t row, DueTimes& due_times) const {
        Followup one{.handover = &handover, .row = row, .sla = agreement.sla(handover.sla)};
        if (const Moment moment = Moment::read(created[row]); moment.known())
            one.created = moment.first(agreement.timezone);
        const Rep* const rep = reps.rep(handover.rep);
        const Calendar& calendar = rep ? due_times.calendar_of(*rep) : always;
        const Instant end = std::min(handover.ended.value_or(input.as_of), input.as_of);
        const auto known = answers_of.find(handover.lead);
        const Answers* const answers = known == answers_of.end() ? nullptr : &known->second;
        const std::span<const TouchLog::Touch> touches =
            log ? log->of(row) : std::span<const TouchLog::Touch>();
        start_clock(one, rep, due_times);
        if (answers) find_answer(one, *answers, end);
        find_holds(one, answers, end);
        put_off(one, calendar);
        find_first_touch(one, touches, end);
        measure(one, calendar, end);
        find_attempts(one, touches, end);
        judge_answer(one, touches);
        judge_cadence(one, touches, end);
        judge_attempts(one, rep, due_times, touches, end);
        return one;
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
    void find_holds(Followup& one, const Answers* answers, Instant end) const {
        std::vector<Hold> found;
        if (const auto known = holds_of.find(one.handover->lead); known != holds_of.end())
            for (const Hold* each : known->second) found.push_back(*each);
        if (const auto change = holds_seen.change(one.row, found.empty() ? nullptr : &found.back())) {
            if (!found.empty() && !found.back().to) found.back().to = change->at;
            if (!change->code.empty())
                found.push_back({.lead = one.handover->lead, .code = change->code, .from = change->at});
        }
        if (answers) add_answered_holds(one, answers->answers, found);
        for (Hold& each : found) {
            const PauseReason* const pause = agreement.pause(each.code);
            if (!pause) continue;
            if (pause->most && each.from + *pause->most < each.to.value_or(input.as_of))
                each.to = each.from + *pause->most;
            if (each.from <= end && (!each.to || *each.to > one.clock_start))
                one.holds.push_back(std::move(each));
        }
        std::stable_sort(one.holds.begin(), one.holds.end(),
                         [](const Hold& a, const Hold& b) { return a.from < b.from; });
    }

    /// An acceptance with the code of a pause holds until the next answer.
    static void add_answered_holds(const Followup& one, const std::vector<const Answer*>& answers,
                                   std::vector<Hold>& found) {
        for (std::size_t i = 0; i < answers.size(); ++i) {
            const Answer& answer = *answers[i];
            if (answer.verdict != Answer::Verdict::accept || answer.at < one.handover->at) continue;
            Hold hold{.lead = answer.lead, .code = answer.disposition, .from = answer.at};
            if (i + 1 < answers.size()) hold.to = answers[i + 1]->at;
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

    void measure(Followup& one, const Calendar& calendar, Instant end) const {
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
        else if (!one.current())
            one.state = Followup::State::stopped;
        else
            one.state = on_hold(one) ? Followup::State::paused : Followup::State::open;
    }

    static double used_share(Duration allowed, Duration used, bool over) {
        if (allowed <= Duration::zero()) return over ? 1 : 0;
        return static_cast<double>(used.count()) / static_cast<double>(allowed.count());
    }

    /// The clocks of the attempts that have targets. They stop when nobody has to be tried any more.
    void judge_attempts(Followup& one, const Rep* rep, const DueTimes& due_times,
                        std::span<const TouchLog::Touch> touches, Instant end) const {
        if (!one.sla || !one.sla->attempts || one.sla->attempts->due.empty() || !rep) return;
        const Calendar& calendar = due_times.calendar_of(*rep);
        const Instant start = one.handover->at;
        const std::vector<Pause> pauses = pauses_of(one);
        Instant over = one.came_back() ? std::min(end, one.answer->at) : end;
        bool stopped = !one.current() || one.came_back();
        if (const auto at = first_conversation(one, touches, over)) {
            over = *at;
            stopped = true;
        }
        for (const auto& [number, target] : one.sla->attempts->due) {
            const Calendar& runs = target.clock ? always : calendar;
            Followup::AttemptClock clock{
                .number = number,
                .due = later(runs, start, due_times.of_attempt(target, *rep, start), pauses)};
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
            one.attempt_clocks.push_back(clock);
        }
    }

    void find_attempts(Followup& one, std::span<const TouchLog::Touch> touches, Instant end) const {
        const Duration gap = one.sla && one.sla->attempts ? one.sla->attempts->gap : Duration::zero();
        std::vector<std::string_view> channels; // of a few
        for (const TouchLog::Touch& touch : touches) {
            if (!types[touch.channel].attempt) continue;
            if (touch.instant() < one.handover->at || touch.instant() > end) continue;
            if (!one.attempts.empty() && touch.instant() - one.attempts.back().at < gap) {
                ++one.too_soon;
                continue;
            }
            const TouchType& type = *types[touch.channel].known;
            one.attempts.push_back({touch.instant(), type.name, type.channel});
            if (std::find(channels.begin(), channels.end(), type.channel) == channels.end())
                channels.push_back(type.channel);
        }
        one.channels = channels.size();
    }

    /// The last answer given while the rep had the lead, or after that if nobody else has it.
    static void find_answer(Followup& one, const Answers& mine, Instant end) {
        for (const Answer* answer : mine.answers) {
            if (answer->at < one.handover->at || answer->at > end) continue;
            one.answer = answer;
            if (!one.answered) one.answered = answer->at;
            ++one.answers;
            mine.use();
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
    void judge_answer(Followup& one, std::span<const TouchLog::Touch> touches) const {
        if (!one.answer || one.answer->verdict == Answer::Verdict::accept) return;
        const Disposition* const code = agreement.disposition(one.answer->disposition);
        if (!code || !code->earned_by_attempts || !one.sla || !one.sla->attempts) return;
        if (one.handover->ended == one.answer->at || reached(one, touches, one.answer->at)) return;
        const Sla::Attempts& agreed = *one.sla->attempts;
        const AttemptsMade made = attempts_made(one.attempts, agreed, one.answer->at, pauses_of(one));
        if (!made.met(agreed)) one.unearned = made.text(agreed);
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
    const Agreement& agreement;
    Conditions conditions;
    OwnerNames reps;
    Cells created;
    HoldsSeen holds_seen;
    std::unordered_map<std::string_view, std::vector<const Hold*>> holds_of;
    Calendar always = Calendar::always();
    std::optional<TouchLog> log;
    std::vector<SalesType> types; ///< by the log's channels, which are types here
    std::unordered_map<std::string_view, Answers> answers_of;
    std::vector<Followup> all;
    std::size_t unknown_leads = 0, unknown_answers = 0;
};

Followups::Followups(const FollowupInput& input) : impl_(std::make_unique<Impl>(input)) {}
Followups::~Followups() = default;
Followups::Followups(Followups&&) noexcept = default;

std::span<const Followup> Followups::all() const noexcept { return impl_->all; }
std::size_t Followups::unknown_leads() const noexcept { return impl_->unknown_leads; }
std::size_t Followups::unknown_answers() const noexcept { return impl_->unknown_answers; }

void Followups::add_notes(std::vector<std::string>& notes) const {
    if (impl_->unknown_leads > 0)
        notes.push_back(counted(impl_->unknown_leads, "handover") +
                        " of leads that are not among these: left out");
    if (impl_->unknown_answers > 0)
        notes.push_back(counted(impl_->unknown_answers, "answer") +
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

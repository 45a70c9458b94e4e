#include "ingest/lead_keys.hpp"
#include "ingest/touch_types.hpp"
#include "report/cells.hpp"
#include "report/moment.hpp"
#include "report/touch_log.hpp"
#include "route/due.hpp"

#include <handoff/calendar.hpp>
#include <handoff/followup.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <map>
#include <set>
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
        : input(given), agreement(*given.agreement), conditions(agreement), due_times(agreement),
          created(*given.leads, "created_at") {
        for (const CalendarSettings& settings : agreement.calendars)
            calendars.emplace(settings.name, Calendar(settings));
        if (input.touches != nullptr) log.emplace(read_touches());
        know_types();
        know_answers();
        const LeadIndex index(*input.leads, input.contacts, merges());
        for (const Handover& handover : input.handovers) {
            std::uint32_t row = index.by_id(handover.lead);
            if (row == LeadIndex::none) row = index.by_email(handover.lead);
            if (row == LeadIndex::none)
                ++unknown_leads;
            else
                all.push_back(follow(handover, row));
        }
        for (const auto& [lead, mine] : answers_of)
            if (!mine.used) unknown_answers += mine.answers.size();
    }

    const Merges& merges() const {
        static const Merges none;
        return input.merges ? *input.merges : none;
    }

    TouchLog read_touches() const {
        const LeadKeys keys = LeadKeys::of(*input.leads, input.contacts, merges());
        return TouchLog(*input.touches, keys, input.leads->rows(), Table(), agreement, input.as_of, "type",
                        conditions.all);
    }

    void know_types() {
        if (!log) return;
        for (const std::string& name : log->channels()) types.push_back(touch_type(name));
    }

    struct Answers {
        std::vector<const Answer*> answers; ///< in order of time
        bool used = false;
    };
    void know_answers() {
        for (const Answer& answer : input.answers)
            if (answer.at <= input.as_of) answers_of[answer.lead].answers.push_back(&answer);
        for (auto& [lead, mine] : answers_of)
            std::stable_sort(mine.answers.begin(), mine.answers.end(),
                             [](const Answer* a, const Answer* b) { return a->at < b->at; });
    }

    const Calendar& calendar_of(const Rep* rep) const {
        const auto named = rep ? calendars.find(rep->calendar) : calendars.end();
        return named == calendars.end() ? always : named->second;
    }

    Followup follow(const Handover& handover, std::uint32_t row) {
        Followup one{.handover = &handover, .row = row, .sla = agreement.sla(handover.sla)};
        if (const Moment moment = Moment::read(created[row]); moment.known())
            one.created = moment.first(agreement.timezone);
        const Rep* const rep = agreement.rep(handover.rep);
        start_clock(one, rep);
        const Instant end = std::min(handover.ended.value_or(input.as_of), input.as_of);
        const std::span<const TouchLog::Touch> touches =
            log ? log->of(row) : std::span<const TouchLog::Touch>();
        find_first_touch(one, touches, end);
        measure(one, calendar_of(rep), end);
        find_attempts(one, touches, end);
        find_answer(one, end);
        judge_cadence(one, touches, end);
        return one;
    }

    void start_clock(Followup& one, const Rep* rep) {
        const Handover& handover = *one.handover;
        one.clock_start = handover.at;
        one.due = handover.due_at;
        if (!one.sla) return;
        if (one.sla->starts == Sla::Starts::created && one.created) one.clock_start = *one.created;
        if (one.due || !one.sla->first_touch || !rep) return;
        one.due = due_times.of(one.sla, *rep, {one.created, std::nullopt, handover.at}, nullptr).at;
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
        one.elapsed = std::max(stop - one.clock_start, Duration::zero());
        one.worked = std::max(calendar.elapsed(one.clock_start, stop), Duration::zero());
        if (!one.due) return;
        const bool by_the_clock = one.sla && one.sla->first_touch && one.sla->first_touch->clock;
        const Duration allowed =
            by_the_clock ? *one.due - one.clock_start : calendar.elapsed(one.clock_start, *one.due);
        const Duration used = by_the_clock ? one.elapsed : one.worked;
        one.share = allowed > Duration::zero()
                        ? static_cast<double>(used.count()) / static_cast<double>(allowed.count())
                        : (stop > *one.due ? 1 : 0);
        if (one.first_touch)
            one.state = *one.first_touch <= *one.due ? Followup::State::kept : Followup::State::late;
        else if (*one.due < end)
            one.state = Followup::State::missed;
        else
            one.state = one.current() ? Followup::State::open : Followup::State::stopped;
    }

    void find_attempts(Followup& one, std::span<const TouchLog::Touch> touches, Instant end) const {
        const Duration gap = one.sla && one.sla->attempts ? one.sla->attempts->gap : Duration::zero();
        std::set<std::string_view> channels;
        for (const TouchLog::Touch& touch : touches) {
            const TouchType* const type = types[touch.channel];
            if (!type || !type->sales_attempt) continue;
            if (touch.instant() < one.handover->at || touch.instant() > end) continue;
            if (!one.attempts.empty() && touch.instant() - one.attempts.back().at < gap) {
                ++one.too_soon;
                continue;
            }
            one.attempts.push_back({touch.instant(), type->name, type->channel});
            channels.insert(type->channel);
        }
        one.channels = channels.size();
    }

    /// The last answer given while the rep had the lead, or after that if nobody else has it.
    void find_answer(Followup& one, Instant end) {
        const auto mine = answers_of.find(one.handover->lead);
        if (mine == answers_of.end()) return;
        for (const Answer* answer : mine->second.answers) {
            if (answer->at < one.handover->at || answer->at > end) continue;
            one.answer = answer;
            ++one.answers;
            mine->second.used = true;
        }
    }

    void judge_cadence(Followup& one, std::span<const TouchLog::Touch> touches, Instant end) const {
        if (!one.sla || !one.sla->attempts) return;
        const Sla::Attempts& agreed = *one.sla->attempts;
        const Instant last = one.handover->at + agreed.within;
        const bool reached = std::any_of(touches.begin(), touches.end(), [&](const TouchLog::Touch& touch) {
            const TouchType* const type = types[touch.channel];
            return type && is_conversation(type->name) && touch.instant() >= one.handover->at &&
                   touch.instant() <= end;
        });
        std::size_t in_time = 0;
        std::set<std::string_view> channels;
        for (const Followup::Attempt& attempt : one.attempts) {
            if (attempt.at > last) break;
            ++in_time;
            channels.insert(attempt.channel);
        }
        if (reached) {
            one.cadence = Followup::Cadence::reached;
        } else if (in_time >= agreed.at_least && channels.size() >= agreed.channels) {
            one.cadence = Followup::Cadence::done;
        } else if (last < end) {
            one.cadence = Followup::Cadence::given_up;
        } else if (!one.current() || (one.answer && one.answer->verdict != Answer::Verdict::accept)) {
            one.cadence = Followup::Cadence::ended;
        } else {
            one.cadence = Followup::Cadence::running;
            one.next_attempt = one.attempts.empty() ? one.handover->at : one.attempts.back().at + agreed.gap;
        }
    }

    FollowupInput input;
    const Agreement& agreement;
    Conditions conditions;
    DueTimes due_times;
    Cells created;
    std::map<std::string, Calendar, std::less<>> calendars;
    Calendar always = Calendar::always();
    std::optional<TouchLog> log;
    std::vector<const TouchType*> types; ///< by the log's channels, which are types here; none: not ours
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

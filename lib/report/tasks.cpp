#include "report/tasks.hpp"

#include "report/followed_leads.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace handoff {

namespace {

using Cadence = Followup::Cadence;
using State = Followup::State;

class Tasks {
  public:
    explicit Tasks(const TasksAt& at) : at_(at) {}

    void add(const Followup& one) {
        if (one.state == State::paused) return;
        const bool refused = !one.unearned.empty();
        const bool tried = one.cadence == Cadence::done || one.cadence == Cadence::reached;
        if (refused && tried)
            tasks_.push_back(
                {Task::Kind::answer, &one,
                 fmt::format("'{}' came before it was earned: answer again", one.answer->disposition),
                 std::nullopt});
        else if (refused)
            tasks_.push_back(
                {Task::Kind::attempts_missing, &one,
                 fmt::format("'{}' is not earned yet: {}", one.answer->disposition, one.unearned),
                 std::nullopt});
        else if (!one.first_touch && one.due)
            tasks_.push_back({*one.due < at_.as_of ? Task::Kind::overdue_touch : Task::Kind::touch, &one,
                              "first touch", one.due});
        else if (one.cadence == Cadence::running && one.next_attempt)
            add_attempt(one);
        else if (one.cadence == Cadence::given_up)
            tasks_.push_back({Task::Kind::attempts_missing, &one, tried_text(one),
                              one.handover->at + one.sla->attempts->within});
        if (!one.answer && one.answer_due && *one.answer_due <= at_.until)
            tasks_.push_back({Task::Kind::answer, &one, "accept, reject or return it", one.answer_due});
        if (const auto broken = broken_clock(one, at_.as_of)) escalate(one, *broken);
    }
    std::vector<Task> take() { return std::move(tasks_); }

  private:
    /// The next attempt, by when it is due where the agreement says so, else from when on it counts.
    void add_attempt(const Followup& one) {
        const auto next = std::find_if(one.attempt_clocks.begin(), one.attempt_clocks.end(),
                                       [&](const auto& each) { return each.number > one.attempts.size(); });
        const bool due = next != one.attempt_clocks.end();
        if (due && next->due < at_.as_of)
            tasks_.push_back({Task::Kind::overdue_attempt, &one, attempt_text(one, *next), next->due});
        else if (due && std::min(next->due, *one.next_attempt) <= at_.until)
            tasks_.push_back({Task::Kind::attempt, &one, attempt_text(one, *next), next->due});
        else if (!due && *one.next_attempt <= at_.until)
            tasks_.push_back({Task::Kind::attempt, &one, attempt_text(one), one.next_attempt});
    }

    /// Who is told of a broken clock has it on the list, until it is mended.
    void escalate(const Followup& one, const BrokenClock& broken) {
        const auto told =
            std::find_if(at_.breaches.rbegin(), at_.breaches.rend(), [&](const Ledger::Breach& each) {
                return each.lead == one.handover->lead && each.rep == one.handover->rep && !each.told.empty();
            });
        if (told == at_.breaches.rend() || told->at < one.handover->at) return;
        tasks_.push_back({Task::Kind::escalated, &one,
                          fmt::format("see to it: {} missed {}", one.handover->rep, broken.missed),
                          broken.due, told->told});
    }

    static std::string attempt_text(const Followup& one) {
        std::string text =
            fmt::format("attempt {} of {}", one.attempts.size() + 1, one.sla->attempts->at_least);
        if (one.channels < one.sla->attempts->channels && !one.attempts.empty())
            text += fmt::format(", not by {} again", one.attempts.back().channel);
        return text;
    }

    /// A later attempt than the next may be the one that is due.
    static std::string attempt_text(const Followup& one, const Followup::AttemptClock& due) {
        std::string text = attempt_text(one);
        if (due.number > one.attempts.size() + 1) text += fmt::format("; attempt {} is due", due.number);
        return text;
    }

    /// What was done until the time for it was over, and what of it was missing.
    static std::string tried_text(const Followup& one) {
        const Sla::Attempts& agreed = *one.sla->attempts;
        std::string text = fmt::format("{} of {} attempts made", one.attempts.size(), agreed.at_least);
        if (one.channels < agreed.channels)
            text += fmt::format(", on {} of {} channels", one.channels, agreed.channels);
        else if (one.attempts.size() >= agreed.at_least)
            text += ", not within " + to_text(agreed.within);
        return text + ": try again, or answer";
    }

    const TasksAt& at_;
    std::vector<Task> tasks_;
};

} // namespace

std::vector<Task> tasks_of(const Followup& one, const TasksAt& at) {
    Tasks tasks(at);
    if (one.current() && !one.came_back()) tasks.add(one);
    return tasks.take();
}

std::string when_due(const Task& task, Instant as_of) {
    if (!task.due) return {};
    const Duration left = *task.due - as_of;
    return left < Duration::zero() ? rough_text(-left) + " ago" : "in " + rough_text(left);
}

} // namespace handoff

#include "report/worklist.hpp"

#include "report/followed_leads.hpp"
#include "report/stays.hpp"
#include "report/unrouted.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace handoff {

namespace {

using Cadence = Followup::Cadence;
using State = Followup::State;

/// One thing to do. Lower kinds come first.
struct Task {
    enum class Kind {
        escalated,
        overdue_touch,
        overdue_attempt,
        touch,
        attempt,
        attempts_missing,
        answer
    } kind = Kind::touch;
    const Followup* lead = nullptr;
    std::string what;
    std::optional<Instant> due;
    std::string told = {}; ///< who does it, where that is not the lead's rep
    const std::string& who() const noexcept { return told.empty() ? lead->handover->rep : told; }
};

std::string sentence(const Task& task, Instant as_of) {
    if (!task.due) return {};
    const double left = hours(*task.due - as_of);
    const double size = std::abs(left);
    const std::string length = size < 1    ? fmt::format("{:.0f} min", size * 60)
                               : size < 48 ? fmt::format("{:.0f} h", size)
                                           : fmt::format("{:.0f} days", size / 24);
    return left < 0 ? length + " ago" : "in " + length;
}

class Worklist {
  public:
    explicit Worklist(const ReportInput& input)
        : input_(input), leads_(input, "worklist", !input.unrouted.empty()), grade_(input.leads, "grade"),
          score_(input.leads, "score"), reasons_(input.leads, "reasons"), phone_(input.leads, "phone"),
          email_(input.leads, "email") {}

    Report make() {
        for (const Followup* each : leads_.of_all_reps())
            if (each->current() && !each->came_back()) add(*each);
        if (const Rep* const rep = leads_.rep())
            std::erase_if(tasks_, [&](const Task& task) { return task.who() != rep->id; });
        std::stable_sort(tasks_.begin(), tasks_.end(), [this](const Task& a, const Task& b) {
            if (a.who() != b.who()) return a.who() < b.who();
            if (a.kind != b.kind) return a.kind < b.kind;
            return a.due.value_or(input_.as_of) < b.due.value_or(input_.as_of);
        });
        Report report{.name = "worklist",
                      .title = "Worklist",
                      .question = std::string(worklist_question),
                      .stamp = stamp(*input_.agreement, input_.as_of)};
        report.facts = facts();
        if (tasks_.empty())
            report.notes.push_back("nothing is due");
        else
            report.tables.push_back(table());
        if (ReportTable stays = overstays(); !stays.rows.empty()) report.tables.push_back(std::move(stays));
        if (tells_unrouted()) report.tables.push_back(unrouted_table(input_));
        leads_.add_notes(report.notes);
        return report;
    }

  private:
    /// They are no rep's.
    bool tells_unrouted() const noexcept { return !input_.unrouted.empty() && input_.rep.empty(); }

    ReportTable overstays() const {
        return input_.agreement->lifecycle.max_stay.empty() ? ReportTable{} : overstay_table(input_);
    }

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
            tasks_.push_back({*one.due < input_.as_of ? Task::Kind::overdue_touch : Task::Kind::touch, &one,
                              "first touch", one.due});
        else if (one.cadence == Cadence::running && one.next_attempt)
            add_attempt(one);
        else if (one.cadence == Cadence::given_up)
            tasks_.push_back({Task::Kind::attempts_missing, &one, tried_text(one),
                              one.handover->at + one.sla->attempts->within});
        if (!one.answer && one.answer_due && *one.answer_due <= end_of_day())
            tasks_.push_back({Task::Kind::answer, &one, "accept, reject or return it", one.answer_due});
        if (const auto broken = broken_clock(one, input_.as_of)) escalate(one, *broken);
    }

    /// The next attempt, by when it is due where the agreement says so, else from when on it counts.
    void add_attempt(const Followup& one) {
        const auto next = std::find_if(one.attempt_clocks.begin(), one.attempt_clocks.end(),
                                       [&](const auto& each) { return each.number > one.attempts.size(); });
        const bool due = next != one.attempt_clocks.end();
        if (due && next->due < input_.as_of)
            tasks_.push_back({Task::Kind::overdue_attempt, &one, attempt_text(one, *next), next->due});
        else if (due && std::min(next->due, *one.next_attempt) <= end_of_day())
            tasks_.push_back({Task::Kind::attempt, &one, attempt_text(one, *next), next->due});
        else if (!due && *one.next_attempt <= end_of_day())
            tasks_.push_back({Task::Kind::attempt, &one, attempt_text(one), one.next_attempt});
    }

    /// Who is told of a broken clock has it on the list, until it is mended.
    void escalate(const Followup& one, const BrokenClock& broken) {
        const auto told =
            std::find_if(input_.breaches.rbegin(), input_.breaches.rend(), [&](const Ledger::Breach& each) {
                return each.lead == one.handover->lead && each.rep == one.handover->rep && !each.told.empty();
            });
        if (told == input_.breaches.rend() || told->at < one.handover->at) return;
        tasks_.push_back({Task::Kind::escalated, &one,
                          fmt::format("see to it: {} missed {}", one.handover->rep, broken.missed),
                          broken.due, told->told});
    }

    Instant end_of_day() const {
        const Zone& zone = input_.agreement->timezone;
        return zone.start_of(std::chrono::sys_days(zone.date_of(input_.as_of)) + std::chrono::days(1));
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

    std::vector<std::pair<std::string, std::string>> facts() const {
        std::map<Task::Kind, std::size_t> counts;
        for (const Task& task : tasks_) ++counts[task.kind];
        const auto number = [&](Task::Kind kind) {
            const auto found = counts.find(kind);
            return with_thousands(static_cast<std::int64_t>(found == counts.end() ? 0 : found->second));
        };
        std::vector<std::pair<std::string, std::string>> facts;
        if (counts.contains(Task::Kind::escalated))
            facts.emplace_back("escalated", number(Task::Kind::escalated));
        const std::pair<std::string, std::string> others[] = {
            {"first touches overdue", number(Task::Kind::overdue_touch)},
            {"first touches due", number(Task::Kind::touch)},
            {"next attempts", number(Task::Kind::attempt)},
            {"given up too early", number(Task::Kind::attempts_missing)},
            {"answers owed", number(Task::Kind::answer)}};
        facts.insert(facts.end(), std::begin(others), std::end(others));
        if (counts.contains(Task::Kind::overdue_attempt))
            facts.insert(facts.end() - 3, {"attempts overdue", number(Task::Kind::overdue_attempt)});
        if (tells_unrouted())
            facts.emplace_back("nobody could take",
                               with_thousands(static_cast<std::int64_t>(input_.unrouted.size())));
        return facts;
    }

    ReportTable table() const {
        ReportTable out{.key = "tasks", .title = "What to do now"};
        out.columns = {
            {.key = "rep", .title = "rep", .definition = "who has the lead", .group = true},
            {.key = "task",
             .title = "to do",
             .definition = "overdue first touches and attempts come first, then those due, and answers owed",
             .wrap = true},
            {.key = "lead", .title = "lead", .definition = "the lead's name and company", .wrap = true},
            {.key = "reach", .title = "reach", .definition = "phone, else e-mail address"},
            {.key = "when", .title = "due", .definition = "how long ago it was due, or how long there is"},
            {.key = "grade", .title = "grade", .definition = "grade of the lead, else its score"}};
        const bool has_reasons = reasons_.any();
        if (has_reasons)
            out.columns.push_back({.key = "why",
                                   .title = "why",
                                   .definition = "the strongest reasons of its score",
                                   .wrap = true});
        for (const Task& task : tasks_) {
            const std::uint32_t row = task.lead->row;
            std::vector<ReportCell> cells = {task.who(),
                                             task.what,
                                             leads_.name(row),
                                             std::string(phone_[row].empty() ? email_[row] : phone_[row]),
                                             sentence(task, input_.as_of),
                                             std::string(grade_[row].empty() ? score_[row] : grade_[row])};
            if (has_reasons) cells.emplace_back(std::string(reasons_[row]));
            out.rows.push_back(std::move(cells));
        }
        return out;
    }

    const ReportInput& input_;
    FollowedLeads leads_;
    Cells grade_, score_, reasons_, phone_, email_;
    std::vector<Task> tasks_;
};

} // namespace

Report worklist(const ReportInput& input) { return Worklist(input).make(); }

} // namespace handoff

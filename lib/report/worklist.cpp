#include "report/worklist.hpp"

#include "report/followed_leads.hpp"
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
    enum class Kind { overdue_touch, touch, attempt, attempts_missing, answer } kind = Kind::touch;
    const Followup* lead = nullptr;
    std::string what;
    std::optional<Instant> due;
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
        std::map<std::string_view, Instant> last;
        for (const Handover& each : input_.handovers) last[each.lead] = each.at;
        for (const Followup* each : leads_.chosen()) {
            // What the rep handed back is nobody's, but the answer may not have been earned.
            const bool handed_back = each->answer && each->handover->ended == each->answer->at &&
                                     last[each->handover->lead] == each->handover->at;
            if (each->current() || handed_back) add(*each);
        }
        std::stable_sort(tasks_.begin(), tasks_.end(), [this](const Task& a, const Task& b) {
            if (a.lead->handover->rep != b.lead->handover->rep)
                return a.lead->handover->rep < b.lead->handover->rep;
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
        if (tells_unrouted()) report.tables.push_back(unrouted_table(input_));
        leads_.add_notes(report.notes);
        return report;
    }

  private:
    /// They are no rep's.
    bool tells_unrouted() const noexcept { return !input_.unrouted.empty() && input_.rep.empty(); }

    void add(const Followup& one) {
        if (one.answer && one.answer->verdict != Answer::Verdict::accept) {
            refuse_unearned(one);
            return;
        }
        if (!one.first_touch && one.due) {
            const bool late = *one.due < input_.as_of;
            tasks_.push_back(
                {late ? Task::Kind::overdue_touch : Task::Kind::touch, &one, "first touch", one.due});
        } else if (one.cadence == Cadence::running && one.next_attempt && *one.next_attempt <= end_of_day()) {
            tasks_.push_back({Task::Kind::attempt, &one, attempt_text(one), one.next_attempt});
        } else if (one.cadence == Cadence::given_up) {
            tasks_.push_back({Task::Kind::attempts_missing, &one,
                              fmt::format("{} of {} attempts made: try again, or answer", one.attempts.size(),
                                          one.sla->attempts->at_least),
                              one.handover->at + one.sla->attempts->within});
        }
        add_answer(one);
    }

    /// "Unreachable" counts when the agreed attempts were made; before that the lead is still to be tried.
    void refuse_unearned(const Followup& one) {
        const Disposition* const code = input_.agreement->disposition(one.answer->disposition);
        const bool earned = !code || !code->earned_by_attempts || one.cadence == Cadence::none ||
                            one.cadence == Cadence::done || one.cadence == Cadence::reached;
        if (earned) return;
        tasks_.push_back({Task::Kind::attempts_missing, &one,
                          fmt::format("'{}' is not earned yet: {} of {} attempts made", code->code,
                                      one.attempts.size(), one.sla->attempts->at_least),
                          std::nullopt});
    }

    void add_answer(const Followup& one) {
        if (one.answer || !one.sla || !one.sla->answer) return;
        const auto due = answer_due(one);
        if (due <= end_of_day())
            tasks_.push_back({Task::Kind::answer, &one, "accept, reject or return it", due});
    }

    /// In clock time: an answer is owed also by those who are away.
    Instant answer_due(const Followup& one) const {
        const Sla::Target& target = *one.sla->answer;
        if (target.days != 0) return one.handover->at + std::chrono::hours(24 * target.days);
        return one.handover->at + target.length;
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

    std::vector<std::pair<std::string, std::string>> facts() const {
        std::map<Task::Kind, std::size_t> counts;
        for (const Task& task : tasks_) ++counts[task.kind];
        const auto number = [&](Task::Kind kind) {
            const auto found = counts.find(kind);
            return with_thousands(static_cast<std::int64_t>(found == counts.end() ? 0 : found->second));
        };
        std::vector<std::pair<std::string, std::string>> facts = {
            {"first touches overdue", number(Task::Kind::overdue_touch)},
            {"first touches due", number(Task::Kind::touch)},
            {"next attempts", number(Task::Kind::attempt)},
            {"given up too early", number(Task::Kind::attempts_missing)},
            {"answers owed", number(Task::Kind::answer)}};
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
             .definition =
                 "overdue first touches come first, then those due, next attempts, and answers owed",
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
            std::vector<ReportCell> cells = {task.lead->handover->rep,
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

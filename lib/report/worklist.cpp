#include "report/worklist.hpp"

#include "base/parallel.hpp"
#include "base/parallel_sort.hpp"
#include "report/followed_leads.hpp"
#include "report/if_any.hpp"
#include "report/lead_cell.hpp"
#include "report/listed.hpp"
#include "report/stays.hpp"
#include "report/suggested_content.hpp"
#include "report/tasks.hpp"
#include "report/unrouted.hpp"
#include "report/waiting_leads.hpp"

#include <handoff/values.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <map>
#include <thread>

namespace handoff {

namespace {

/// "page +20; base +12" for "+20 page; +12 base": no cell of an import begins like a formula.
std::string names_first(std::string_view reasons) {
    std::string text;
    while (!reasons.empty()) {
        const std::size_t end = std::min(reasons.find("; "), reasons.size());
        const std::string_view reason = reasons.substr(0, end);
        const std::size_t space = std::min(reason.find(' '), reason.size());
        const std::string_view points = reason.substr(0, space), name = trim(reason.substr(space));
        text += text.empty() ? "" : "; ";
        text.append(name).append(name.empty() ? "" : " ").append(points);
        reasons.remove_prefix(std::min(end + 2, reasons.size()));
    }
    return text;
}

class Worklist {
  public:
    explicit Worklist(const ReportInput& input)
        : input_(input), leads_(input, "worklist", !input.unrouted.empty()),
          waiting_(input, leads_.of_all_reps()), grade_(input.leads, "grade"), score_(input.leads, "score"),
          reasons_(input.leads, "reasons"), reach_(input), content_(*input.agreement, input.leads) {}

    Report make() {
        const Instant until = end_of_day();
        for (const Followup* each : leads_.of_all_reps())
            for (Task& task : tasks_of(*each, {input_.as_of, until, input_.breaches}))
                if (!leads_.rep() || task.who() == leads_.rep()->id) tasks_.push_back(std::move(task));
        for (const Task& task : tasks_) in_order_.push_back(&task);
        stable_sort_in_parallel(in_order_, [this](const Task* a, const Task* b) {
            if (const int by_name = a->who().compare(b->who()); by_name != 0) return by_name < 0;
            if (a->kind != b->kind) return a->kind < b->kind;
            return a->due.value_or(input_.as_of) < b->due.value_or(input_.as_of);
        });
        Report report{.name = "worklist",
                      .title = "Worklist",
                      .question = std::string(worklist_question),
                      .stamp = stamp(*input_.agreement, input_.as_of)};
        report.facts = facts();
        if (tasks_.empty()) report.notes.push_back("nothing is due");
        add_if_any(report.tables, table());
        add_if_any(report.tables, wakes());
        if (!input_.agreement->lifecycle.max_stay.empty()) add_if_any(report.tables, overstay_table(input_));
        if (tells_unrouted()) report.tables.push_back(unrouted_table(input_));
        leads_.add_notes(report.notes);
        return report;
    }

  private:
    /// They are no rep's.
    bool tells_unrouted() const noexcept { return !input_.unrouted.empty() && input_.rep.empty(); }

    Instant end_of_day() const {
        const Zone& zone = input_.agreement->timezone;
        return zone.start_of(std::chrono::sys_days(zone.date_of(input_.as_of)) + std::chrono::days(1));
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
        ReportTable out{.key = "tasks", .title = "What to do now", .for_people = most_listed};
        out.columns = {
            {.key = "rep", .title = "rep", .definition = "who has the lead", .group = true},
            {.key = "task",
             .title = "to do",
             .definition = "overdue first touches and attempts come first, then those due, and answers owed",
             .wrap = true},
            lead_column(),
            {.key = "reach", .title = "reach", .definition = "phone, else e-mail address", .wrap = true},
            {.key = "due",
             .title = "due",
             .unit = Unit::instant,
             .definition = "when it is or was due; people read how long there is, or how long ago it was",
             .named = true}};
        const bool has_grades = grade_.any(), has_scores = !has_grades && score_.any(),
                   has_reasons = reasons_.any();
        if (has_grades)
            out.columns.push_back({.key = "grade", .title = "grade", .definition = "grade of the lead"});
        if (has_scores)
            out.columns.push_back({.key = "score",
                                   .title = "score",
                                   .unit = Unit::points,
                                   .definition = "score of the lead, which has no grade"});
        if (has_reasons)
            out.columns.push_back({.key = "why",
                                   .title = "why",
                                   .definition = "the strongest reasons of its score",
                                   .wrap = true});
        if (content_.any())
            out.columns.push_back({.key = "send",
                                   .title = "what to send",
                                   .definition = "of the agreement's [[content]], what suits its persona and "
                                                 "stage best",
                                   .wrap = true});
        constexpr std::size_t tasks_at_once = 64;
        out.rows.resize(in_order_.size());
        in_parallel(std::thread::hardware_concurrency(), in_order_.size(), tasks_at_once,
                    [&](std::size_t from, std::size_t to, unsigned) {
                        for (std::size_t i = from; i < to; ++i)
                            out.rows[i] = cells(*in_order_[i], has_grades, has_scores, has_reasons);
                    });
        return out;
    }

    std::vector<ReportCell> cells(const Task& task, bool has_grades, bool has_scores,
                                  bool has_reasons) const {
        const std::uint32_t row = task.lead->row;
        std::vector<ReportCell> cells;
        cells.reserve(8);
        cells.emplace_back(task.who());
        cells.emplace_back(task.what);
        cells.push_back(leads_.lead(row));
        cells.emplace_back(reach_[row]);
        cells.push_back(due(task));
        if (has_grades) cells.emplace_back(grade_[row]);
        if (has_scores) {
            const auto score = read_points(score_[row]);
            cells.push_back(score ? ReportCell(score->value()) : ReportCell());
        }
        if (has_reasons) cells.emplace_back(names_first(reasons_[row]));
        if (content_.any()) {
            const auto best = content_.of(row, 1);
            cells.emplace_back(best.empty() ? std::string_view() : best.front()->title);
        }
        return cells;
    }

    /// The time for programs, and for people how far away it is.
    ReportCell due(const Task& task) const {
        if (!task.due) return {};
        ReportCell cell(to_text(*task.due));
        cell.name = when_due(task, input_.as_of);
        return cell;
    }

    /// Of those that come back to some rep in the next run.
    ReportTable wakes() const {
        ReportTable out{.key = "wakes", .title = "Waking leads: routed in the next run"};
        out.columns = {
            {.key = "rep", .title = "was with", .definition = "who had it last", .group = true},
            lead_column(),
            {.key = "disposition", .title = "disposition", .definition = "of that rep's last answer"},
            {.key = "since", .title = "since", .unit = Unit::date, .definition = "day of that answer"},
            {.key = "comment", .title = "comment", .definition = "of the answer, as written", .wrap = true}};
        std::vector<const WaitingLeads::Waiting*> wakes;
        for (const WaitingLeads::Waiting& each : waiting_.all())
            if (each.wakes() && (!leads_.rep() || each.last->handover->rep == leads_.rep()->id))
                wakes.push_back(&each);
        std::stable_sort(wakes.begin(), wakes.end(), [](const auto* a, const auto* b) {
            return a->last->handover->rep < b->last->handover->rep;
        });
        for (const WaitingLeads::Waiting* each : wakes) {
            const Answer& answer = *each->last->answer;
            out.rows.push_back({each->last->handover->rep, leads_.lead(each->last->row), answer.disposition,
                                to_text(input_.agreement->timezone.date_of(answer.at)), answer.comment});
        }
        return out;
    }

    const ReportInput& input_;
    FollowedLeads leads_;
    WaitingLeads waiting_;
    Cells grade_, score_, reasons_;
    Reach reach_;
    SuggestedContent content_;
    std::vector<Task> tasks_;
    std::vector<const Task*> in_order_; ///< by rep, kind and due time
};

} // namespace

Report worklist(const ReportInput& input) { return Worklist(input).make(); }

} // namespace handoff

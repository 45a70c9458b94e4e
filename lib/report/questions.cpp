#include "report/questions.hpp"

#include "base/rounded.hpp"
#include "report/digest_words.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace handoff {
namespace {

using State = GoalProgress::State;

constexpr std::size_t three = 3;

/// The change that was largest beside what there was in both weeks, of those that something moved.
const WeekChange* strongest_change(const WeekChanges& changes) {
    const auto strength = [](const WeekChange& each) {
        const bool can_be_asked = !each.movers.empty() && each.column != by_moves && each.before > 0;
        return can_be_asked ? std::abs(each.now - each.before) / (each.now + each.before) : 0;
    };
    const auto most =
        std::max_element(changes.all().begin(), changes.all().end(),
                         [&](const WeekChange& a, const WeekChange& b) { return strength(a) < strength(b); });
    return most != changes.all().end() && strength(*most) > 0 ? &*most : nullptr;
}

/// Asks the questions of a week.
class Questions {
  public:
    explicit Questions(const QuestionInput& input) : input_(input) {}

    std::vector<std::string> ask() {
        ask_of_goal_behind();
        ask_of_change();
        ask_of_late_touches();
        ask_of_lessons();
        ask_what_always_can_be_asked();
        asked_.resize(three);
        return std::move(asked_);
    }

  private:
    void add(std::string question) { asked_.push_back(std::move(question)); }

    void ask_of_goal_behind() {
        const auto found = std::find_if(input_.goals.begin(), input_.goals.end(), [](const auto& each) {
            return each.state == State::behind || each.state == State::broken;
        });
        if (found == input_.goals.end()) return;
        const bool is_counted = found->per_day && found->goal->value.kind == Measure::Kind::count;
        add("'" + found->goal->name + "' stands at " + measured(*found, input_.currency) +
            (is_counted ? fmt::format(": what would bring {} on each of the {} that are left?",
                                      rounded_text(*found->per_day, 1), counted(found->left, "working day"))
                        : ": what would it take?"));
    }

    /// Of the value that moved the most, and the way of the whole.
    void ask_of_change() {
        const WeekChange* const change = strongest_change(input_.changes);
        if (!change) return;
        const auto with_the_whole =
            std::find_if(change->movers.begin(), change->movers.end(),
                         [&](const Mover& each) { return each.change * (change->now - change->before) > 0; });
        const Mover& mover =
            with_the_whole == change->movers.end() ? change->movers.front() : *with_the_whole;
        const auto number = [&](double value) {
            return number_of_week(*change, value, input_.changes.currency());
        };
        add(change->what + " went from " + number(change->before) + " to " + number(change->now) + ", and " +
            mover.value + " from " + number(mover.before) + " to " + number(mover.now) +
            (mover.change < 0 ? ": what happened there?" : ": can it be done again?"));
    }

    void ask_of_late_touches() {
        const std::size_t due = input_.touches_due, late = due - input_.touches_in_time;
        if (late > 0)
            add(std::to_string(late) + " of " + counted(due, "first touch", "first touches") +
                " came late or not at all: too many leads, or at the wrong hours?");
    }

    void ask_of_lessons() {
        for (const Lesson& each : input_.lessons)
            if (each.kind == Lesson::Kind::reason && each.rows.size() > 1)
                add(counted(each.rows.size(), "lead") + " came back with '" + each.what +
                    "': could the score have known?");
        for (const Lesson& each : input_.lessons)
            if (each.kind == Lesson::Kind::lost_to)
                add("a deal was lost to " + each.what + ": what do we say against it?");
    }

    void ask_what_always_can_be_asked() {
        if (input_.agreement.contents.empty())
            add("the agreement lists no content: what do reps send at which stage?");
        if (input_.agreement.goals.empty())
            add("the agreement has no goals: what does each side promise the other?");
        if (!input_.wins.empty())
            add(input_.wins.front().name + " was won: which part of the way can others repeat?");
        const auto kept = std::find_if(input_.goals.begin(), input_.goals.end(),
                                       [](const auto& each) { return each.state == State::kept; });
        if (kept != input_.goals.end())
            add("'" + kept->goal->name + "' is kept with " + measured(*kept, input_.currency) +
                ": is the target still the right one?");
        add(input_.agreement.agreed_on
                ? "the agreement holds since " + to_text(*input_.agreement.agreed_on) +
                      ": does a qualified lead still mean the same to both sides?"
                : "nobody says since when the agreement holds: do both sides still want it?");
        add("which lead of last month would each side handle otherwise today?");
        add("what did one side see this week that the other should know?");
    }

    const QuestionInput& input_;
    std::vector<std::string> asked_;
};

} // namespace

std::vector<std::string> three_questions(const QuestionInput& input) { return Questions(input).ask(); }

} // namespace handoff

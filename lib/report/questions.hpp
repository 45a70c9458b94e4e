#pragma once

#include "report/goal_progress.hpp"
#include "report/lessons.hpp"
#include "report/week.hpp"
#include "report/won_deals.hpp"

#include <handoff/agreement.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace handoff {

/// What a week's questions are asked of.
struct QuestionInput {
    const Agreement& agreement;
    std::span<const GoalProgress> goals;
    const std::string& currency; ///< of the goals
    const WeekChanges& changes;
    std::size_t touches_due = 0, touches_in_time = 0; ///< first touches that were due this week
    std::span<const Lesson> lessons;
    std::span<const Win> wins;
};

/// Questions for the weekly meeting, those that the week brings up before those that can always be asked:
/// three, since there are always enough.
std::vector<std::string> three_questions(const QuestionInput&);

} // namespace handoff

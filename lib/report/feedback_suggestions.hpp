#pragma once

#include "report/feedback_groups.hpp"
#include "report/suggestions.hpp"

namespace handoff {

/// What the answers speak for: fewer points for rules whose leads come back, leads that are not to qualify or
/// are to be disqualified, other wake times. `rules` may be none.
Suggestions suggestions_of_feedback(const ReportInput&, Answered, const RulesThen* rules,
                                    const AnswerGroup& all);

} // namespace handoff

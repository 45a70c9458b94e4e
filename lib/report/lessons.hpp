#pragma once

#include "report/moment.hpp"
#include "report/people.hpp"

#include <handoff/report.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// What answers of reps and lost deals tell: the same words of the same kind, and whose they are.
struct Lesson {
    enum class Kind { competitor, lost_to, missing_content, reason, loss_reason } kind = Kind::reason;
    std::string what;                ///< as it was written; of a disposition its text
    std::vector<std::uint32_t> rows; ///< of leads, or of deals that were lost; each once
    RowsBehind::Of of = RowsBehind::Of::leads;
};
std::string_view to_text(Lesson::Kind) noexcept; ///< "why deals were lost"

/// What was learned in these days of the agreement's zone, the most frequent first, then in the order of
/// kinds and words.
std::vector<Lesson> lessons_of(const ReportInput&, const People&, const Period&);

} // namespace handoff

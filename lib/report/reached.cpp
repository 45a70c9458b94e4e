#include "report/reached.hpp"

#include <handoff/words.hpp>

namespace handoff {

std::optional<std::uint32_t> stage_at(const Lifecycle& lifecycle, std::string_view name) noexcept {
    for (std::uint32_t i = 0; i < lifecycle.stages.size(); ++i)
        if (same_text(lifecycle.stages[i], name)) return i;
    return std::nullopt;
}

Reached::Reached(const ReportInput& input, const People& people)
    : people_(people), stages_(input.agreement->lifecycle.stages.size()),
      accepting_(stage_at(input.agreement->lifecycle, "sal")), accepted_(input.leads.rows()) {
    for (const Answer& each : input.answers) {
        if (each.verdict != Answer::Verdict::accept) continue;
        std::uint32_t row = people_.index().by_id(each.lead);
        if (row == LeadIndex::none) row = people_.index().by_email(each.lead);
        if (row != LeadIndex::none) accepted_[row] = earlier(accepted_[row], Moment(each.at));
    }
}

Moment Reached::at(std::size_t person, std::uint32_t stage) const {
    Moment at = people_.time(person, stage);
    if (!at.known() && accepting_ == stage) at = accepted_[people_.all()[person].row];
    for (std::size_t later = stage + 1; !at.known() && later < stages_; ++later)
        at = people_.time(person, later);
    return at;
}

} // namespace handoff

#include <handoff/followup.hpp>

#include <algorithm>
#include <string>

namespace handoff {

std::optional<BrokenClock> broken_clock(const Followup& one, Instant as_of) {
    const auto broken = [&](std::string what, MaybeInstant due) -> std::optional<BrokenClock> {
        if (!due || *due >= as_of || *due <= one.handover->at) return std::nullopt;
        return BrokenClock{std::move(what), *due};
    };
    if (!one.current() || one.came_back() || !one.sla) return std::nullopt;
    if (one.state == Followup::State::missed)
        if (auto missed = broken("the first touch", one.due)) return missed;
    const bool mended = one.cadence == Followup::Cadence::reached;
    for (const Followup::AttemptClock& each : one.attempt_clocks)
        if (each.state == Followup::State::missed && !mended)
            return broken("attempt " + std::to_string(each.number), each.due);
    if (one.sla->first_touch || !one.attempt_clocks.empty()) return std::nullopt;
    return one.answer ? std::nullopt : broken("the answer", one.answer_due);
}

bool clocks_over(const Followup& one) noexcept {
    if (!one.current() || !one.sla || (one.sla->first_touch && !one.first_touch)) return false;
    const bool reached = one.cadence == Followup::Cadence::reached;
    for (const Followup::AttemptClock& each : one.attempt_clocks)
        if (!each.made && !reached) return false;
    return one.sla->first_touch || !one.attempt_clocks.empty() || one.answer != nullptr;
}

ClocksTonight judge_clocks(const Followups& followups, std::span<const Answer> unsettled, Instant as_of) {
    ClocksTonight tonight;
    std::map<std::string_view, const Answer*> waits;
    for (const Answer& each : unsettled) waits.emplace(each.lead, &each);
    for (const Followup& one : followups.all()) {
        const std::string lead(one.handover->lead);
        if (const auto broken = broken_clock(one, as_of)) tonight.broken.emplace(lead, *broken);
        if (clocks_over(one)) tonight.over.push_back(lead);
        if (!one.unearned.empty()) tonight.unearned.emplace(lead, one.unearned);
        if (!one.came_back()) continue;
        const auto answer = waits.find(lead);
        if (answer != waits.end() && answer->second->at == one.answer->at)
            tonight.earned.push_back(*answer->second);
    }
    return tonight;
}

bool judges_clocks(const Agreement& agreement) noexcept {
    return std::any_of(agreement.slas.begin(), agreement.slas.end(),
                       [](const Sla& each) { return each.breach != Sla::Breach::report; }) ||
           std::any_of(agreement.dispositions.begin(), agreement.dispositions.end(),
                       [](const Disposition& each) { return each.earned_by_attempts; });
}

} // namespace handoff

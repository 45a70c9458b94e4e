#include "route/router.hpp"

#include <handoff/words.hpp>

#include <fmt/format.h>

namespace handoff {

namespace {

std::string story(const Eligibility::Broken& broken) {
    return fmt::format("{} missed {}, due {}", broken.open->rep, broken.clock->missed,
                       to_text(broken.clock->due));
}

Reason reason_of(const Eligibility::Broken& broken, std::string effect, std::string value = {}) {
    return {.rule = broken.sla->name,
            .place = broken.sla->place,
            .value = std::move(value),
            .effect = std::move(effect)};
}

} // namespace

void Router::take_away(const Eligibility::Broken& broken, Assignment& assignment, Reasons reasons) {
    assignment.breach = Assignment::Breach{.rep = broken.open->rep, .clock = *broken.clock, .told = {}};
    if (reasons)
        reasons->push_back(
            reason_of(broken, "re-routed: " + story(broken),
                      fmt::format("{} of at most {}", broken.times + 1, broken.sla->reroutes)));
    keep_from(broken.open->rep);
}

// Whoever missed it has one open lead less; who was full when the night began gets none all the same.
void Router::lose(const Eligibility::Broken& broken, std::uint32_t row) {
    routing_.past.missed[eligibility_.key(row)].push_back({.rep = broken.open->rep, .at = as_of_});
    routing_.past.broken.erase(eligibility_.key(row));
    const std::uint32_t member = roster_.find(named_owners_.rep(broken.open->rep));
    if (member == Roster::nobody) return;
    const bool takes_leads = roster_.bar(member) == Roster::Bar::none;
    roster_.lose(member);
    if (takes_leads) pools_.changed(member, roster_);
}

// Better late with who has it than with nobody.
void Router::stay(const Eligibility::Broken& broken, std::uint32_t row, Assignment& assignment) {
    assignment.breach.reset();
    assignment.reasons.clear();
    const bool reasons = tells(row, RouteOptions::Reasons::all);
    eligibility_.keep(*broken.open, assignment, reasons);
    if (reasons)
        assignment.reasons.push_back(
            reason_of(broken, "not re-routed: " + story(broken), "nobody else can take it"));
}

void Router::keep_from_those_who_missed_it(std::uint32_t row) {
    if (past_.missed.empty()) return;
    const auto missed = past_.missed.find(eligibility_.key(row));
    if (missed == past_.missed.end()) return;
    for (const RoutePast::Missed& each : missed->second) keep_from(each.rep);
}

// Leads that stay though their clock is broken: somebody is told of them once.
void Router::tell_of_breaches() {
    if (past_.broken.empty()) return;
    for (std::uint32_t row = 0; row < leads_.rows(); ++row) {
        Assignment& assignment = routing_.leads[row];
        if (assignment.breach && assignment.outcome == Assignment::Outcome::assigned) ++routing_.rerouted;
        if (assignment.breach || assignment.outcome != Assignment::Outcome::kept || assignment.by_hand)
            continue;
        const auto broken = eligibility_.broken(eligibility_.key(row));
        if (!broken) continue;
        const bool reasons = tells(row, RouteOptions::Reasons::all);
        if (reasons && !broken->moves && broken->sla->breach == Sla::Breach::reroute)
            assignment.reasons.push_back(
                reason_of(*broken, "not re-routed: " + story(*broken),
                          fmt::format("it went to another rep {} of {} already", broken->times,
                                      counted(broken->sla->reroutes, "time"))));
        if (reasons && (broken->told || broken->open->escalated))
            assignment.reasons.push_back(
                reason_of(*broken, "escalated to " + broken->sla->escalate_to + ": " + story(*broken)));
        if (!broken->told) continue;
        assignment.breach = Assignment::Breach{
            .rep = broken->open->rep, .clock = *broken->clock, .told = broken->sla->escalate_to};
        ++routing_.escalated;
    }
}

} // namespace handoff

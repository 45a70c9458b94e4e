#include "cases.hpp"

#include <algorithm>
#include <map>

namespace acme {

namespace {

using std::chrono::days;
using std::chrono::hours;

/// One lead in so many, spread over all the days.
bool is_one_in(std::size_t many, std::size_t which, const World& world, const Lead& lead) {
    return static_cast<std::size_t>(&lead - world.leads.data()) % many == which;
}

/// Refused leads of which only the form tells what became of them; the CRM shows them as before.
bool tried_long(const World& world, const Lead& lead) { return is_one_in(5, 4, world, lead); }
bool nobody_wants(const World& world, const Lead& lead) { return is_one_in(4, 2, world, lead); }
bool comes_back(const World& world, const Lead& lead) { return is_one_in(3, 2, world, lead); }

constexpr std::string_view open = "Open - Not Contacted", working = "Working - Contacted";

} // namespace

std::vector<StatusChange> status_changes(const World& world, const Lead& lead) {
    std::vector<StatusChange> changes;
    if (!lead.contacted) return changes;
    const Moment contacted = *lead.contacted + after_handover;
    if (lead.converted && is_one_in(9, 4, world, lead)) { // nobody set the status before it was converted
        changes.push_back({*lead.converted, open, "Closed - Converted"});
        return changes;
    }
    changes.push_back({is_one_in(160, 9, world, lead) ? lead.created - days{2} : contacted, open, working});
    if (is_one_in(23, 6, world, lead)) { // taken up by mistake, and put back for two days
        changes.push_back({contacted + hours{2}, working, open});
        changes.push_back({contacted + days{2}, open, working});
    }
    if (lead.converted) {
        changes.push_back({std::max(*lead.converted, contacted + days{2} + hours{1}), working, lead.status});
    } else if (lead.status != working && !tried_long(world, lead) && !nobody_wants(world, lead) &&
               !comes_back(world, lead)) {
        changes.push_back({contacted + days{3}, working, lead.status});
        if (lead.status == "Recycled - Nurture" &&
            is_one_in(3, 1, world, lead)) { // comes again, and goes again
            changes.push_back({contacted + days{12}, lead.status, working});
            changes.push_back({contacted + days{16}, working, lead.status});
        }
    }
    return changes;
}

std::optional<Wait> wait_of(const World& world, const Lead& lead) {
    if (!is_one_in(17, 3, world, lead)) return std::nullopt;
    return Wait{lead.created + hours{20}, lead.created + days{4}};
}

std::vector<Answer> answers(const World& world) {
    std::map<std::string_view, const Lead*> lead_of;
    for (const Lead& lead : world.leads) lead_of[lead.id] = &lead;
    std::vector<Answer> all;
    for (const Outcome& outcome : world.outcomes) {
        const Lead& lead = *lead_of.at(outcome.lead_id);
        Answer answer{.lead_id = outcome.lead_id,
                      .verdict = outcome.verdict,
                      .disposition = outcome.disposition,
                      .comment = outcome.comment,
                      .at = outcome.at + after_handover};
        const bool accepts = answer.verdict == "accept";
        if (accepts) {
            if (is_one_in(4, 0, world, lead)) answer.content_used = "weight";
            if (is_one_in(5, 2, world, lead)) answer.next_step = "demo";
            if (is_one_in(29, 11, world, lead)) answer.disposition = "asked-to-wait";
        } else {
            if (is_one_in(6, 1, world, lead)) answer.competitor = "Featherweight Inc";
            if (is_one_in(7, 3, world, lead)) answer.content_missing = "a price calculator";
            if (nobody_wants(world, lead)) {
                answer.disposition = "wrong-person";
            } else if (tried_long(world, lead)) {
                answer.disposition = "unreachable";
                answer.at += days{14};
            } else if (comes_back(world, lead)) {
                answer.disposition = "bad-timing";
            } else if (is_one_in(13, 5, world, lead)) {
                answer.disposition = "no-buget"; // as it was typed
            }
        }
        all.push_back(answer);
        const auto then = [&](std::string_view verdict, std::string_view disposition, Moment at) {
            all.push_back({.lead_id = answer.lead_id,
                           .verdict = verdict,
                           .disposition = disposition,
                           .comment = {},
                           .at = at});
        };
        if (accepts && is_one_in(31, 8, world, lead)) // thought better of it
            then("return", "no-budget", answer.at + days{6});
        else if (!accepts && nobody_wants(world, lead))
            for (int again = 1; again <= 4; ++again)
                then("reject", "wrong-person", answer.at + days{3 * again});
        else if (!accepts && comes_back(world, lead))
            then("accept", "", answer.at + days{34});
        else if (!accepts && is_one_in(11, 7, world, lead)) // a mistake, put right on the same day
            then("accept", "", answer.at + hours{1});
    }
    std::stable_sort(all.begin(), all.end(), [](const Answer& a, const Answer& b) { return a.at < b.at; });
    return all;
}

} // namespace acme

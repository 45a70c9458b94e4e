#include "ingest/lead_keys.hpp"

#include <handoff/idle_answers.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <unordered_map>

namespace handoff {

std::vector<Answer> take_idle_answers(std::vector<Answer>& answers, std::span<const Handover> handovers) {
    std::unordered_map<std::string_view, std::vector<const Handover*>>
        given; // of the leads that are asked for
    for (const Answer& each : answers)
        if (!each.rep.empty()) given.try_emplace(join_id(each.lead));
    if (given.empty()) return {};
    for (const Handover& each : handovers)
        if (const auto asked = given.find(join_id(each.lead)); asked != given.end())
            asked->second.push_back(&each);

    const auto counts = [&](const Answer& answer) {
        if (answer.rep.empty()) return true;
        const std::vector<const Handover*>& times = given.at(join_id(answer.lead));
        const auto next = std::upper_bound(times.begin(), times.end(), answer.at,
                                           [](Instant at, const Handover* each) { return at < each->at; });
        return next == times.begin() || same_text((*std::prev(next))->rep, answer.rep);
    };
    // All are judged before any is moved: the texts that are looked for are theirs.
    std::vector<bool> counted;
    for (const Answer& each : answers) counted.push_back(counts(each));
    std::vector<Answer> kept, taken;
    for (std::size_t i = 0; i < answers.size(); ++i)
        (counted[i] ? kept : taken).push_back(std::move(answers[i]));
    answers = std::move(kept);
    return taken;
}

} // namespace handoff

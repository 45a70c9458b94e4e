#include "ingest/lead_keys.hpp"

#include <handoff/idle_answers.hpp>
#include <handoff/words.hpp>

#include <algorithm>
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
    const auto idle = std::stable_partition(answers.begin(), answers.end(), counts);
    std::vector<Answer> taken(std::make_move_iterator(idle), std::make_move_iterator(answers.end()));
    answers.erase(idle, answers.end());
    return taken;
}

} // namespace handoff

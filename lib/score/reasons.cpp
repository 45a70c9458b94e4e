#include "score/effects.hpp"
#include "score/score_state.hpp"

#include <algorithm>
#include <cstdlib>

namespace handoff {

std::string ScoreState::reasons(std::size_t lead, const Named* of) const {
    if (reasons_kept == 0) return {};
    const auto counts = [&](std::size_t group) {
        return of ? std::find(of->groups.begin(), of->groups.end(), group) != of->groups.end()
                  : group < main_groups;
    };
    struct Effect {
        Points points;
        std::string name;
    };
    std::vector<Effect> effects;
    std::vector<Points> unbounded(group_names.size());
    std::string text;
    std::size_t room = reasons_kept;
    const auto add = [&](const std::string& reason) {
        if (room == 0) return;
        --room;
        if (!text.empty()) text += "; ";
        text += reason;
    };

    std::size_t lead_rule = 0, touch_rule = 0;
    for (const ScoreRule& rule : agreement.score.rules) {
        Points points;
        std::size_t group = 0;
        if (rule.on_touches) {
            const Slot& slot = slots[slot_of_rule[touch_rule++]];
            group = slot.group;
            points = slot.bounds(Points{sums[holder(lead) * sums_of_lead + slot.sum]});
        } else {
            const std::vector<LeadRule>& rules = lead_rules->rules();
            const std::uint16_t outcome = outcomes[lead * rules.size() + lead_rule];
            group = rules[lead_rule].group;
            points = rules[lead_rule].points[outcome];
            ++lead_rule;
            if (outcome != 0 && rule.disqualify) add("disqualified: " + rule.name);
        }
        if (points == Points() || !counts(group)) continue;
        effects.push_back({points, rule.name});
        unbounded[group] += points;
    }
    for (std::size_t group = 0; group < group_names.size(); ++group) {
        const Points bounded = groups[lead * group_names.size() + group];
        if (bounded == unbounded[group] || !counts(group)) continue;
        const char* const what = bounded < unbounded[group] ? "max of " : "min of ";
        effects.push_back({bounded - unbounded[group], what + group_names[group]});
    }
    std::stable_sort(effects.begin(), effects.end(), [](const Effect& a, const Effect& b) {
        return std::abs(a.points.nano) > std::abs(b.points.nano);
    });
    for (const Effect& effect : effects) add(effect_text(effect.points) + ' ' + effect.name);
    return text;
}

} // namespace handoff

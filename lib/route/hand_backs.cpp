#include "route/hand_backs.hpp"

#include "route/blank_columns.hpp"

#include <handoff/words.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace handoff {

HandBacks::HandBacks(const Table& leads, const Agreement& agreement, const RoutePast& past, Instant as_of)
    : agreement_(agreement), past_(past), as_of_(as_of) {
    read_wakes(leads);
}

void HandBacks::read_wakes(const Table& leads) {
    std::vector<Expression> conditions;
    std::vector<const Disposition*> whose;
    for (const Disposition& each : agreement_.dispositions)
        if (!each.wake_when.empty()) {
            conditions.push_back(each.wake_when);
            whose.push_back(&each);
        }
    if (conditions.empty()) return;
    const Bound bound(conditions, scope_with_blanks(leads, agreement_, as_of_, conditions));
    if (past_.handed_back.empty()) return;
    Bound::Evaluator evaluator(bound);
    evaluator.run(leads);
    for (std::size_t i = 0; i < whose.size(); ++i) {
        const auto mask = evaluator.mask(i);
        wake_when_[whose[i]].assign(mask.begin(), mask.end());
    }
}

const RoutePast::HandedBack* HandBacks::of(std::string_view lead) const {
    const auto found = past_.handed_back.find(lead);
    return found == past_.handed_back.end() ? nullptr : &found->second;
}

bool HandBacks::wakes(const Disposition& disposition, std::size_t row) const {
    const auto condition = wake_when_.find(&disposition);
    return condition != wake_when_.end() && condition->second[row] != 0;
}

HandBacks::Decision HandBacks::decide(const RoutePast::HandedBack& lead, std::size_t row) const {
    const auto day = [&](Instant at) { return to_text(agreement_.timezone.date_of(at)); };
    const Disposition* const code = agreement_.disposition(lead.disposition);
    const std::string story = fmt::format("was '{}' by {}", lead.disposition, lead.rep);
    const std::string since = day(lead.at);
    Decision decision;
    decision.reason.rule = "handed back";
    if (code) decision.reason.place = code->place;
    std::string& effect = decision.reason.effect;
    if (!code) {
        effect = fmt::format("not taken: {} by {} on {}, and no disposition says what follows",
                             lead.rejected ? "rejected" : "returned", lead.rep, since);
        return decision;
    }
    switch (code->then) {
    case Disposition::Then::disqualify:
        effect = fmt::format("not taken: disqualified since {}, {}", since, story);
        return decision;
    case Disposition::Then::reroute:
        decision.next = Next::routed;
        decision.elsewhere = true;
        effect = fmt::format("routed again since {}, {}", since, story);
        break;
    case Disposition::Then::nurture:
        if ((code->wake && lead.at + *code->wake <= as_of_) || wakes(*code, row)) {
            decision.next = Next::routed;
            effect = fmt::format("wakes from nurture since {}, {}", since, story);
            break;
        }
        effect = fmt::format("not taken: in nurture since {}, {}", since, story);
        decision.reason.value = code->wake                ? "wakes " + day(lead.at + *code->wake)
                                : code->wake_when.empty() ? "never wakes by itself"
                                                          : "wakes when " + code->wake_when.text();
        return decision;
    }
    if (lead.reps.size() >= most_handovers) {
        decision.next = Next::worn_out;
        decision.reason.value = std::move(effect);
        effect = fmt::format("not taken: handed over {} already", counted(lead.reps.size(), "time"));
    }
    return decision;
}

} // namespace handoff

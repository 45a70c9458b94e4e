#include "report/sales_touches.hpp"

#include "report/touch_log.hpp"

#include <handoff/error.hpp>

#include <algorithm>
#include <iterator>
#include <string>

namespace handoff {

namespace {

/// Touches in which the person took part: whoever was reached need not be tried again.
bool is_conversation(std::string_view type) noexcept {
    constexpr std::string_view types[] = {"call_connected", "reply", "meeting_booked", "meeting",
                                          "demo_given"};
    return std::find(std::begin(types), std::end(types), type) != std::end(types);
}

/// What counts as sales having reacted where the agreement does not say: an attempt, or a conversation.
Expression reacted() {
    std::string text;
    for (const TouchType& type : touch_types())
        if (type.sales_attempt || is_conversation(type.name))
            text += (text.empty() ? "type in ('" : "', '") + std::string(type.name);
    return Expression::parse(text + "')");
}

} // namespace

SalesType::SalesType(std::string_view name) : known(touch_type(name)) {
    if (!known) return;
    attempt = known->sales_attempt;
    conversation = is_conversation(known->name);
}

FirstTouchConditions::FirstTouchConditions(const Agreement& agreement) : all{reacted()} {
    for (const Sla& sla : agreement.slas) {
        if (sla.touch.empty()) continue;
        const auto same = [&](const Expression& each) { return each.text() == sla.touch.text(); };
        const auto known = std::find_if(all.begin(), all.end(), same);
        number[&sla] = static_cast<std::size_t>(known - all.begin());
        if (known == all.end()) all.push_back(sla.touch);
    }
    if (all.size() > TouchLog::most_conditions)
        throw Error(Fault::request, "the service levels have more than " +
                                        std::to_string(TouchLog::most_conditions - 1) +
                                        " different conditions 'touch'");
}

std::size_t FirstTouchConditions::of(const Sla* sla) const {
    const auto found = number.find(sla);
    return found == number.end() ? 0 : found->second;
}

} // namespace handoff

#include "ledger/reasons.hpp"

#include "ledger/impl.hpp"

#include <nlohmann/json.hpp>

namespace handoff {

namespace ledger {

std::string reasons_to_json(std::span<const Reason> reasons) {
    nlohmann::ordered_json array = nlohmann::ordered_json::array();
    for (const Reason& reason : reasons) {
        nlohmann::ordered_json each;
        const auto add = [&](const char* name, const std::string& text) {
            if (!text.empty()) each[name] = text;
        };
        add("rule", reason.rule);
        add("file", reason.place.file);
        if (reason.place.line != 0) each["line"] = reason.place.line;
        add("value", reason.value);
        add("effect", reason.effect);
        add("why", reason.why);
        array.push_back(std::move(each));
    }
    // Cells may hold bytes that are no UTF-8; they are replaced rather than refused.
    return array.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::vector<Reason> reasons_from_json(std::string_view text) {
    const auto array = nlohmann::json::parse(text, nullptr, false);
    std::vector<Reason> reasons;
    if (!array.is_array()) return reasons;
    for (const auto& each : array)
        reasons.push_back({.rule = each.value("rule", ""),
                           .place = {.file = each.value("file", ""), .line = each.value("line", 0U)},
                           .value = each.value("value", ""),
                           .effect = each.value("effect", ""),
                           .why = each.value("why", "")});
    return reasons;
}

} // namespace ledger

std::vector<Reason> Ledger::assignment_reasons(std::string_view lead) const {
    ledger::Statement rows =
        impl_->database.prepare("SELECT a.reasons FROM now_assignment n JOIN assignment a ON a.id = "
                                "n.assignment JOIN key k ON k.person = n.person "
                                "AND k.superseded IS NULL WHERE n.closed IS NULL AND k.value = ?");
    rows.start(lead);
    return rows.next() ? ledger::reasons_from_json(rows.text(0)) : std::vector<Reason>();
}

std::vector<Ledger::Unrouted> Ledger::unrouted() const {
    ledger::Statement rows =
        impl_->database.prepare("SELECT k.value, u.since, u.reasons, u.person FROM now_unrouted u JOIN key k "
                                "ON k.person = u.person AND "
                                "k.superseded IS NULL AND k.own ORDER BY u.since, u.person, k.id");
    std::vector<Unrouted> leads;
    std::int64_t person = 0;
    while (rows.next()) {
        if (rows.integer(3) == person) continue; // of a person of several keys, the oldest
        person = rows.integer(3);
        leads.push_back({.lead = std::string(rows.text(0)),
                         .since = rows.instant(1).value_or(Instant{}),
                         .reasons = ledger::reasons_from_json(rows.text(2))});
    }
    return leads;
}

} // namespace handoff

#include "ledger/impl.hpp"

#include <algorithm>

namespace handoff {

using ledger::Statement;

std::vector<Handover> Ledger::handovers() const {
    Statement rows = impl_->database.prepare(
        "SELECT a.person, k.value, a.rep, a.pool, a.route, a.sla, a.due_at, a.at, a.by_hand, "
        "coalesce((SELECT o.at FROM outcome o WHERE o.ends = a.id), "
        "iif(n.assignment = a.id, n.closed, NULL)) FROM assignment a "
        "JOIN key k ON k.person = a.person AND k.superseded IS NULL "
        "LEFT JOIN now_assignment n ON n.person = a.person ORDER BY a.person, a.id, k.id");
    std::vector<Handover> handovers;
    std::int64_t person = 0;
    while (rows.next()) {
        const Instant at = rows.instant(7).value_or(Instant{});
        // A person of several keys comes once for each, the oldest key first.
        const bool same = rows.integer(0) == person && !handovers.empty();
        if (same && handovers.back().at == at && handovers.back().rep == rows.text(2)) continue;
        if (same && !handovers.back().ended) handovers.back().ended = at;
        person = rows.integer(0);
        handovers.push_back({.lead = std::string(rows.text(1)),
                             .rep = std::string(rows.text(2)),
                             .pool = std::string(rows.text(3)),
                             .route = std::string(rows.text(4)),
                             .sla = std::string(rows.text(5)),
                             .at = at,
                             .due_at = rows.instant(6),
                             .ended = rows.instant(9),
                             .by_hand = rows.integer(8) != 0,
                             .again = same});
    }
    std::stable_sort(handovers.begin(), handovers.end(),
                     [](const Handover& a, const Handover& b) { return a.at < b.at; });
    return handovers;
}

std::vector<Handover> Ledger::open_handovers() const {
    Statement rows = impl_->database.prepare(
        "SELECT k.value, a.rep, a.pool, a.route, a.sla, a.due_at, a.at, a.by_hand, EXISTS (SELECT 1 "
        "FROM assignment b WHERE b.person = a.person AND b.id < a.id) FROM now_assignment n JOIN "
        "assignment a ON a.id = n.assignment JOIN key k ON k.person = n.person AND k.superseded IS NULL AND "
        "k.own WHERE n.closed IS NULL ORDER BY a.at, a.id, k.id");
    std::vector<Handover> handovers;
    while (rows.next())
        handovers.push_back({.lead = std::string(rows.text(0)),
                             .rep = std::string(rows.text(1)),
                             .pool = std::string(rows.text(2)),
                             .route = std::string(rows.text(3)),
                             .sla = std::string(rows.text(4)),
                             .at = rows.instant(6).value_or(Instant{}),
                             .due_at = rows.instant(5),
                             .by_hand = rows.integer(7) != 0,
                             .again = rows.integer(8) != 0});
    return handovers;
}

} // namespace handoff

#include "ledger/impl.hpp"
#include "ledger/keys.hpp"

namespace handoff {

std::map<std::string, Ledger::FirstQualified> Ledger::first_qualified() const {
    std::map<std::string, FirstQualified> leads;
    const ledger::CurrentKeys keys(impl_->database);
    ledger::Statement rows = impl_->database.prepare(
        "SELECT n.person, n.first_qualified, s.score, s.grade FROM now_score n LEFT JOIN score s ON s.person "
        "= n.person AND s.at = n.first_qualified AND s.qualified = 1 WHERE n.first_qualified IS NOT NULL "
        "ORDER BY n.person, s.id");
    while (rows.next()) {
        const std::string_view lead = keys.of(rows.integer(0));
        if (lead.empty()) continue;
        FirstQualified first{.at = rows.instant(1).value_or(Instant{}), .grade = std::string(rows.text(3))};
        if (!rows.is_null(2)) first.score = Points{rows.integer(2)};
        leads.emplace(lead, std::move(first));
    }
    return leads;
}

} // namespace handoff

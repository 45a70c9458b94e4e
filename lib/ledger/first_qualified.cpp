#include "ledger/impl.hpp"

namespace handoff {

std::map<std::string, Ledger::FirstQualified> Ledger::first_qualified() const {
    std::map<std::string, FirstQualified> leads;
    ledger::Statement rows = impl_->database.prepare(
        "SELECT k.value, n.first_qualified, s.score, s.grade FROM now_score n JOIN key k ON k.person = "
        "n.person "
        "AND k.superseded IS NULL LEFT JOIN score s ON s.person = n.person AND s.at = n.first_qualified "
        "AND s.qualified = 1 WHERE n.first_qualified IS NOT NULL ORDER BY s.id");
    while (rows.next()) {
        FirstQualified first{.at = rows.instant(1).value_or(Instant{}), .grade = std::string(rows.text(3))};
        if (!rows.is_null(2)) first.score = Points{rows.integer(2)};
        leads.emplace(rows.text(0), std::move(first));
    }
    return leads;
}

} // namespace handoff

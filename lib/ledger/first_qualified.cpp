#include "ledger/impl.hpp"

namespace handoff {

std::map<std::string, Ledger::FirstQualified, std::less<>>
Ledger::first_qualified(std::string_view named) const {
    const ledger::CurrentKeys& keys = impl_->keys();
    std::map<std::string, FirstQualified, std::less<>> leads;
    std::vector<FirstQualified*> by_person;
    ledger::Statement known = impl_->database.prepare(
        "SELECT person, first_qualified FROM now_score WHERE first_qualified IS NOT NULL ORDER BY person");
    while (known.next()) {
        const std::string_view lead = keys.of(known.integer(0));
        if (lead.empty()) continue;
        FirstQualified& first =
            leads.emplace_hint(leads.end(), lead, FirstQualified{.at = *known.instant(1)})->second;
        by_person.resize(static_cast<std::size_t>(known.integer(0)) + 1);
        by_person.back() = &first;
    }
    // To ask for the scores of each lead costs more than to read them all.
    ledger::Statement scores = impl_->database.prepare(
        named.empty() ? "SELECT person, at, score, grade FROM score WHERE qualified = 1 ORDER BY id DESC"
                      : "SELECT s.person, s.at, n.score, n.grade FROM score s LEFT JOIN named_score n ON "
                        "n.judgement = s.id AND n.name = ? WHERE s.qualified = 1 ORDER BY s.id DESC");
    if (!named.empty()) scores.start(named);
    while (scores.next()) {
        const auto person = static_cast<std::size_t>(scores.integer(0));
        FirstQualified* const first = person < by_person.size() ? by_person[person] : nullptr;
        if (!first || scores.instant(1) != first->at) continue;
        first->grade = scores.text(3); // of several rows of that night, the first
        first->score = scores.is_null(2) ? std::nullopt : std::optional(Points{scores.integer(2)});
    }
    return leads;
}

} // namespace handoff

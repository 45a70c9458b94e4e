#include "ledger/row_persons.hpp"

#include <handoff/words.hpp>

#include <algorithm>

namespace handoff::ledger {

RowPersons::RowPersons(const Table& leads, const Database& database)
    : leads_(leads), lead_id_(column_of(leads, "lead_id")), email_(column_of(leads, "email")),
      persons_(leads.rows()),
      rows_(static_cast<std::size_t>(database.integer("SELECT coalesce(max(id), 0) FROM person")) + 1, none) {
    std::vector<KeyBlock> ids(1), emails(1);
    ids.front().reserve(leads.rows());
    emails.front().reserve(leads.rows());
    for (std::size_t row = 0; row < leads.rows(); ++row) {
        const std::string_view id = cell_of(leads, lead_id_, row);
        ids.front().add(id);
        emails.front().add(id.empty() ? lower(cell_of(leads, email_, row)) : std::string());
    }
    ids_ = KeyIndex(std::move(ids));
    emails_ = KeyIndex(std::move(emails));
    Statement keys =
        database.prepare("SELECT person, value, kind = 'email' FROM key WHERE superseded IS NULL");
    while (keys.next()) {
        const std::uint32_t row = (keys.integer(2) != 0 ? emails_ : ids_).find(keys.text(1));
        if (row == KeyIndex::none) continue;
        persons_[row] = keys.integer(0);
        // A person with several keys may stand in several rows: the first counts.
        std::uint32_t& first = rows_[static_cast<std::size_t>(keys.integer(0))];
        first = std::min(first, row);
    }
}

bool RowPersons::counts(std::uint32_t row) const {
    const bool has_id = !cell_of(leads_, lead_id_, row).empty();
    if (!has_id && cell_of(leads_, email_, row).empty()) return false;
    const std::int64_t person = persons_[row];
    if (person != 0) return row_of(person) == row;
    return (has_id ? ids_ : emails_).first_of(row) == row;
}

} // namespace handoff::ledger

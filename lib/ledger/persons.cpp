#include "ledger/impl.hpp"

#include <handoff/words.hpp>

namespace handoff::ledger {

std::size_t column_of(const Table& table, std::string_view name) noexcept {
    return table.find(name).value_or(no_column);
}

std::string_view cell_of(const Table& table, std::size_t column, std::size_t row) noexcept {
    return column == no_column ? std::string_view() : table[column].cells[row];
}

Persons::Persons(Database& database, std::int64_t run, Instant as_of)
    : database_(&database), run_(run), as_of_(as_of),
      find_(database.prepare("SELECT person FROM key WHERE value = ? AND kind = ? AND superseded IS NULL")),
      make_person_(database.prepare("INSERT INTO person (first_seen, run) VALUES (?, ?)")),
      make_key_(database.prepare("INSERT INTO key (person, kind, value, since, run) VALUES (?, ?, ?, ?, ?)")),
      make_facts_(
          database.prepare("INSERT INTO now_fact (person, last_seen, status, owner, source, campaign_id) "
                           "VALUES (?, ?, '', '', '', '')")) {}

Persons::Key Persons::key(const Table& table, std::size_t lead_id, std::size_t email, std::size_t row) {
    const std::string_view id = cell_of(table, lead_id, row);
    return {id.empty() ? "email" : "lead_id", lead_key(id, cell_of(table, email, row))};
}

std::int64_t Persons::find(const Key& key) {
    const std::int64_t person = find_.start(key.value, key.kind).next() ? find_.integer(0) : 0;
    find_.reset();
    return person;
}

std::int64_t Persons::make_unseen(const Key& key) {
    make_person_.run(as_of_, run_);
    const std::int64_t person = database_->last_id();
    make_key_.run(person, key.kind, key.value, as_of_, run_);
    return person;
}

void Persons::see(std::int64_t person) { make_facts_.run(person, as_of_); }

std::int64_t Persons::make(const Key& key) {
    const std::int64_t person = make_unseen(key);
    see(person);
    return person;
}

std::int64_t Persons::find_or_make(const Key& key) {
    const std::int64_t person = find(key);
    return person != 0 ? person : make(key);
}

LeadPersons::LeadPersons(const Database& database)
    : find_(database.prepare("SELECT person FROM key WHERE value = ? AND superseded IS NULL AND own")) {}

std::int64_t LeadPersons::of(std::string_view lead) const {
    const std::int64_t person = find_.start(lead).next() ? find_.integer(0) : 0;
    find_.reset();
    return person;
}

} // namespace handoff::ledger

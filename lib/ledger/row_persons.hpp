#pragma once

#include "ledger/impl.hpp"
#include "table/key_index.hpp"

#include <cstdint>
#include <limits>
#include <vector>

namespace handoff::ledger {

/// Who stands in which row of a lead table, read from the ledger at once: to ask it for each lead costs more
/// than all else of a night on which little changed.
class RowPersons {
  public:
    RowPersons(const Table& leads, const Database&);

    static constexpr std::uint32_t none = 0xffffffff;
    /// Whether a row tells who it is about, and is the first to do so.
    bool counts(std::uint32_t row) const;
    /// 0: a lead that the ledger does not know. Only for rows that count.
    std::int64_t person(std::uint32_t row) const noexcept { return persons_[row]; }
    /// The same for every row, those among them that name a lead again.
    std::int64_t person_of_any(std::uint32_t row) const {
        const bool has_id = !cell_of(leads_, lead_id_, row).empty();
        return persons_[(has_id ? ids_ : emails_).first_of(row)];
    }
    std::uint32_t row_of(std::int64_t person) const noexcept {
        const auto at = static_cast<std::size_t>(person);
        return at < rows_.size() ? rows_[at] : none;
    }
    Persons::Key key(std::uint32_t row) const { return Persons::key(leads_, lead_id_, email_, row); }

  private:
    const Table& leads_;
    std::size_t lead_id_, email_;
    KeyIndex ids_, emails_;             ///< emails of rows without an id
    std::vector<std::int64_t> persons_; ///< by row
    std::vector<std::uint32_t> rows_;   ///< by person
};

/// A statement whose first column is the person, in order of persons, read beside others of the kind.
class ByPerson {
  public:
    ByPerson(const Database& database, std::string_view sql) : rows(database.prepare(sql)) { step(); }
    /// Goes on to this person; false when it has no row. Persons must be asked for in order.
    bool find(std::int64_t person) {
        while (person_ < person) step();
        return person_ == person;
    }
    bool there() const noexcept { return person_ != no_more; }
    std::int64_t person() const noexcept { return person_; }
    void step() { person_ = rows.next() ? rows.integer(0) : no_more; }
    Statement rows;

  private:
    static constexpr std::int64_t no_more = std::numeric_limits<std::int64_t>::max();
    std::int64_t person_ = 0;
};

} // namespace handoff::ledger

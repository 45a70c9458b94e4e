#pragma once

#include "ledger/impl.hpp"
#include "ledger/row_persons.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace handoff::ledger {

/// The scores beside the main one, of the leads of a night. They are part of a judgement (a row of `score`):
/// where any of it changed, all of it is recorded.
class NamedScores {
  public:
    /// Of the agreement's named scores those that the leads were scored by.
    NamedScores(Database&, const Table& scored, const ScoreModel&);

    /// Whether the last judgement of a person says what this row does. Persons must be asked for in order,
    /// before anything is recorded.
    bool same(std::int64_t person, std::uint32_t row);
    void record(std::int64_t judgement, std::int64_t person, std::uint32_t row);

  private:
    struct Columns {
        std::string name;
        std::size_t score, grade;
    };
    const Table& scored_;
    std::vector<Columns> columns_;
    ByPerson known_;
    bool any_; ///< there are some, or the ledger knows of some
    Statement add_, clear_, set_;
};

/// Points of a cell, in 1e-9; nothing where it has none.
std::optional<std::int64_t> points_of(std::string_view cell);

/// A judgement copied to another person; that is its last one then. Gives its number.
std::int64_t copy_judgement(Database&, std::int64_t judgement, std::int64_t to, Instant at, std::int64_t run);

} // namespace handoff::ledger

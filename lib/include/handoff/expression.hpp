#pragma once

#include <handoff/error.hpp>
#include <handoff/table.hpp>
#include <handoff/values.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// A condition or value as written in an agreement or after --where: parsed, not yet bound to columns. Its
/// language is described in docs/expressions.md. Copying is cheap. Default-constructed: empty, holds for
/// every row.
class Expression {
  public:
    Expression() = default;
    /// `place` is where the text begins; errors (request) point into it with a caret, `source` being the line
    /// shown (the text itself when empty) and lists from files (`in file 'x'`) are read relative to `folder`.
    /// Where the text stands with escapes in its line, `columns` has the column of each of its bytes, and of
    /// the one behind it.
    static Expression parse(std::string_view text, Place place = {}, std::string_view source = {},
                            const std::string& folder = {}, std::span<const std::uint32_t> columns = {});

    bool empty() const noexcept { return !tree_; }
    const std::string& text() const noexcept;
    const Place& place() const noexcept;

    /// A column that the expression names, and where it stands.
    struct Use {
        std::string name;
        Diagnostic where; ///< `what` is empty: to be filled by whoever finds fault with it
    };
    std::vector<Use> columns() const;
    /// Text literals that a column is compared with by = != in, for checks against the data. Each with its
    /// place.
    struct Literal {
        std::string column;
        std::string value;
        Diagnostic where;
    };
    std::vector<Literal> literals() const;

    struct Tree;
    const std::shared_ptr<const Tree>& tree() const noexcept { return tree_; }

  private:
    std::shared_ptr<const Tree> tree_;
};

/// What names mean where an expression is used: the columns of a table and their types.
struct Scope {
    struct Name {
        std::string name;
        std::optional<Type> type; ///< none: takes the type of what it is compared with
        bool blank = false;       ///< canonical, but this table does not have it: every cell is blank
    };
    std::vector<Name> names; ///< position = position of the column in the tables that will be evaluated
    std::vector<std::string> stages; ///< the lifecycle's order, for Type::stage
    std::vector<std::string> aside;  ///< stages beside it: they can be equal, but have no order
    Instant as_of{};                 ///< for `days_since` and `as_of`
    Zone zone = Zone::utc();         ///< of times without one in literals, and of days

    std::vector<std::string> all_names() const;
};

/// Expressions bound to a scope: types are checked, columns found, literals read. Immutable, shared by
/// threads.
class Bound {
  public:
    enum class Expect { conditions, values };
    /// Binds several expressions at once, so that they share the work per column. Throws Error (request) with
    /// every mistake: unknown columns with the nearest name, types that cannot be compared, and values where
    /// conditions are expected.
    Bound(std::span<const Expression> expressions, const Scope& scope, Expect expect = Expect::conditions);
    ~Bound();
    Bound(Bound&&) noexcept;

    std::size_t size() const noexcept;
    /// Positions (in the scope) of the columns that are read; the others may be left blank.
    const std::set<std::size_t>& columns() const noexcept;
    /// Same for one expression.
    const std::set<std::size_t>& columns(std::size_t expression) const noexcept;
    /// The column that a condition reads when it reads exactly one: what it says then depends on the cell
    /// alone, so that Evaluator::codes and Evaluator::truth can be used.
    std::optional<std::size_t> only_column(std::size_t expression) const noexcept;

    /// Evaluates batch by batch. One per thread: it remembers results per distinct value between batches. The
    /// Bound must outlive it.
    class Evaluator {
      public:
        explicit Evaluator(const Bound& bound);
        ~Evaluator();
        Evaluator(Evaluator&&) noexcept;
        /// Evaluates every expression on every row. The table's columns stand at the scope's positions; those
        /// that no expression reads may be left without cells. The table must outlive the questions about it.
        void run(const Table& table);
        /// 1 where the condition holds, 0 elsewhere, for each row of the last run. For an expression that is
        /// a value, not a condition: where it is true.
        std::span<const std::uint8_t> mask(std::size_t expression) const;
        /// Every distinct cell of a column has a code, the same in all batches of this evaluator (0 is the
        /// blank cell): for each row of the last run, its code. Empty when the column has too many distinct
        /// values for that, holds points, or is read only beside other columns; use `mask` then.
        std::span<const std::uint32_t> codes(std::size_t column) const;
        /// Whether a condition that reads one column holds, by code, for all codes so far. Empty when it
        /// reads several columns, or none, or `codes` of its column is empty.
        std::span<const std::uint8_t> truth(std::size_t expression) const;
        /// The value as canonical text for one row of the last run (blank when it has none), for explaining.
        std::string value(std::size_t expression, std::size_t row) const;
        /// Cells that could not be read as the type they were compared with, so far, by column position.
        std::vector<std::uint64_t> unreadable() const;

      private:
        struct Impl;
        std::unique_ptr<Impl> impl_;
    };

    /// What the columns of a condition were on one row, for a reason: "employees = 480, country = 'US'".
    std::string values(std::size_t expression, const Table& table, std::size_t row) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace handoff

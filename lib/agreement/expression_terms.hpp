#pragma once

#include <handoff/table.hpp>
#include <handoff/time.hpp>
#include <handoff/values.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace re2 {
class RE2;
}

namespace handoff {

/// What a bound expression works with: the types of columns, and those that only arise in calculations.
enum class ValueType { text, id, number, boolean, instant, duration, stage };

/// A value while an expression is evaluated. Cheap to copy; text points into a cell, the expression or
/// scratch.
struct Value {
    enum class Kind : std::uint8_t { blank, text, number, ticks, boolean, rank } kind = Kind::blank;
    std::string_view text;
    double number = 0;
    std::int64_t ticks = 0; ///< microseconds of an instant or duration; boolean: 0, 1; rank of a stage
    std::int64_t last = 0;  ///< the last tick it stands for: a date in a literal is a whole day

    bool is_blank() const noexcept { return kind == Kind::blank; }
    static Value of_text(std::string_view text) noexcept {
        return text.empty() ? Value{} : Value{.kind = Kind::text, .text = text};
    }
    static Value of_number(double number) noexcept; ///< blank when it is infinite or not a number
    static Value of_ticks(std::int64_t ticks) noexcept {
        return {.kind = Kind::ticks, .ticks = ticks, .last = ticks};
    }
    static Value of_boolean(bool value) noexcept { return {.kind = Kind::boolean, .ticks = value ? 1 : 0}; }
};

/// How cells of a column are read where a type is wanted.
struct CellReading {
    ValueType type = ValueType::text;
    bool lenient = false; ///< a column of no declared type: cells as exports hold them
    friend auto operator<=>(const CellReading&, const CellReading&) = default;
};

/// The lifecycle's stages. The path has ranks from 0; stages aside have negative ones, which are equal to
/// themselves but stand in no order.
struct Stages {
    std::vector<std::string> path, aside;
    std::optional<std::int64_t> rank(std::string_view name) const noexcept;
    std::string_view name(std::int64_t rank) const noexcept;
};

/// What reading and evaluating depends on beside the row.
struct Surroundings {
    Stages stages;
    Instant as_of{};
    Zone zone = Zone::utc();
};

/// Reads a cell; blank when it is blank or does not read.
Value read_cell(std::string_view cell, CellReading, const Surroundings&);

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
        return std::hash<std::string_view>{}(text);
    }
};
using TextSet = std::unordered_set<std::string, TextHash, std::equal_to<>>;

/// A bound piece of an expression: columns are positions, literals are values, types fit.
struct Term {
    enum class Kind {
        // values
        constant, ///< `value`; `text` keeps its bytes
        cell,     ///< of `column`, by `reading`
        add,
        subtract,
        multiply,
        divide,
        negative,
        lower,
        upper,
        length,
        days_since,
        coalesce,
        // conditions
        compare,     ///< part `comparison` part, of `type`
        between,     ///< three parts, of `type`
        among_texts, ///< part in `texts`; folded unless `type` is id
        among,       ///< part equal to one of the others
        contains,
        starts_with,
        ends_with, ///< of `type`
        matches,   ///< part by `pattern`
        blank,
        all,
        any,
        none
    };
    enum class Comparison : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };

    Kind kind{};
    ValueType type = ValueType::boolean; ///< of the result; of the parts for comparisons and searches
    Comparison comparison{};
    std::vector<Term> parts;
    Value value;
    std::shared_ptr<const std::string> text;
    std::size_t column = 0;
    CellReading reading;
    std::shared_ptr<const TextSet> texts;
    std::shared_ptr<const re2::RE2> pattern;
    std::vector<std::size_t> columns; ///< all that it and its parts read; sorted
    std::size_t atom = none_;         ///< conditions that are kept per distinct value: which

    static constexpr std::size_t none_ = static_cast<std::size_t>(-1);
    bool is_condition() const noexcept { return kind >= Kind::compare; }
    /// A comparison of a cell, read as a number, with constants.
    bool is_number_test() const noexcept;
};

/// Where a term's cells come from: a row of a table, or one cell of the only column it reads.
class RowCells {
  public:
    RowCells(const Table& table, std::size_t row) : table_(&table), row_(row) {}
    explicit RowCells(std::string_view only) : only_(only) {}
    void move_to(std::size_t row) noexcept { row_ = row; }

    std::string_view cell(std::size_t column) const {
        if (!table_) return only_;
        const auto& cells = (*table_)[column].cells;
        return row_ < cells.size() ? cells[row_] : std::string_view();
    }
    const Points* points(std::size_t column) const {
        if (!table_) return nullptr;
        const auto& points = (*table_)[column].points;
        return row_ < points.size() ? &points[row_] : nullptr;
    }

  private:
    const Table* table_ = nullptr;
    std::size_t row_ = 0;
    std::string_view only_;
};

/// Evaluates terms on single rows. Keeps scratch memory; one per thread.
class TermEvaluator {
  public:
    explicit TermEvaluator(const Surroundings& surroundings) : surroundings_(surroundings) {}
    Value value(const Term& term, const RowCells& cells);
    bool holds(const Term& term, const RowCells& cells);
    /// The value as canonical text.
    std::string text(const Term& term, const RowCells& cells);
    bool readable(std::string_view cell, CellReading reading);

  private:
    Value evaluate(const Term&, const RowCells&);
    bool decide(const Term&, const RowCells&);
    Value calculate(const Term&, const RowCells&);
    bool search(const Term&, const RowCells&);

    const Surroundings& surroundings_;
    std::deque<std::string> scratch_; ///< texts that values of the current row point to
    std::string folded_;
};

} // namespace handoff

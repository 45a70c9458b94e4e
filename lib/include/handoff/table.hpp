#pragma once

#include <handoff/error.hpp>
#include <handoff/points.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// A named column: a cell of text for every row; a blank cell is an empty view. Text is UTF-8. Values of
/// other types stand as canonical text (time.hpp, values.hpp), so that a table is the same in memory, in a
/// file and in a pipe. A column of computed points keeps the exact numbers beside their text (`points` is
/// empty otherwise).
struct Column {
    std::string name;
    std::vector<std::string_view> cells;
    std::vector<Points> points;

    // What a reader of exports found out about the cells of a batch beside their text; empty where it found
    // out nothing, and gone when rows are added or cut.
    /// Of times: microseconds since 1970, UTC, or `no_instant` where only the text says.
    std::vector<std::int64_t> instants;
    static constexpr std::int64_t no_instant = std::numeric_limits<std::int64_t>::min();
    /// Of words that repeat: cells of the same number have the same text, in all batches of one numbering.
    std::vector<std::uint32_t> numbers;
    std::uint64_t numbering = 0;
};

/// Rows and named columns: a whole lead file, or one batch of a file that is being streamed. The table keeps
/// alive the bytes its cells point into. Moving is cheap; columns are found by position in hot code and by
/// name elsewhere.
class Table {
  public:
    std::size_t rows() const noexcept { return rows_; }
    void set_rows(std::size_t rows); ///< adds blank cells to, or cuts, every column

    std::span<const Column> columns() const noexcept { return columns_; }
    std::span<Column> columns() noexcept { return columns_; }
    const Column& operator[](std::size_t position) const { return columns_[position]; }
    Column& operator[](std::size_t position) { return columns_[position]; }
    std::optional<std::size_t> find(std::string_view name) const noexcept; ///< exact name
    std::vector<std::string> names() const;

    /// Adds a column of blank cells at the end, and returns its position.
    std::size_t add(std::string name);
    /// The position of the column of that name, added if it is not there.
    std::size_t find_or_add(std::string_view name);
    void remove(std::size_t position);
    /// A new table with the rows for which `keep` is not zero, sharing the bytes.
    Table select(std::span<const std::uint8_t> keep) const;
    Table pick(std::span<const std::uint32_t> rows) const; ///< the rows at these positions, in that order
    Table copy(std::span<const std::uint32_t> rows) const; ///< the same, with text of its own
    /// Adds the rows of another table with the same column names in the same order; throws Error (ours) when
    /// they differ. Every row keeps its place, also when it comes from another file.
    void append(const Table& other);
    /// Makes room for that many rows in all, so that `append` need not move cells again.
    void reserve(std::size_t rows);

    /// Copies text into memory that lives as long as this table, and returns the copy. Not for use from two
    /// threads.
    std::string_view keep(std::string_view text);
    /// Keeps foreign bytes alive as long as this table.
    void share(std::shared_ptr<const void> bytes);
    void share(const Table& other); ///< everything that the other table keeps alive
    /// Empties the table for another batch: the columns stay, the text it kept goes and its memory is used
    /// again. The `blank` columns get that many blank cells; those to be `filled` (in order) keep what they
    /// have, for the caller to replace all of it; the others have none.
    void start_batch(std::size_t rows, std::span<const std::size_t> blank,
                     std::span<const std::size_t> filled = {});

    /// Where a row came from: file and line of its first byte; column 1. Unknown for computed rows.
    Place place(std::size_t row) const;
    /// The row's bytes as they stood in the file, without the line end; empty when it did not come from a
    /// file.
    std::string_view original(std::size_t row) const noexcept;

    /// Set by readers: the file's name, and for every row its first line and its bytes.
    std::shared_ptr<const std::string> file;
    std::vector<std::uint64_t> lines;
    std::vector<std::string_view> originals;

  private:
    struct Arena;
    using FileName = std::shared_ptr<const std::string>;
    const FileName& file_of(std::size_t row) const noexcept;

    std::vector<Column> columns_;
    std::size_t rows_ = 0;
    std::shared_ptr<Arena> arena_;
    std::vector<std::shared_ptr<const void>> shared_;
    std::vector<FileName> files_; ///< one per row, only once rows of several files stand together
};

} // namespace handoff

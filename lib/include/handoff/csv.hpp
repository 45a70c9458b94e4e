#pragma once

#include <handoff/dialect.hpp>
#include <handoff/table.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {
class OutputFile;
}

namespace handoff::csv {

/// A row that cannot be read, as data: its place, what is wrong, and its bytes.
struct BadRow {
    Diagnostic diagnostic;
    std::string original;
};

struct Options {
    Dialect dialect;
    unsigned threads = 0;           ///< 0: as many as there are cores
    std::size_t chunk = 256 * 1024; ///< bytes handed to a thread at once; tests make it tiny
    bool again = false; ///< the file will be read more than once: what cannot be read again (a pipe) is kept
};

/// Reads one CSV file, or standard input (path "-"). The one way bytes become cells: finds record and field
/// ends, tracks quotes across chunks, hands whole records to as many threads as there are cores.
///
/// Records end with LF, CRLF or CR outside quotes; an empty line is no record. A BOM is dropped. The header's
/// names are trimmed; a nameless column becomes "column_N", a repeated name "name_2", "name_3"; trailing
/// nameless columns that hold nothing are left out. Lines above the header, a row of units and a footer are
/// found and are no rows (`left_out`). A row with more or fewer fields than the header is bad,
/// unless the extra ones are all empty; so is a quote that is never closed (its place is where it opened) and
/// a NUL byte.
class Reader {
  public:
    /// Opens the file and reads its header. Throws Error (data) when there is no such file, or nothing in it.
    explicit Reader(std::string path, Options = {});
    Reader(Reader&&) noexcept;
    Reader& operator=(Reader&&) noexcept;
    ~Reader();

    const std::string& path() const noexcept; ///< as given; "standard input" for "-"
    const std::vector<std::string>& header() const noexcept;
    const Dialect& dialect() const noexcept;       ///< as found; the footer only where the end was seen
    std::string description() const;               ///< the dialect in words
    std::string_view header_line() const noexcept; ///< as it stood, without line end
    /// True when records can be copied to the output as they are: comma, `"`, and the header as it stood.
    bool plain() const noexcept;

    /// Streams the file. `work` is called with batches that hold the wanted columns (positions in the
    /// header), in any order, from several threads at once; `chunk` numbers the batches in file order without
    /// gaps. A batch is reused when `work` returns: its cells must not be kept. `thread` is below
    /// `threads()`. Throws what `work` throws. Batches carry `lines` and `originals` only on request, since
    /// most readers do not need them.
    struct Batch {
        Table table;
        std::uint64_t chunk = 0;
        unsigned thread = 0;
        std::vector<BadRow> bad; ///< in file order, with their lines
    };
    enum class Keep {
        cells,
        cells_and_originals,
        forever ///< cells, originals, and memory of its own: `work` may move the batch's table away and keep
                ///< it
    };
    /// `in_order`, when given, is called behind `work` for each batch, in the order of the file and by one
    /// thread at a time.
    void for_each(std::span<const std::size_t> wanted, Keep, const std::function<void(Batch&)>& work,
                  const std::function<void(Batch&)>& in_order = {});
    unsigned threads() const noexcept;

    /// Reads everything into one table with all columns, in file order, with `lines` and `originals`.
    Table read_all(std::vector<BadRow>& bad);

    /// The first rows (some tens of thousands of bytes of them) with all columns, without starting to read:
    /// all rows are still to come, also from a pipe.
    Table first_rows();
    /// The file as it stands, as one text; before reading. For files that turn out to be no CSV.
    std::string text();
    /// From now on what cannot be read again is kept, as under Options::again. Before reading.
    void keep_for_again();

    /// What is no row and was left out, a sentence each: lines above the header, units, a footer. Whole once
    /// everything was read.
    std::vector<std::string> left_out() const;
    /// Guesses that are not certain, a second table, text that looks garbled. Whole once everything was read.
    std::vector<Diagnostic> warnings() const;

    /// How many bytes were read so far.
    std::uint64_t bytes() const noexcept;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// How many rows a file has.
struct RowCount {
    std::uint64_t kept = 0, bad = 0;
};
/// Writes the header and the cells as they were read, as plain CSV, in bounded memory. `write` gets pieces of
/// it in order and says whether to go on, `refuse` the bad rows in order; neither is called by two threads at
/// once.
RowCount copy_as_is(Reader&, const std::function<bool(std::string_view)>& write,
                    const std::function<void(BadRow&&)>& refuse, bool with_header = true);
/// Only reads every row, with all checks.
RowCount count_rows(Reader&, const std::function<void(BadRow&&)>& refuse);

/// Appends a field to `out`, quoted when it holds a delimiter, a quote, a line end, or a space at either end.
void append_field(std::string& out, std::string_view cell, char delimiter = ',');
/// A cell of a file for people: a text that a spreadsheet would run as a formula (it begins with = + - @, a
/// tab or a line end, and is no number) gets a ' in front. Files for programs keep their cells as they are.
std::string safe_for_spreadsheet(std::string_view cell);
/// Appends the header of a table, or its rows from..to; every line ends with LF.
void append_header(std::string& out, const Table&, char delimiter = ',');
void append_rows(std::string& out, const Table&, std::size_t from, std::size_t to, char delimiter = ',');
/// A whole table as CSV: UTF-8, LF, comma.
std::string to_csv(const Table&);
/// The same into a file, in pieces that several threads make (0: as many as there are cores).
void write_csv(OutputFile& out, const Table&, unsigned threads = 0);

} // namespace handoff::csv

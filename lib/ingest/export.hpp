#pragma once

#include <handoff/exports.hpp>

#include <ingest/cells.hpp>
#include <ingest/derive.hpp>
#include <ingest/mapping.hpp>
#include <ingest/phone.hpp>
#include <ingest/rows.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace handoff {

struct Export::Impl {
    Impl(Kind kind, std::vector<std::string> paths, const Agreement& agreement, ExportOptions options);

    static constexpr std::size_t nowhere = ~std::size_t{0};

    struct File {
        Rows rows;
        Mapping mapping;
        std::vector<std::size_t> own;  ///< for each of names(): the file's column with its uncleaned cells
        std::vector<CellForm> forms;   ///< of the canonical columns
        std::vector<bool> order_known; ///< of the canonical columns: day and month were looked at
        std::unique_ptr<Table> first_rows;
    };

    /// What is to be done for each batch of a file to fill the wanted columns.
    struct Plan {
        std::vector<std::size_t> read;      ///< columns of the file
        std::vector<std::size_t> at;        ///< column of the file -> position in `read`
        std::vector<std::size_t> uses;      ///< how often each column in `read` is needed
        std::vector<std::size_t> canonical; ///< to clean
        std::vector<std::size_t> derived;   ///< to work out
        std::vector<std::size_t> own;       ///< positions in names() to copy
        std::vector<std::size_t> blank;     ///< of both, those that no column of the file fills
        std::vector<std::size_t> filled;    ///< the others, in order

        /// The cells of a column of the file: moved where they are needed once.
        void take(std::size_t column, Table& from, std::vector<std::string_view>& cells) const;
    };

    /// Cells of a canonical column that are not of its type, and those that cleaning changed.
    struct Cleaned {
        std::uint64_t unreadable = 0;
        std::size_t file = ~std::size_t{0};
        std::uint64_t chunk = 0;
        std::string example;  ///< the first that is not readable
        bool changed = false; ///< by more than spaces and capitals
    };
    struct Worker {
        csv::Reader::Batch out;
        Memory memory;
        std::vector<Cleaned> cleaned; ///< of the canonical columns
        PhoneBook new_phones;
        std::uint64_t rows = 0;
        std::map<std::pair<std::size_t, std::uint64_t>, std::vector<csv::BadRow>> bad; ///< by file and batch
        std::uint64_t batches = 0; ///< of the file being read, as far as this thread knows
    };

    /// What rows that were read have shown of the canonical columns.
    struct Shown {
        std::vector<bool> something; ///< there are cells that are not blank
        std::vector<bool> changed;   ///< cleaning changed cells
        void add(const Table& rows);
    };

    // export.cpp
    void name_columns();
    Plan plan_for(File& file, std::span<const std::size_t> wanted);
    void read(std::span<const std::size_t> wanted, csv::Reader::Keep keep,
              const std::function<void(csv::Reader::Batch&)>& work);
    /// All rows in order; columns that are not wanted are there, without cells.
    unsigned threads() const noexcept;
    Table read_table(std::span<const std::size_t> wanted);
    void finish_pass(std::vector<Worker>& workers, std::span<const std::size_t> computed);
    // convert.cpp
    void know_orders(File& file, std::span<const std::size_t> canonical);
    void convert(std::size_t file, const Plan& plan, csv::Reader::Batch& in, csv::Reader::Keep keep,
                 Worker& worker) const;
    void fill_canonical(std::size_t file, std::size_t canonical, const Plan& plan, csv::Reader::Batch& in,
                        Worker& worker) const;
    /// Our types of touch in place of theirs.
    void fill_types(Column& column, WordMemo<Memory::Type>& types) const;
    /// What depends on the country of the row.
    void fill_states(Table& out, std::size_t canonical, Worker& worker) const;
    const KnownPhone* known_phone(std::uint64_t written, const Worker& worker) const noexcept;
    void read_new_phones(const Table& out, std::span<const std::string_view> cells, bool clean,
                         Worker& worker) const;
    void fill_phones(std::size_t file, std::size_t canonical, std::uint64_t chunk, Worker& worker) const;
    std::string_view country_of(const Table& out, std::size_t row) const;
    // shown.cpp
    Shown shown_by_first_rows(std::span<const std::size_t> wanted);
    /// The canonical columns of which more rows may show more, or have a cell that cannot be read.
    std::vector<std::size_t> not_shown(const Shown&) const;
    // warnings.cpp
    std::vector<Diagnostic> warnings() const;

    Kind kind;
    std::vector<std::string> paths;
    ExportOptions options;
    ExportSettings settings;
    Place lifecycle_place;
    bool statuses_agreed = false; ///< the agreement maps statuses, so that others are worth a word
    Zone zone;
    std::span<const CanonicalColumn> columns;
    Derivation derivation;
    std::shared_ptr<const Vocabulary> words;
    std::vector<std::unique_ptr<File>> files;

    std::vector<Scope::Name> names;
    std::vector<std::size_t> originals;
    std::vector<std::size_t> uncleaned; ///< for each canonical column: "raw:NAME" of the column it is, where
                                        ///< cleaning may lose cells; or nowhere
    std::size_t type_position = 0;      ///< of touches
    std::size_t country_position = 0;
    std::string home; ///< the country of rows that name none
    PhoneBook phones; ///< of earlier nights
    bool leave_phones = false;

    // What passes have shown; of each column by the first pass that reads it.
    std::uint64_t rows_read = 0;
    std::vector<csv::BadRow> bad;
    bool was_read = false;
    std::vector<bool> computed;
    std::vector<Cleaned> cleaned;
    PhoneBook new_phones;
    std::map<std::string, std::uint64_t> unmapped_statuses, unmapped_types;
};

} // namespace handoff

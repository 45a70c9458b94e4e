#pragma once

#include "csv/head.hpp"
#include "csv/scan.hpp"

#include <handoff/csv.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff::csv {

/// The records that one thread turns into rows: those that start in its chunk, with the bytes of the last one
/// to its end.
struct Stretch {
    const char* bytes = nullptr;
    std::size_t first_record = 0; ///< in the index; the one before, if any, belongs to the chunk before
    std::size_t begin = 0;        ///< where the first record starts
    std::uint64_t line = 1;       ///< the number of the line that `bytes` starts in
    bool never_closed = false;    ///< the file ends inside the quotes of the last record
};

/// Valid UTF-8 that was UTF-8 once before, and read as another encoding in between: "Ã©" for "é".
struct Garbled {
    std::uint64_t rows = 0;
    std::uint64_t line = 0, column = 0; ///< of the first
    std::string word;
};

/// Turns indexed records into rows of wanted cells. One for each thread; its memory is reused.
class BatchBuilder {
  public:
    BatchBuilder(const Head& head, std::shared_ptr<const std::string> file,
                 std::span<const std::size_t> wanted, Reader::Keep keep);

    void build(const Stretch&, const Index&, Reader::Batch&);
    const Garbled& garbled() const noexcept { return garbled_; } ///< in what was built last
    /// The bytes that cells without their doubled quotes point into; the next batch gets new ones.
    std::shared_ptr<const void> hand_over();

  private:
    std::string_view field(std::size_t row_first_field, std::size_t position) const;
    std::string_view record(std::size_t number) const; ///< without its line end
    void look_at_text();
    void choose_rows(std::vector<BadRow>& bad);
    bool is_good(std::size_t number, std::size_t fields, std::vector<BadRow>& bad);
    void refuse(std::size_t number, std::string_view place, std::uint32_t width, std::string what,
                std::string hint, std::vector<BadRow>& bad);
    std::uint64_t line_of(const char* position);
    void fill_cells(Table&);
    void fill_column(std::size_t column, std::string_view* cells);
    std::string_view without_quotes(std::string_view cell);
    void fill_originals(Table&);

    const Head& head_;
    std::shared_ptr<const std::string> file_;
    std::vector<std::size_t> wanted_;
    std::size_t times_wanted_ = 1; ///< at least as often as any column is wanted
    Reader::Keep keep_;

    Stretch stretch_;
    const Index* index_ = nullptr;
    const char* line_known_at_ = nullptr; ///< up to here lines are counted
    std::uint64_t line_ = 1;

    bool all_utf8_ = true; ///< else rows are looked at one by one
    Garbled garbled_;

    struct Row {
        std::uint32_t first_field; ///< in the index
        std::uint32_t fields;
    };
    std::vector<Row> rows_;
    std::vector<std::uint32_t> numbers_; ///< of the rows, among the records; only where they are asked for
    std::shared_ptr<char[]> unquoted_;
    std::size_t unquoted_room_ = 0;
    char* room_ = nullptr;
};

} // namespace handoff::csv

#pragma once

#include <handoff/table.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace handoff {

/// Tables of batches as one, in the order of their file: threads bring them in any order, and what came is
/// put together at once, so that its memory serves the next batches.
class Joining {
  public:
    explicit Joining(const std::vector<std::string>& names);

    // How much will come, if it is known; room is made for that, and more when it is not enough.
    void expect_rows(std::size_t rows) { rows_expected_ = rows; }
    void expect_bytes(std::uint64_t bytes) {
        bytes_expected_ = bytes;
    } ///< of rows that bring their originals

    /// The batch of that number, with these columns, or with no columns: nothing of that batch. From several
    /// threads at once.
    void put(std::uint64_t number, Table piece);
    /// After all batches, without gaps. Throws Error (ours) when one is missing.
    Table take();

  private:
    void append(const Table& piece);
    void make_room(const Table& first);

    std::mutex access_;
    std::map<std::uint64_t, Table> early_;
    std::uint64_t next_ = 0, bytes_expected_ = 0;
    std::size_t rows_expected_ = 0;
    Table all_;
};

} // namespace handoff

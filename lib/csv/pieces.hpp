#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace handoff::csv {

/// The part of a text that was read and not forgotten yet, in pieces that do not move: while one thread adds,
/// others may read what was there before, if whatever else they do with this object is guarded.
class Pieces {
  public:
    static constexpr std::size_t piece_size = 512 * 1024;

    std::uint64_t begin() const noexcept { return begin_; } ///< offset of the first byte that is kept
    std::uint64_t end() const noexcept { return end_; }     ///< offset behind the last one

    /// Room for what is read next, never empty. It is the text's only once `add` says so.
    std::span<char> room();
    void add(std::size_t bytes) noexcept;
    /// Whole pieces before the offset.
    void forget_before(std::uint64_t offset);
    void clear();

    /// Where bytes that are kept stand, fewer than `size` only at the end.
    std::vector<std::string_view> at(std::uint64_t offset, std::size_t size) const;

  private:
    struct Piece {
        std::unique_ptr<char[]> bytes;
        std::size_t size = 0;
    };
    std::deque<Piece> pieces_; ///< full, but for the last
    std::vector<std::unique_ptr<char[]>> spare_;
    std::uint64_t begin_ = 0, end_ = 0;
};

} // namespace handoff::csv

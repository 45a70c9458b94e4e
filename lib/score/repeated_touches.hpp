#pragma once

#include <handoff/exports.hpp>

#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_set>
#include <vector>

namespace handoff {

/// Finds touches that stand in several files of one export, which may overlap: by touch_id, without one by
/// the whole row. Files are read one after the other; a touch counts in the first that has it. Keeps 64 bits
/// of each touch, and nothing where there is only one file.
class RepeatedTouches {
  public:
    explicit RepeatedTouches(const Export& touches);

    std::vector<std::size_t> wanted(std::vector<std::size_t> columns) const; ///< and what it needs itself
    csv::Reader::Keep keep() const noexcept;
    /// The batch without the touches that earlier files had; nothing when it has none of them. From several
    /// threads.
    std::optional<Table> leave_out(const csv::Reader::Batch& batch);

  private:
    std::uint64_t hash_of(const Table& table, std::size_t row) const;

    bool several_;
    std::optional<std::size_t> id_;
    std::mutex mutex_;
    const std::string* file_ = nullptr; ///< that is being read
    std::unordered_set<std::uint64_t> before_;
    std::vector<std::uint64_t> now_; ///< of that file
};

} // namespace handoff

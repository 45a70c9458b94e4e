#pragma once

#include "ingest/merges.hpp"
#include "table/key_index.hpp"

#include <handoff/exports.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// Which of the rows of an export are the same, numbered as they were read.
class SameRows {
  public:
    struct Row {
        std::uint32_t row = 0;
        std::uint32_t first = 0; ///< the first of those that are the same as this; may be itself
    };

    SameRows() = default;
    explicit SameRows(const KeyIndex& keys);

    bool empty() const noexcept { return rows_.empty(); }
    /// Every row that is the same as another, the first of them too, in order.
    std::span<const Row> all() const noexcept { return rows_; }
    std::span<const Row> within(std::size_t from, std::size_t to) const noexcept;
    /// Calls `work` with the positions in all() of rows that are the same, in order; by the first of them.
    void for_each_group(const std::function<void(const std::vector<std::uint32_t>&)>& work) const;

  private:
    std::vector<Row> rows_;
};

/// The records of an export that were merged into others.
class MergedRecords {
  public:
    /// None for a kind whose records are not merged.
    MergedRecords(Kind kind, Merges merges);

    /// Where their ids, and what became of them, stand; none for a kind whose records are not merged.
    const MergeColumns& columns() const noexcept { return columns_; }
    const Merges& merges() const noexcept { return merges_; }
    bool was_merged(const Table& table, std::size_t row) const;
    /// Each survivor that is there goes by its own id, and keeps those of the others.
    void write(Table& table) const;

  private:
    MergeColumns columns_;
    Merges merges_;
    std::map<std::string, std::string, std::less<>> ids_; ///< of the merged, by what their survivor joins by
};

/// Puts the newest value of each field (by the column `updated_at`, if there is one) into the first of some
/// rows that are the same. A record that was merged only fills canonical columns, which come first, that its
/// survivor leaves blank.
void merge_into_first(Table& table, std::vector<std::uint32_t> rows, std::optional<std::size_t> updated_at,
                      std::size_t canonical_columns, const MergedRecords& merged);

} // namespace handoff

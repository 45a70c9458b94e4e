#pragma once

#include "table/key_index.hpp"

#include <handoff/exports.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// By what rows of a kind are the same: their id, or what the kind has instead of one; rows without it by a
/// second key, if the kind has one.
class RowKeys {
  public:
    /// Rows of records that were merged have the key of their survivor. The merges must outlive this.
    RowKeys(Kind kind, const Merges& merges);

    /// The canonical columns that keys are made of.
    const std::vector<std::size_t>& columns() const noexcept { return columns_; }
    /// True when rows without a first key are the same only as a whole: tables need `originals`.
    bool need_originals() const noexcept { return second_ == Second::whole_row; }
    KeyBlock of(const Table& rows) const;

  private:
    enum class Second { none, email, whole_row };
    std::string_view first_key(const Table& rows, std::size_t row, std::string& made) const;
    std::string_view second_key(const Table& rows, std::size_t row) const;

    Kind kind_;
    const Merges* merges_;
    std::vector<std::size_t> columns_; ///< of the first key, then that of the second
    std::size_t first_columns_ = 0;
    Second second_ = Second::none;
};

} // namespace handoff

#pragma once

#include <handoff/table.hpp>

#include <string_view>

namespace handoff {

/// The cells of a column that a table may not have: all blank then.
class Cells {
  public:
    Cells(const Table& table, std::string_view column) {
        if (const auto at = table.find(column)) cells_ = &table[*at].cells;
    }
    std::string_view operator[](std::size_t row) const noexcept {
        return cells_ && row < cells_->size() ? (*cells_)[row] : std::string_view();
    }
    bool there() const noexcept { return cells_ != nullptr; }
    bool any() const noexcept {
        if (!cells_) return false;
        for (const std::string_view cell : *cells_)
            if (!cell.empty()) return true;
        return false;
    }

  private:
    const std::vector<std::string_view>* cells_ = nullptr;
};

} // namespace handoff

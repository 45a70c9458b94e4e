#pragma once

#include <handoff/report.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace handoff {

/// Counts what happened to leads, which may be more than one thing to each, and opens the number.
class Tally {
  public:
    /// No row: of a lead that is gone from the export, which is only counted.
    void add(std::optional<std::uint32_t> row) {
        ++count_;
        if (row) rows_.push_back(*row);
    }
    void add(const Tally& other) {
        count_ += other.count_;
        rows_.insert(rows_.end(), other.rows_.begin(), other.rows_.end());
    }
    std::size_t count() const noexcept { return count_; }

    /// Opens only when all rows are known, since their parts add up to the number.
    ReportCell cell() const {
        ReportCell cell(static_cast<double>(count_));
        if (rows_.size() != count_) return cell;
        std::vector<std::uint32_t> rows = rows_;
        std::sort(rows.begin(), rows.end());
        RowsBehind behind;
        for (const std::uint32_t row : rows) {
            if (behind.rows.empty() || behind.rows.back() != row) {
                behind.rows.push_back(row);
                behind.parts.push_back(0);
            }
            ++behind.parts.back();
        }
        cell.behind = std::make_shared<const RowsBehind>(std::move(behind));
        return cell;
    }

  private:
    std::size_t count_ = 0;
    std::vector<std::uint32_t> rows_;
};

} // namespace handoff

#pragma once

#include "report/cells.hpp"

#include <handoff/values.hpp>

#include <optional>

namespace handoff {

/// How likely deals are won, 0 to 1, as the CRM says; in percent where any is above 1.
class Probabilities {
  public:
    explicit Probabilities(const Table& deals) : cells_(deals, "probability") {
        for (std::size_t row = 0; row < deals.rows(); ++row)
            if (const auto number = read_number(cells_[row]); number && *number > 1) percent_ = true;
    }
    std::optional<double> of(std::size_t row) const {
        const auto number = read_number(cells_[row]);
        return number ? std::optional(percent_ ? *number / 100 : *number) : std::nullopt;
    }

  private:
    Cells cells_;
    bool percent_ = false;
};

} // namespace handoff

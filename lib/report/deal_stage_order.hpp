#pragma once

#include "report/probabilities.hpp"

#include <handoff/table.hpp>

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace handoff {

enum class StageMove { none, forward, back, elsewhere };

/// Which stage of a deal comes before which: by the mean probability of the deals that stand in them, where
/// the export tells it; else by the words of their names, as the pipelines that CRMs come with are in order.
class DealStageOrder {
  public:
    DealStageOrder(const Table& deals, const Probabilities&);
    /// Elsewhere: another stage, and nobody knows whether it lies ahead.
    StageMove between(std::string_view from, std::string_view to) const;

  private:
    struct Chance {
        double sum = 0;
        std::size_t deals = 0; ///< at least one
        double mean() const noexcept { return sum / static_cast<double>(deals); }
    };
    std::map<std::string, Chance> chances_; ///< by stage in lower case
};

} // namespace handoff

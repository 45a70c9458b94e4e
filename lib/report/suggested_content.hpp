#pragma once

#include "report/cells.hpp"

#include <handoff/agreement.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// What of the agreement's [[content]] a rep may send to a lead: what suits its persona and stage best first.
class SuggestedContent {
  public:
    SuggestedContent(const Agreement&, const Table& leads);

    bool any() const noexcept { return !agreement_.contents.empty(); }
    /// At most so many, without those that the person `had`.
    std::vector<const Content*> of(std::uint32_t row, std::size_t most,
                                   const std::function<bool(const Content&)>& had = {}) const;

  private:
    std::string_view stage_of(std::uint32_t row) const;

    const Agreement& agreement_;
    Cells persona_, stage_;
};

} // namespace handoff

#pragma once

#include "ingest/lead_keys.hpp"

#include <handoff/followup.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace handoff {

/// What reps said up to a time, by the rows of the leads. The answers must outlive it.
class AnswersOfLeads {
  public:
    AnswersOfLeads() = default;
    AnswersOfLeads(std::span<const Answer>, Instant as_of, const LeadKeys&, std::size_t leads);

    std::span<const Answer* const> of(std::uint32_t lead) const noexcept { ///< in order of time
        if (first_.empty()) return {};
        return {in_order_.data() + first_[lead], first_[lead + 1] - first_[lead]};
    }
    /// How many are of none of these leads, or of leads with whose followups none of their answers went.
    std::size_t unknown(std::span<const Followup> followups) const;

  private:
    std::vector<std::uint32_t> first_; ///< of each lead, and the end; empty: there are none
    std::vector<const Answer*> in_order_;
    std::size_t of_no_lead_ = 0;
};

} // namespace handoff

#pragma once

#include "report/moment.hpp"

#include <handoff/exports.hpp>
#include <handoff/report.hpp>
#include <handoff/table.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

enum class DealStatus { open, won, lost, unknown };

/// A deal, joined to its leads.
struct Deal {
    std::size_t row = 0; ///< in the table of deals
    DealStatus status = DealStatus::unknown;
    Moment created, closed;           ///< closed: won or lost; unknown for an open one
    std::vector<std::uint32_t> leads; ///< rows of the table of leads
};

struct Deals {
    std::vector<Deal> all;                     ///< in the order of the table
    std::size_t repeated = 0;                  ///< rows with the id of an earlier row: the last one counts
    std::size_t joined = 0;                    ///< deals that found a lead
    std::vector<std::string> unknown_statuses; ///< as written, each once
    std::size_t unknown = 0;                   ///< deals with such a status, or none
};

/// Reads the deals of a report. A deal joins the leads that it names (lead_id, lead_ids), those that
/// were converted into it (converted_deal_id), the leads of the contacts on it (deal_contacts); else the lead
/// of its contact or e-mail, or the only lead of its account. A deal that was merged into another is that
/// deal.
Deals read_deals(const ReportInput& input, const LeadIndex& index);

/// What is to be said about how deals were read, in a report's notes.
void add_notes(std::vector<std::string>& notes, const Deals&);

} // namespace handoff

#pragma once

#include "ingest/lead_keys.hpp"

#include <cstdint>
#include <span>

namespace handoff {

/// The leads that some rows of a table join, from the row `from` on; LeadKeys::none where they join none. The
/// same as LeadKeys::find of each, without waiting for memory at each.
void find_leads(const LeadKeys&, const Table& rows, const LeadKeys::Columns&, std::size_t from,
                std::span<std::uint32_t> found);

/// To join by nothing but the lead's id; by nothing at all where the table has none.
LeadKeys::Columns by_lead_id(const Table&);

} // namespace handoff

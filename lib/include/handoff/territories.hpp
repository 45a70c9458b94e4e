#pragma once

#include <handoff/agreement.hpp>
#include <handoff/table.hpp>

#include <vector>

namespace handoff {

/// Territories that lie as low and hold some of the same leads, with how many: the first in the agreement
/// takes these, which may not be what was meant. Warnings, at the later of the two. Nothing where a territory
/// asks for columns that these leads do not have.
std::vector<Diagnostic> territory_conflicts(const Table& leads, const Agreement&, Instant as_of);

} // namespace handoff

#pragma once

#include <handoff/agreement.hpp>
#include <handoff/exports.hpp>
#include <handoff/table.hpp>

#include <cstdint>
#include <vector>

namespace handoff {

/// The columns of leads that conditions may read: those of the table, and canonical ones that it does not
/// have, which are blank.
Scope scope_of_leads(const Table& leads, const Agreement&, Instant as_of);

/// A rule that disqualifies leads.
struct Disqualifier {
    const ScoreRule* rule = nullptr;
    std::vector<std::uint8_t> hits; ///< [row of leads] 1 where it disqualifies
};
std::vector<Disqualifier> disqualifiers(const Agreement&, const Table& leads, Instant as_of);

} // namespace handoff

#pragma once

#include <handoff/agreement.hpp>
#include <handoff/table.hpp>

#include <span>

namespace handoff {

/// The columns of leads; what the conditions name and the leads do not have, or would have once they were
/// scored, is blank.
Scope scope_with_blanks(const Table& leads, const Agreement&, Instant as_of,
                        std::span<const Expression> conditions);

} // namespace handoff

#pragma once

#include "ledger/database.hpp"

namespace handoff::ledger {

/// Brings a file that is empty, or of an older schema, to today's. Throws Error (request) for a file that is
/// no ledger, or from a newer handoff.
void migrate(Database&);

} // namespace handoff::ledger

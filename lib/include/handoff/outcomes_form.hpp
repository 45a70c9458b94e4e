#pragma once

#include <handoff/route.hpp>
#include <handoff/table.hpp>

namespace handoff {

/// What reps fill in, and an export of outcomes once they did (read_answers): one row for each lead that
/// somebody has, by rep, with blank cells for the answer.
Table outcomes_form(const Table& leads, const Routing&);

} // namespace handoff

#pragma once

#include <handoff/report.hpp>

namespace handoff {

/// Checks that every table of a report says the same in every format: takes each format's output apart and
/// compares every cell with the report's own numbers.
void check_same_numbers(const Report&);

} // namespace handoff

#pragma once

#include "command.hpp"

namespace handoff::command {

/// Writes CSV files with the header and the cells that were read, without any mapping; or, to `count` them,
/// only the number of their rows.
int write_as_is(const Flags&, std::span<const std::string> files, bool count, const Voice&);

} // namespace handoff::command

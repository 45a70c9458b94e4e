#pragma once

#include "inputs.hpp"

namespace handoff::command {

/// The columns of leads that a routing has no use for, so that they need not be cleaned, worked out and kept:
/// those that neither routing itself, nor the agreement, nor --where names, and that are not needed to write
/// the rows again. Accounts are matched by many columns: with them, none. `added` are the columns that the
/// score adds.
std::vector<std::string_view> columns_not_routed_by(const Export& leads, const Flags&, const Agreement&,
                                                    std::span<const std::string> added);

} // namespace handoff::command

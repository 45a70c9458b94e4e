#pragma once

#include <handoff/reason.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff::ledger {

/// Reasons as the ledger keeps them: a JSON array of {rule, file, line, value, effect, why}, members that are
/// empty left out.
std::string reasons_to_json(std::span<const Reason>);
/// The reasons again; none for text that was not written by reasons_to_json.
std::vector<Reason> reasons_from_json(std::string_view);

} // namespace handoff::ledger

#pragma once

#include <handoff/dossier.hpp>

#include <optional>

namespace handoff {

/// The other leads of the lead's account, else of the company of the same name (without case); nothing when
/// it is alone.
std::optional<ReportTable> people_of_account(const DossierInput&);

} // namespace handoff

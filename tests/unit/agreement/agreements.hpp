#pragma once

#include <handoff/agreement.hpp>

#include <string>

namespace agreements {

/// What is said against an agreement, warnings too; "" when all is well. Signatures are added, so that the
/// absence of these is not said.
inline std::string complaint(const std::string& text, bool sign = true) {
    std::vector<handoff::Diagnostic> warnings;
    std::string said;
    try {
        const std::string signatures =
            "agreement = { marketing = \"m\", sales = \"s\", agreed_on = 2026-10-01 }\n";
        handoff::parse_agreement((sign ? signatures : "") + text, "handoff.toml", warnings);
        for (const handoff::Diagnostic& warning : warnings) said += to_string(warning);
    } catch (const handoff::Error& error) {
        said = error.what();
    }
    return said;
}

} // namespace agreements

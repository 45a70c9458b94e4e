#pragma once

#include "inputs.hpp"

#include <handoff/report.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace handoff::command {

/// The leads' export, which of its rows the report sees, and what is to be said of the others.
struct LeadsRead {
    std::unique_ptr<Export> from;
    std::vector<std::uint32_t> rows; ///< none: all
    std::vector<std::string> notes;
};

/// What a report is to be made from.
struct ReportWanted {
    const ReportKind* kind = nullptr;
    const SavedReport* saved = nullptr; ///< of the agreement; none: one of ours
    bool behind = false;                ///< the rows behind its numbers too (--rows)
    std::optional<Date> since;          ///< what deals showed then
};

/// Reads the exports and the ledger into the input, whose options are set, as they were as of its time.
/// Throws Error (request, data) for what cannot be read, or has nothing for this report.
LeadsRead read_report_input(ReportInput&, const ReportWanted&, const Flags&, const Setting&, const Voice&);

} // namespace handoff::command

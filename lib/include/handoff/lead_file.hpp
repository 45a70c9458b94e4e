#pragma once

#include <handoff/exports.hpp>
#include <handoff/files.hpp>
#include <handoff/table.hpp>

#include <span>
#include <string>

namespace handoff {

/// Writes leads as CSV: the columns of the export they were read from, in its order, then those that were
/// `added`, in place of columns of the export that have their names. Where rows can be copied as they stood
/// (Export::plain(), and nothing is replaced), they are, to the byte, and no other cell of them is needed. As
/// many threads as given (0: one per processor); the bytes are the same for any number.
void write_lead_file(OutputFile&, const Table& leads, const Export& read_from,
                     std::span<const std::string> added, unsigned threads = 0);

} // namespace handoff

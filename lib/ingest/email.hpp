#pragma once

#include <handoff/table.hpp>

#include <string_view>

namespace handoff {

/// An e-mail address in the one form that is compared: small letters, nothing around it, the host as it is
/// registered. For hot loops.
bool is_canonical_email(std::string_view text) noexcept;

/// Finds the address in a cell: "Ann <Ann@X.example>", "mailto:ann@x.example", "ann@x.example;"; of several
/// the first. It stays a view of the same bytes where they are canonical, else `memory` keeps the new text.
/// False when there is none; the cell is blank then.
bool clean_email(std::string_view& cell, Table& memory);

} // namespace handoff

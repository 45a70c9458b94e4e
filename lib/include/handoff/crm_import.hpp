#pragma once

#include <handoff/route.hpp>
#include <handoff/table.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// The systems for which crm_import writes: "salesforce", "hubspot", "pipedrive", "zoho", "odoo".
std::vector<std::string> crm_names();

/// 1 for each lead whose rep is another than the CRM's owner: what must be told to the CRM.
std::vector<std::uint8_t> changed_owners(const Table& leads, const Routing&, const Agreement&);

/// What the CRM's import takes to give each lead with a rep its owner: the record's id and the owner, under
/// the names its import knows. Only rows for which `wanted` is not zero. Throws Error (request) for a lead
/// without id, and for a rep without the `owner_id` that the CRM asks for.
Table crm_import(std::string_view crm, const Table& leads, const Routing&, const Agreement&,
                 std::span<const std::uint8_t> wanted);

} // namespace handoff

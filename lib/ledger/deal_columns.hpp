#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace handoff::ledger {

/// What is remembered of a deal: canonical columns, and those of deal_state and now_deal, in this order.
constexpr std::array<std::string_view, 9> deal_columns = {
    "stage", "status", "amount", "currency", "created_at", "closed_at", "owner", "source", "name"};
constexpr std::size_t stage_of_deal = 0; ///< of these

/// Their names with commas between them, each behind a prefix: "s.stage, s.status, …".
inline std::string listed_deal_columns(std::string_view prefix = {}) {
    std::string text;
    for (const std::string_view column : deal_columns)
        text += std::string(text.empty() ? "" : ", ") + std::string(prefix) + std::string(column);
    return text;
}

} // namespace handoff::ledger

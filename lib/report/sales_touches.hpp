#pragma once

#include "ingest/touch_types.hpp"

#include <handoff/agreement.hpp>

#include <cstddef>
#include <map>
#include <string_view>
#include <vector>

namespace handoff {

/// What a type of touch is to those who follow up; most are nothing.
struct SalesType {
    explicit SalesType(std::string_view name);
    bool matters() const noexcept { return attempt || conversation; }

    const TouchType* known; ///< none: not ours
    bool attempt = false, conversation = false;
};

/// Which touches answer the clocks of service levels: the conditions of all, each once; the first is that of
/// levels that have none, an attempt or a conversation.
struct FirstTouchConditions {
    /// Throws Error (request) when there are more different ones than touches can be marked by.
    explicit FirstTouchConditions(const Agreement&);
    std::size_t of(const Sla*) const;

    std::vector<Expression> all;
    std::map<const Sla*, std::size_t> number;
};

} // namespace handoff

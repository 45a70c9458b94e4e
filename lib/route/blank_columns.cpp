#include "route/blank_columns.hpp"

#include <handoff/exports.hpp>

#include <algorithm>

namespace handoff {

Scope scope_with_blanks(const Table& leads, const Agreement& agreement, Instant as_of,
                        std::span<const Expression> conditions) {
    Scope scope = scope_of(leads, Kind::leads, agreement, as_of);
    const std::vector<Scope::Name> scored = score_columns(agreement.score);
    for (const Expression& condition : conditions)
        for (const Expression::Use& use : condition.columns()) {
            const auto is_it = [&](const auto& column) { return column.name == use.name; };
            if (std::any_of(scope.names.begin(), scope.names.end(), is_it)) continue;
            const auto columns = canonical_columns(Kind::leads);
            if (const auto found = std::find_if(columns.begin(), columns.end(), is_it);
                found != columns.end())
                scope.names.push_back({.name = use.name, .type = found->type, .blank = true});
            else if (const auto added = std::find_if(scored.begin(), scored.end(), is_it);
                     added != scored.end())
                scope.names.push_back({.name = use.name, .type = added->type, .blank = true});
        }
    return scope;
}

} // namespace handoff

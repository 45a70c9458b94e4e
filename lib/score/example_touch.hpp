#pragma once

#include <handoff/expression.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace handoff {

/// A touch for which a condition holds, as far as the condition says what one looks like.
struct ExampleTouch {
    std::vector<std::pair<std::string, std::string>> cells; ///< column and what stands in it
    std::string text() const;                               ///< "type = 'form_submit', content = 'demo'"
    Table as_row(const Scope& touches) const;
};

/// Reads it off the condition. Whoever uses it must ask whether the condition does hold for it.
ExampleTouch example_of(const Expression& condition);

} // namespace handoff

#pragma once

#include "expression_tree.hpp"

#include <string>
#include <vector>

namespace handoff {

/// A word, literal or sign of an expression.
struct Token {
    enum class Kind {
        word,   ///< text: as written; a column, function or keyword
        column, ///< "in double quotes"; text without them
        text,   ///< 'in single quotes'; text without them
        number,
        length, ///< 30d
        moment, ///< 2026-09-01, 2026-09-01T10:00Z
        sign,   ///< text: = != < <= > >= + - * / ( ) ,
        end
    };
    Kind kind{};
    std::size_t from = 0, to = 0;
    std::string text;
    double number = 0;
    Duration duration{};
};

/// Splits the tree's text; the last token is `end`. Throws Error (request) at the first character that cannot
/// begin anything.
std::vector<Token> tokens_of(const Expression::Tree& tree);

} // namespace handoff

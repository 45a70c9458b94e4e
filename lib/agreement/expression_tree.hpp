#pragma once

#include <handoff/expression.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// One piece of an expression as it was written. Chains of `and` and of `or` are one node with many parts, so
/// that long conditions are not deep.
struct Node {
    enum class Kind {
        column,    ///< text: its name
        text,      ///< text
        number,    ///< number
        moment,    ///< a date or time, text as written: its zone is known when it is bound
        length,    ///< duration
        boolean,   ///< number: 0 or 1
        as_of,     ///< the instant of the run
        call,      ///< text: the function; parts: its arguments
        negative,  ///< - part
        calculate, ///< part operation part; operation + - * /
        compare,   ///< part operation part; operation = != < <= > >=
        among,     ///< first part in the others
        listed,    ///< part in file: `list` has its lines, text its name
        between,   ///< first part from the second to the third
        search,    ///< part operation part; operation: contains, starts with, ends with, matches
        blank,     ///< part is blank
        all,       ///< and
        any,       ///< or
        none       ///< not part
    };
    Kind kind{};
    std::size_t from = 0, to = 0; ///< bytes of the text
    std::string text;
    std::string operation;
    double number = 0;
    Duration duration{};
    std::vector<std::string> list;
    std::vector<Node> parts;
};

struct Expression::Tree {
    std::string text;
    Place place;
    std::string source;
    std::vector<std::uint32_t> columns; ///< of each byte, when the text is not in its line as it is
    Node root;

    /// A mistake at the bytes from `from` to `to` of the text, with place, source line and carets.
    Diagnostic fault(std::size_t from, std::size_t to, std::string what, std::string hint = {}) const;
    Diagnostic fault(const Node& node, std::string what, std::string hint = {}) const {
        return fault(node.from, node.to, std::move(what), std::move(hint));
    }
    /// The piece of the text that a node was read from.
    std::string_view written(const Node& node) const {
        return std::string_view(text).substr(node.from, node.to - node.from);
    }
};

} // namespace handoff

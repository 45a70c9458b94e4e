#include "expression_tree.hpp"

#include <algorithm>

namespace handoff {

namespace {

/// Characters, not bytes.
std::uint32_t width(std::string_view text, std::size_t from, std::size_t to) {
    std::uint32_t characters = 0;
    for (std::size_t i = from; i < std::min(to, text.size()); ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) ++characters;
    return std::max<std::uint32_t>(characters, 1);
}

} // namespace

Diagnostic Expression::Tree::fault(std::size_t from, std::size_t to, std::string what,
                                   std::string hint) const {
    Diagnostic diagnostic{.place = place, .what = std::move(what), .hint = std::move(hint)};
    const std::string_view before = std::string_view(text).substr(0, from);
    const auto breaks = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t line_from = before.rfind('\n') + 1; // 0 when there is none
    const std::size_t line_to = std::min(text.find('\n', line_from), text.size());
    const auto column = static_cast<std::uint32_t>(from - line_from);
    if (diagnostic.place.line > 0) diagnostic.place.line += breaks;
    if (!columns.empty() && columns.size() > to) {
        diagnostic.place.column = columns[from];
        diagnostic.source = source;
        diagnostic.width = width(source, columns[from] - 1, columns[to] - 1);
        return diagnostic;
    }
    if (breaks == 0 && !source.empty()) {
        diagnostic.place.column = std::max<std::uint32_t>(place.column, 1) + column;
        diagnostic.source = source;
    } else {
        diagnostic.place.column = (breaks == 0 ? std::max<std::uint32_t>(place.column, 1) : 1) + column;
        if (breaks > 0 || place.column <= 1) diagnostic.source = text.substr(line_from, line_to - line_from);
    }
    diagnostic.width = width(text, from, std::min(to, line_to));
    return diagnostic;
}

const std::string& Expression::text() const noexcept {
    static const std::string none;
    return tree_ ? tree_->text : none;
}

const Place& Expression::place() const noexcept {
    static const Place none;
    return tree_ ? tree_->place : none;
}

namespace {

template <typename Visit>
void visit_all(const Node& node, const Visit& visit) {
    visit(node);
    for (const Node& part : node.parts) visit_all(part, visit);
}

} // namespace

std::vector<Expression::Use> Expression::columns() const {
    std::vector<Use> uses;
    if (!tree_) return uses;
    visit_all(tree_->root, [&](const Node& node) {
        if (node.kind == Node::Kind::column) uses.push_back({node.text, tree_->fault(node, {})});
    });
    return uses;
}

std::vector<Expression::Literal> Expression::literals() const {
    std::vector<Literal> found;
    if (!tree_) return found;
    const auto pair = [&](const Node& column, const Node& literal) {
        if (column.kind == Node::Kind::column && literal.kind == Node::Kind::text)
            found.push_back({column.text, literal.text, tree_->fault(literal, {})});
    };
    visit_all(tree_->root, [&](const Node& node) {
        if (node.kind == Node::Kind::among)
            for (std::size_t i = 1; i < node.parts.size(); ++i) pair(node.parts[0], node.parts[i]);
        if (node.kind == Node::Kind::compare && (node.operation == "=" || node.operation == "!=")) {
            pair(node.parts[0], node.parts[1]);
            pair(node.parts[1], node.parts[0]);
        }
    });
    return found;
}

} // namespace handoff

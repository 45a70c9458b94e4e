#include "score/example_touch.hpp"

#include "agreement/expression_tree.hpp"

#include <algorithm>

namespace handoff {

namespace {

class Reader {
  public:
    explicit Reader(const Expression::Tree& tree) : tree_(tree) {}

    void read(const Node& node) {
        switch (node.kind) {
        case Node::Kind::all:
            for (const Node& part : node.parts) read(part);
            break;
        case Node::Kind::any:
            read(node.parts.front());
            break;
        case Node::Kind::column:
            set(node, "true");
            break;
        case Node::Kind::compare:
            if (node.operation == "=" || node.operation == ">=" || node.operation == "<=")
                set(node.parts[0], literal(node.parts[1]));
            if (node.operation == ">" && node.parts[1].kind == Node::Kind::number)
                set(node.parts[0], to_text(Points::of(node.parts[1].number + 1)));
            break;
        case Node::Kind::among:
        case Node::Kind::between:
            set(node.parts[0], literal(node.parts[1]));
            break;
        case Node::Kind::listed:
            if (!node.list.empty()) set(node.parts[0], node.list.front());
            break;
        case Node::Kind::search:
            if (node.operation != "matches") extend(node.parts[0], literal(node.parts[1]));
            break;
        case Node::Kind::none:
            if (node.parts[0].kind == Node::Kind::blank && !known(node.parts[0].parts[0]))
                set(node.parts[0].parts[0], "x");
            break;
        default:
            break;
        }
    }

    ExampleTouch example;

  private:
    std::string literal(const Node& node) const {
        if (node.kind == Node::Kind::text || node.kind == Node::Kind::moment) return node.text;
        if (node.kind == Node::Kind::boolean) return node.number != 0 ? "true" : "false";
        return std::string(tree_.written(node));
    }

    std::string* known(const Node& column) {
        for (auto& [name, cell] : example.cells)
            if (name == column.text) return &cell;
        return nullptr;
    }

    void set(const Node& column, std::string cell) {
        if (column.kind == Node::Kind::column && !known(column))
            example.cells.emplace_back(column.text, std::move(cell));
    }

    void extend(const Node& column, const std::string& cell) {
        std::string* const there = known(column);
        if (!there)
            set(column, cell);
        else if (there->find(cell) == std::string::npos)
            *there += " " + cell;
    }

    const Expression::Tree& tree_;
};

} // namespace

std::string ExampleTouch::text() const {
    std::string text;
    for (const auto& [column, cell] : cells)
        text += (text.empty() ? "" : ", ") + column + " = '" + cell + "'";
    return text;
}

Table ExampleTouch::as_row(const Scope& touches) const {
    Table table;
    table.set_rows(1);
    for (const Scope::Name& name : touches.names) {
        const std::size_t column = table.add(name.name);
        const auto known = std::find_if(cells.begin(), cells.end(),
                                        [&](const auto& cell) { return cell.first == name.name; });
        if (known != cells.end()) table[column].cells[0] = table.keep(known->second);
    }
    return table;
}

ExampleTouch example_of(const Expression& condition) {
    if (condition.empty()) return {};
    Reader reader(*condition.tree());
    reader.read(condition.tree()->root);
    return std::move(reader.example);
}

} // namespace handoff

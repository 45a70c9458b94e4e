#include "expression_lexer.hpp"

#include <handoff/files.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <array>

namespace handoff {

namespace {

constexpr int deepest = 200;

const std::vector<std::string> functions = {"lower", "upper", "length", "days_since", "coalesce"};
const std::vector<std::string> operators = {"and",  "or",    "not",     "in",       "file",
                                            "is",   "blank", "between", "contains", "starts",
                                            "ends", "with",  "matches"};
constexpr std::array<std::string_view, 5> reserved = {"and", "or", "not", "in", "is"};

/// Recursive descent; from loosest to tightest: or, and, not, comparisons, + -, * /, - and the values.
class Parser {
  public:
    Parser(const Expression::Tree& tree, const std::string& folder)
        : tree_(tree), folder_(folder), tokens_(tokens_of(tree)) {}

    Node run() {
        Node root = alternatives();
        if (now().kind != Token::Kind::end) unexpected("expected the end or 'and' or 'or'");
        return root;
    }

  private:
    /// Guards against text that would exhaust the stack.
    class Deeper {
      public:
        explicit Deeper(Parser& parser) : parser_(parser) {
            if (++parser_.depth_ > deepest)
                parser_.fail(parser_.now(), "the expression is nested too deeply");
        }
        ~Deeper() { --parser_.depth_; }
        Deeper(const Deeper&) = delete;

      private:
        Parser& parser_;
    };

    const Token& now() const { return tokens_[at_]; }
    const Token& next() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
    std::size_t end_of_last() const { return at_ == 0 ? 0 : tokens_[at_ - 1].to; }

    static bool is_word(const Token& token, std::string_view word) {
        return token.kind == Token::Kind::word && same_text(token.text, word);
    }
    static bool is_sign(const Token& token, std::string_view sign) {
        return token.kind == Token::Kind::sign && token.text == sign;
    }
    bool take_word(std::string_view word) {
        if (!is_word(now(), word)) return false;
        ++at_;
        return true;
    }
    bool take_sign(std::string_view sign) {
        if (!is_sign(now(), sign)) return false;
        ++at_;
        return true;
    }

    [[noreturn]] void fail(const Token& token, std::string what, std::string hint = {}) const {
        throw Error(Fault::request, {tree_.fault(token.from, token.to, std::move(what), std::move(hint))});
    }
    [[noreturn]] void unexpected(const std::string& expected, std::string hint = {}) const {
        if (now().kind == Token::Kind::end)
            fail(now(), expected + ", but the expression ends here", std::move(hint));
        if (hint.empty() && is_word(now(), "like"))
            hint = "write 'contains', 'starts with', 'ends with' or 'matches'";
        if (hint.empty() && now().kind == Token::Kind::word &&
            !same_text(nearest(now().text, operators), now().text))
            hint = did_you_mean(now().text, operators);
        const std::string_view found = std::string_view(tree_.text).substr(now().from, now().to - now().from);
        const std::string quote = found.find('\'') == std::string_view::npos ? "'" : "";
        fail(now(), expected + ", found " + quote + std::string(found) + quote, std::move(hint));
    }
    void expect_sign(std::string_view sign) {
        if (!take_sign(sign)) unexpected("expected '" + std::string(sign) + "'");
    }
    void expect_word(std::string_view word) {
        if (!take_word(word)) unexpected("expected '" + std::string(word) + "'");
    }

    Node wrap(Node::Kind kind, Node first) const {
        Node node{.kind = kind, .from = first.from, .to = end_of_last()};
        node.parts.push_back(std::move(first));
        return node;
    }

    Node chain(Node::Kind kind, std::string_view word, Node (Parser::*part)()) {
        Node first = (this->*part)();
        if (!is_word(now(), word)) return first;
        Node node = wrap(kind, std::move(first));
        while (take_word(word)) node.parts.push_back((this->*part)());
        node.to = end_of_last();
        return node;
    }
    Node alternatives() { return chain(Node::Kind::any, "or", &Parser::conjunction); }
    Node conjunction() { return chain(Node::Kind::all, "and", &Parser::negation); }

    Node negation() {
        const Deeper deeper(*this);
        if (!is_word(now(), "not")) return comparison();
        const std::size_t from = now().from;
        ++at_;
        Node node = wrap(Node::Kind::none, negation());
        node.from = from;
        return node;
    }

    static Node denied(bool is_denied, Node node) {
        if (!is_denied) return node;
        Node outer{.kind = Node::Kind::none, .from = node.from, .to = node.to};
        outer.parts.push_back(std::move(node));
        return outer;
    }

    Node comparison() {
        Node left = sum();
        for (const std::string_view sign : {"=", "!=", "<", "<=", ">", ">="})
            if (take_sign(sign)) {
                Node node = wrap(Node::Kind::compare, std::move(left));
                node.operation = sign;
                node.parts.push_back(sum());
                node.to = end_of_last();
                if (now().kind == Token::Kind::sign &&
                    std::string_view("=!=<=>=").find(now().text) != std::string_view::npos)
                    fail(now(), "comparisons cannot be chained",
                         "write 'a < b and b < c', or 'b between a and c'");
                return node;
            }
        if (take_word("is")) {
            const bool is_not = take_word("not");
            if (!take_word("blank"))
                unexpected("expected 'blank'",
                           is_word(now(), "null") || is_word(now(), "empty") ? "write 'is blank'" : "");
            return denied(is_not, wrap(Node::Kind::blank, std::move(left)));
        }
        const bool is_not = is_word(now(), "not") && take_word("not");
        if (take_word("in")) return denied(is_not, membership(std::move(left)));
        if (take_word("between")) {
            Node node = wrap(Node::Kind::between, std::move(left));
            node.parts.push_back(sum());
            expect_word("and");
            node.parts.push_back(sum());
            node.to = end_of_last();
            return denied(is_not, std::move(node));
        }
        if (auto operation = search_operation()) {
            Node node = wrap(Node::Kind::search, std::move(left));
            node.operation = *operation;
            node.parts.push_back(sum());
            node.to = end_of_last();
            return denied(is_not, std::move(node));
        }
        if (is_not)
            unexpected(
                "expected 'in', 'between', 'contains', 'starts with', 'ends with' or 'matches' after 'not'");
        return left;
    }

    std::optional<std::string> search_operation() {
        if (take_word("contains")) return "contains";
        if (take_word("matches")) return "matches";
        for (const char* word : {"starts", "ends"})
            if (take_word(word)) {
                expect_word("with");
                return std::string(word) + " with";
            }
        return std::nullopt;
    }

    Node membership(Node left) {
        if (is_word(now(), "file")) {
            ++at_;
            if (now().kind != Token::Kind::text) unexpected("expected the name of a file in 'quotes'");
            Node node = wrap(Node::Kind::listed, std::move(left));
            node.text = now().text;
            node.list = lines_of(now());
            ++at_;
            node.to = end_of_last();
            return node;
        }
        if (!take_sign("(")) unexpected("expected '(' or 'file' after 'in'");
        Node node = wrap(Node::Kind::among, std::move(left));
        do node.parts.push_back(sum());
        while (take_sign(","));
        expect_sign(")");
        node.to = end_of_last();
        return node;
    }

    std::vector<std::string> lines_of(const Token& name) const {
        const bool absolute = name.text.starts_with('/');
        std::string text;
        try { // "./" so that a list called "-" is a file, not standard input
            text = read_file(absolute ? name.text : (folder_.empty() ? "." : folder_) + "/" + name.text);
        } catch (const Error&) {
            fail(name, "the list '" + name.text + "' cannot be read",
                 "names of files are relative to the folder of the agreement");
        }
        std::vector<std::string> lines;
        for (std::size_t from = text.starts_with("\xEF\xBB\xBF") ? 3 : 0; from < text.size();) {
            const std::size_t to = std::min(text.find('\n', from), text.size());
            const std::string_view line = trim(std::string_view(text).substr(from, to - from));
            if (!line.empty() && line.front() != '#') lines.emplace_back(line);
            from = to + 1;
        }
        if (lines.empty()) fail(name, "the list '" + name.text + "' is empty");
        return lines;
    }

    Node calculation(std::string_view signs, Node (Parser::*part)()) {
        Node left = (this->*part)();
        const int depth = depth_; // each step makes the tree one deeper
        while (now().kind == Token::Kind::sign && signs.find(now().text) != std::string_view::npos) {
            if (++depth_ > deepest) fail(now(), "the expression is nested too deeply");
            std::string operation = now().text;
            ++at_;
            left = wrap(Node::Kind::calculate, std::move(left));
            left.operation = std::move(operation);
            left.parts.push_back((this->*part)());
            left.to = end_of_last();
        }
        depth_ = depth;
        return left;
    }
    Node sum() { return calculation("+-", &Parser::product); }
    Node product() { return calculation("*/", &Parser::negative); }

    Node negative() {
        const Deeper deeper(*this);
        if (!is_sign(now(), "-")) return value();
        const std::size_t from = now().from;
        ++at_;
        Node node = wrap(Node::Kind::negative, negative());
        node.from = from;
        return node;
    }

    Node leaf(Node::Kind kind) {
        Node node{.kind = kind, .from = now().from, .to = now().to, .text = now().text};
        node.number = now().number;
        node.duration = now().duration;
        ++at_;
        return node;
    }

    Node value() {
        switch (now().kind) {
        case Token::Kind::column:
            return leaf(Node::Kind::column);
        case Token::Kind::text:
            return leaf(Node::Kind::text);
        case Token::Kind::number:
            return leaf(Node::Kind::number);
        case Token::Kind::length:
            return leaf(Node::Kind::length);
        case Token::Kind::moment:
            return leaf(Node::Kind::moment);
        case Token::Kind::word:
            return word();
        case Token::Kind::sign:
            if (is_sign(now(), "(")) return parenthesis();
            break;
        case Token::Kind::end:
            break;
        }
        unexpected("expected a column or a value");
    }

    Node parenthesis() {
        const std::size_t from = now().from;
        ++at_;
        Node inner = alternatives();
        expect_sign(")");
        inner.from = from;
        inner.to = end_of_last();
        return inner;
    }

    Node word() {
        if (is_sign(next(), "(") && !is_reserved(now())) return call();
        if (is_word(now(), "true") || is_word(now(), "false")) {
            Node node = leaf(Node::Kind::boolean);
            node.number = same_text(node.text, "true") ? 1 : 0;
            return node;
        }
        if (is_word(now(), "as_of")) return leaf(Node::Kind::as_of);
        if (is_word(now(), "null"))
            unexpected("expected a column or a value", "write 'is blank' or 'is not blank'");
        if (is_reserved(now())) unexpected("expected a column or a value");
        return leaf(Node::Kind::column);
    }

    static bool is_reserved(const Token& token) {
        return std::any_of(reserved.begin(), reserved.end(),
                           [&](std::string_view word) { return is_word(token, word); });
    }

    Node call() {
        Node node = leaf(Node::Kind::call);
        const std::string name = lower(node.text);
        if (std::find(functions.begin(), functions.end(), name) == functions.end()) {
            std::string hint = did_you_mean(name, functions);
            if (hint.empty()) hint = "there are lower, upper, length, days_since and coalesce";
            throw Error(Fault::request,
                        {tree_.fault(node, "unknown function '" + node.text + "'", std::move(hint))});
        }
        expect_sign("(");
        if (!is_sign(now(), ")")) {
            do node.parts.push_back(sum());
            while (take_sign(","));
        }
        expect_sign(")");
        node.to = end_of_last();
        const bool several = name == "coalesce";
        if (several ? node.parts.size() < 2 : node.parts.size() != 1)
            throw Error(Fault::request,
                        {tree_.fault(node, "'" + name + "' takes " +
                                               (several ? "two or more values" : "one value"))});
        node.text = name;
        return node;
    }

    const Expression::Tree& tree_;
    const std::string& folder_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

} // namespace

Expression Expression::parse(std::string_view text, Place place, std::string_view source,
                             const std::string& folder, std::span<const std::uint32_t> columns) {
    auto tree = std::make_shared<Tree>();
    tree->text = text;
    tree->place = std::move(place);
    tree->source = source;
    tree->columns.assign(columns.begin(), columns.end());
    if (trim(text).empty())
        throw Error(Fault::request, {tree->fault(0, text.size(), "the expression is empty")});
    tree->root = Parser(*tree, folder).run();
    Expression expression;
    expression.tree_ = std::move(tree);
    return expression;
}

} // namespace handoff

#include "expression_lexer.hpp"

#include <handoff/words.hpp>

#include <array>
#include <charconv>

namespace handoff {

namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

class Lexer {
  public:
    explicit Lexer(const Expression::Tree& tree) : tree_(tree), text_(tree.text) {}

    std::vector<Token> run() {
        while (skip_blanks(), at_ < text_.size()) {
            from_ = at_;
            const char c = text_[at_];
            if (c == '\'')
                quoted(Token::Kind::text, "this text is never closed", "end it with another '");
            else if (c == '"')
                quoted(Token::Kind::column, "this column name is never closed", "end it with another \"");
            else if (digit(c) || (c == '.' && digit(peek(1))))
                moment_or_number();
            else if (letter(c))
                word();
            else
                sign();
        }
        from_ = at_;
        add(Token::Kind::end, {});
        return std::move(tokens_);
    }

  private:
    char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    void skip_blanks() {
        while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
            ++at_;
    }

    Token& add(Token::Kind kind, std::string text) {
        tokens_.push_back({.kind = kind, .from = from_, .to = at_, .text = std::move(text)});
        return tokens_.back();
    }

    [[noreturn]] void fail(std::string what, std::string hint = {}) const {
        throw Error(Fault::request, {tree_.fault(from_, at_, std::move(what), std::move(hint))});
    }

    void quoted(Token::Kind kind, const char* unclosed, const char* hint) {
        const char quote = text_[at_++];
        std::string inside;
        for (;; ++at_) {
            if (at_ >= text_.size()) fail(unclosed, hint);
            if (text_[at_] == quote) {
                ++at_;
                if (at_ >= text_.size() || text_[at_] != quote) break;
            }
            inside += text_[at_];
        }
        if (kind == Token::Kind::column && inside.empty()) fail("a column name cannot be empty");
        add(kind, std::move(inside));
    }

    void word() {
        // A dot or colon belongs to a name when more of the name follows: "raw:Status", "Owner.Name".
        while (at_ < text_.size() &&
               (letter(text_[at_]) || digit(text_[at_]) ||
                ((text_[at_] == '.' || text_[at_] == ':') && (letter(peek(1)) || digit(peek(1))))))
            ++at_;
        add(Token::Kind::word, std::string(text_.substr(from_, at_ - from_)));
    }

    bool shaped(std::string_view shape) const {
        for (std::size_t i = 0; i < shape.size(); ++i)
            if (shape[i] == '0' ? !digit(peek(i)) : peek(i) != shape[i]) return false;
        return true;
    }

    void moment_or_number() {
        if (!shaped("0000-00-00")) {
            number();
            return;
        }
        at_ += 10;
        if ((text_.substr(at_, 1) == "T" || text_.substr(at_, 1) == "t") && digit(peek(1))) {
            ++at_;
            while (digit(peek(0)) || peek(0) == ':' || (peek(0) == '.' && digit(peek(1)))) ++at_;
            if (peek(0) == 'Z' || peek(0) == 'z')
                ++at_;
            else if ((peek(0) == '+' || peek(0) == '-') && digit(peek(1)) && digit(peek(2)))
                while (at_ < text_.size() &&
                       std::string_view("+-0123456789:").find(peek(0)) != std::string_view::npos)
                    ++at_;
        }
        add(Token::Kind::moment, std::string(text_.substr(from_, at_ - from_)));
    }

    void number() {
        std::string digits;
        const auto take_digits = [&] {
            while (digit(peek(0)) || (peek(0) == '_' && digit(peek(1)))) {
                if (peek(0) != '_') digits += peek(0);
                ++at_;
            }
        };
        take_digits();
        if (peek(0) == '.' && digit(peek(1))) {
            digits += '.';
            ++at_;
            take_digits();
        }
        if ((peek(0) == 'e' || peek(0) == 'E') &&
            (digit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && digit(peek(2))))) {
            digits += 'e';
            ++at_;
            if (!digit(peek(0))) {
                if (peek(0) == '-') digits += '-';
                ++at_;
            }
            take_digits();
        }
        if (letter(peek(0))) {
            length();
            return;
        }
        double value = 0;
        const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (problem != std::errc()) fail("the number is too large");
        add(Token::Kind::number, std::string(text_.substr(from_, at_ - from_))).number = value;
    }

    void length() {
        while (letter(peek(0)) || digit(peek(0))) ++at_;
        const std::string written(text_.substr(from_, at_ - from_));
        const auto duration = read_duration(lower(written));
        if (!duration)
            fail("'" + written + "' is neither a number nor a length of time",
                 "lengths are written like 30m, 12h, 14d or 2w; a column whose name begins with a digit "
                 "stands in \"double quotes\"");
        add(Token::Kind::length, written).duration = *duration;
    }

    void sign() {
        struct Foreign {
            std::string_view written, ours;
        };
        static constexpr std::array foreign{Foreign{"==", "="},  Foreign{"<>", "!="}, Foreign{"&&", "and"},
                                            Foreign{"||", "or"}, Foreign{"=>", ">="}, Foreign{"=<", "<="}};
        for (const Foreign& other : foreign)
            if (text_.substr(at_, 2) == other.written) {
                at_ += 2;
                fail("unknown operator '" + std::string(other.written) + "'",
                     "write '" + std::string(other.ours) + "'");
            }
        for (const std::string_view two : {"!=", "<=", ">="})
            if (text_.substr(at_, 2) == two) {
                at_ += 2;
                add(Token::Kind::sign, std::string(two));
                return;
            }
        if (std::string_view("=<>+-*/(),").find(text_[at_]) != std::string_view::npos) {
            ++at_;
            add(Token::Kind::sign, std::string(1, text_[at_ - 1]));
            return;
        }
        ++at_;
        fail("unexpected character '" + std::string(1, text_[from_]) + "'",
             text_[from_] == '!' ? "write 'not'" : "");
    }

    const Expression::Tree& tree_;
    std::string_view text_;
    std::size_t at_ = 0, from_ = 0;
    std::vector<Token> tokens_;
};

} // namespace

std::vector<Token> tokens_of(const Expression::Tree& tree) { return Lexer(tree).run(); }

} // namespace handoff

#include "report_help.hpp"

#include <algorithm>
#include <vector>

namespace handoff::command {

namespace {

/// Where the bracket that opens at `from` is closed; npos: nowhere.
std::size_t closing_bracket(std::string_view text, std::size_t from) {
    std::size_t open = 0;
    for (std::size_t i = from; i < text.size(); ++i) {
        open += text[i] == '[' ? 1 : 0;
        if (text[i] == ']' && --open == 0) return i;
    }
    return std::string_view::npos;
}

/// Without ** and ` and with the words of a link alone. Code is left as it is, and so are brackets that are
/// no link, such as those of [[goal]].
std::string plain(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 2) == "**") {
            ++i;
            continue;
        }
        if (text[i] == '`') {
            const std::size_t end = std::min(text.find('`', i + 1), text.size());
            out += text.substr(i + 1, end - i - 1);
            i = end;
            continue;
        }
        const std::size_t close = text[i] == '[' ? closing_bracket(text, i) : std::string_view::npos;
        const bool is_link = close != std::string_view::npos && text.substr(close).starts_with("](");
        const std::size_t end = is_link ? text.find(')', close) : std::string_view::npos;
        if (end != std::string_view::npos) {
            out += plain(text.substr(i + 1, close - i - 1));
            i = end;
            continue;
        }
        out += text[i];
    }
    return out;
}

/// Words in lines no wider than `width`; the first line begins with `first`, the others with blanks.
std::string wrapped(std::string_view text, std::string first, std::size_t indent, std::size_t width) {
    std::string out = std::move(first);
    out.resize(std::max(out.size(), indent), ' ');
    std::size_t column = out.size();
    bool begins = true;
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, space);
        text.remove_prefix(std::min(space + 1, text.size()));
        if (word.empty()) continue;
        if (!begins && column + 1 + word.size() > width) {
            out += '\n' + std::string(indent, ' ');
            column = indent;
            begins = true;
        }
        out += begins ? "" : " ";
        out += word;
        column += word.size() + (begins ? 0 : 1);
        begins = false;
    }
    return out + '\n';
}

std::vector<std::string> cells_of(std::string_view line) {
    std::vector<std::string> cells;
    for (std::size_t from = 1; from < line.size();) {
        const std::size_t to = std::min(line.find('|', from), line.size());
        std::string cell = plain(line.substr(from, to - from));
        cell.erase(0, std::min(cell.find_first_not_of(' '), cell.size()));
        cell.erase(cell.find_last_not_of(' ') + 1);
        cells.push_back(std::move(cell));
        from = to + 1;
    }
    return cells;
}

/// A row of a table as a line of a list: the first cell, then the others.
std::string listed(std::string_view line, std::size_t width) {
    constexpr std::size_t indent = 22;
    const std::vector<std::string> cells = cells_of(line);
    if (cells.empty()) return {};
    std::string rest;
    for (std::size_t i = 1; i < cells.size(); ++i)
        if (!cells[i].empty()) rest += (rest.empty() ? "" : " | ") + cells[i];
    std::string first = "  " + cells.front();
    std::string begin;
    if (first.size() + 2 > indent) {
        begin = first + '\n';
        first.clear();
    }
    return begin + wrapped(rest, std::move(first), indent, width);
}

class Page {
  public:
    explicit Page(std::size_t width) : width_(width) {}

    std::string make(std::string_view text) {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            const std::string_view line = text.substr(0, end);
            text.remove_prefix(std::min(end + 1, text.size()));
            if (line == "## Errors") break;
            add(line, text.substr(0, text.find('\n')));
        }
        end_paragraph();
        return std::move(out_);
    }

  private:
    void add(std::string_view line, std::string_view next) {
        if (line.starts_with("```")) {
            end_paragraph();
            in_code_ = !in_code_;
        } else if (in_code_) {
            out_ += line.empty() ? std::string("\n") : "  " + std::string(line) + "\n";
        } else if (line.starts_with("<!--")) {
            end_paragraph();
        } else if (line.starts_with("#")) {
            end_paragraph();
            out_ += plain(line.substr(line.find_first_not_of("# "))) + '\n';
        } else if (line.starts_with("|")) {
            end_paragraph();
            // The head of a table stands above its line of dashes.
            if (!line.starts_with("|--") && !next.starts_with("|--")) out_ += listed(line, width_);
        } else if (line.empty()) {
            end_paragraph();
            if (!out_.ends_with("\n\n")) out_ += '\n';
        } else if (line.starts_with("    ")) {
            end_paragraph();
            out_ += std::string(line) + '\n';
        } else {
            if (line.starts_with("- ")) end_paragraph();
            paragraph_ += (paragraph_.empty() ? "" : " ") + std::string(line);
        }
    }

    void end_paragraph() {
        if (paragraph_.empty()) return;
        const bool item = paragraph_.starts_with("- ");
        out_ += wrapped(plain(item ? std::string_view(paragraph_).substr(2) : paragraph_), item ? "- " : "",
                        item ? 2 : 0, width_);
        paragraph_.clear();
    }

    std::size_t width_;
    std::string out_, paragraph_;
    bool in_code_ = false;
};

} // namespace

std::string page_for_terminal(std::string_view text, std::size_t width) {
    constexpr std::size_t readable = 100;
    return Page(std::min(width == 0 ? readable : width, readable)).make(text);
}

} // namespace handoff::command

#include "page.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string_view>

namespace {

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::size_t ticks(std::string_view line) {
    const std::size_t count = std::min(line.find_first_not_of('`'), line.size());
    return count >= 3 ? count : 0;
}

std::string at_line(std::size_t position, const char* what) {
    return "line " + std::to_string(position + 1) + ": " + what;
}

/// The code of a line "[exit N]"; -1 for any other line.
int exit_code(std::string_view line) {
    constexpr std::string_view opening = "[exit ";
    if (!line.starts_with(opening) || !line.ends_with(']')) return -1;
    line = line.substr(opening.size(), line.size() - opening.size() - 1);
    int code = -1;
    const auto [rest, error] = std::from_chars(line.data(), line.data() + line.size(), code);
    return error == std::errc{} && rest == line.data() + line.size() ? code : -1;
}

/// Reads the commands between two fences.
void read_console(Page& page, std::size_t begin, std::size_t end) {
    std::size_t at = begin;
    while (at < end) {
        if (!page.lines[at].starts_with("$ "))
            throw std::runtime_error(at_line(at, "a console block begins with a command, '$ …'"));
        Command command;
        command.line = at + 1;
        command.text = page.lines[at++].substr(2);
        while (at < end && (command.text.ends_with('\\') || page.lines[at].starts_with("> "))) {
            const std::string& line = page.lines[at++];
            command.text += '\n' + (line.starts_with("> ") ? line.substr(2) : line);
        }
        command.output_begin = at;
        while (at < end && !page.lines[at].starts_with("$ ")) command.expected.push_back(page.lines[at++]);
        command.output_end = at;
        if (!command.expected.empty() && exit_code(command.expected.back()) >= 0) {
            command.exit = exit_code(command.expected.back());
            command.expected.pop_back();
        }
        page.steps.emplace_back(std::move(command));
    }
}

} // namespace

Page read_page(const std::string& text) {
    Page page;
    page.lines = split_lines(text);
    constexpr std::string_view fixture = "<!-- fixture: ";
    for (std::size_t at = 0; at < page.lines.size(); ++at) {
        const std::string& line = page.lines[at];
        if (line.starts_with(fixture) && line.ends_with(" -->"))
            page.fixture = line.substr(fixture.size(), line.size() - fixture.size() - 4);
        const std::size_t fence = ticks(line);
        if (fence == 0) continue;
        const std::size_t begin = at + 1;
        std::size_t end = begin;
        while (end < page.lines.size() &&
               (ticks(page.lines[end]) < fence || ticks(page.lines[end]) != page.lines[end].size()))
            ++end;
        if (end == page.lines.size()) throw std::runtime_error(at_line(at, "the block is never closed"));
        const std::string_view info = std::string_view(line).substr(fence);
        if (info == "console") read_console(page, begin, end);
        if (info.starts_with("file ")) {
            File file{std::string(info.substr(5)), {}};
            for (std::size_t row = begin; row < end; ++row) file.content += page.lines[row] + '\n';
            page.steps.emplace_back(std::move(file));
        }
        at = end;
    }
    return page;
}

std::vector<std::string> transcript(const std::string& output, int exit) {
    std::vector<std::string> lines = split_lines(output);
    if (exit != 0) lines.push_back("[exit " + std::to_string(exit) + "]");
    return lines;
}

bool matches(const std::vector<std::string>& expected, const std::vector<std::string>& actual) {
    // Glob matching over lines: on a mismatch, the last `...` takes one line more.
    std::size_t want = 0, have = 0, star = expected.size(), resume = 0;
    while (have < actual.size()) {
        if (want < expected.size() && expected[want] == "...") {
            star = want++;
            resume = have;
        } else if (want < expected.size() && expected[want] == actual[have]) {
            ++want;
            ++have;
        } else if (star < expected.size()) {
            want = star + 1;
            have = ++resume;
        } else {
            return false;
        }
    }
    while (want < expected.size() && expected[want] == "...") ++want;
    return want == expected.size();
}

std::string difference(const std::vector<std::string>& expected, const std::vector<std::string>& actual) {
    const std::size_t rows = expected.size(), columns = actual.size();
    std::vector<std::size_t> common((rows + 1) * (columns + 1), 0);
    const auto longest = [&](std::size_t row, std::size_t column) -> std::size_t& {
        return common[row * (columns + 1) + column];
    };
    for (std::size_t row = rows; row-- > 0;)
        for (std::size_t column = columns; column-- > 0;)
            longest(row, column) = expected[row] == actual[column]
                                       ? longest(row + 1, column + 1) + 1
                                       : std::max(longest(row + 1, column), longest(row, column + 1));

    std::vector<std::pair<char, const std::string*>> script;
    for (std::size_t row = 0, column = 0; row < rows || column < columns;) {
        if (row < rows && column < columns && expected[row] == actual[column]) {
            script.emplace_back(' ', &expected[row]);
            ++row;
            ++column;
        } else if (row < rows &&
                   (column == columns || longest(row + 1, column) >= longest(row, column + 1))) {
            script.emplace_back('-', &expected[row++]);
        } else {
            script.emplace_back('+', &actual[column++]);
        }
    }

    constexpr std::size_t context = 3;
    std::vector<bool> shown(script.size(), false);
    for (std::size_t at = 0; at < script.size(); ++at)
        if (script[at].first != ' ')
            for (std::size_t near = at - std::min(at, context);
                 near < std::min(at + context + 1, script.size()); ++near)
                shown[near] = true;

    std::string out = "--- expected\n+++ actual\n";
    std::size_t before = 1, after = 1; // the next line of either side
    for (std::size_t at = 0; at < script.size(); ++at) {
        if (shown[at] && (at == 0 || !shown[at - 1]))
            out += "@@ -" + std::to_string(before) + " +" + std::to_string(after) + " @@\n";
        if (shown[at]) out += script[at].first + *script[at].second + '\n';
        before += script[at].first != '+';
        after += script[at].first != '-';
    }
    return out;
}

#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

/// One command of a console block and what it is to print.
struct Command {
    std::size_t line = 0; ///< of its `$`, from 1
    std::string text;
    std::vector<std::string> expected;            ///< a line `...` stands for any number of lines
    int exit = 0;                                 ///< from a last line `[exit N]`
    std::size_t output_begin = 0, output_end = 0; ///< positions in Page::lines
};

/// A ```file NAME block: written into the working folder when its turn comes.
struct File {
    std::string name, content;
};

/// A Markdown page: its lines, and the steps that run in one working folder.
struct Page {
    std::vector<std::string> lines;
    std::string fixture; ///< from `<!-- fixture: folder -->`, relative to the repository; may be empty
    std::vector<std::variant<Command, File>> steps;
};

/// Throws std::runtime_error for a block that is never closed, or a console block that begins with output.
Page read_page(const std::string& text);

/// What stands on a page for an output and exit code: the lines of `output`, then `[exit N]` if it is not 0.
std::vector<std::string> transcript(const std::string& output, int exit);
/// True when the lines are as expected, `...` matching any number of lines.
bool matches(const std::vector<std::string>& expected, const std::vector<std::string>& actual);
/// The differences as a unified diff with three lines of context.
std::string difference(const std::vector<std::string>& expected, const std::vector<std::string>& actual);

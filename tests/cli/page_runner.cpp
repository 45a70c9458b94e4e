// Runs the console blocks of Markdown pages and compares what they print with what the page shows, so that
// the documentation is a test.  tests/README.md says how a page is written.

#include "page.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct Request {
    fs::path root;        ///< of the repository: pages and fixtures are relative to it
    std::string programs; ///< the folders that stand first in PATH
    bool update = false;
    std::vector<std::string> pages;
};

struct Result {
    std::string output; ///< stdout and stderr in the order they were written
    int exit = 0;       ///< 128 + N after signal N, as a shell says it
};

/// A new folder, removed with everything in it when its owner goes.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string pattern = (fs::temp_directory_path() / "handoff-page-XXXXXX").string();
        if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
        path_ = pattern;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

std::string read_text(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read '" + path.string() + "'");
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_text(const fs::path& path, const std::string& text) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) throw std::runtime_error("cannot write '" + path.string() + "'");
}

/// What every command finds, wherever the tests run: nothing of the user's own settings but the sanitizers'.
std::vector<std::string> clean_environment(const Request& request, const fs::path& home) {
    std::vector<std::string> variables = {
        "PATH=" + request.programs + ":/usr/local/bin:/usr/bin:/bin",
        "HOME=" + home.string(),
        "TZ=UTC",
        "LC_ALL=C.UTF-8",
        "NO_COLOR=1",
        "COLUMNS=80",
    };
    for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"})
        if (const char* value = std::getenv(name)) variables.push_back(std::string(name) + '=' + value);
    return variables;
}

/// Runs a command where the one before left off: its folder and exported variables stand in the file `state`.
Result run(const std::string& command, const fs::path& folder, const fs::path& state,
           std::vector<std::string> environment) {
    static constexpr const char* session = "[ ! -e \"$1\" ] || . \"$1\"\n"
                                           "trap '{ export -p; echo \"cd \\\"$PWD\\\"\"; } > \"$1\"' EXIT\n"
                                           "eval \"$2\"";
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("cannot make a pipe");
    std::vector<char*> variables;
    for (std::string& variable : environment) variables.push_back(variable.data());
    variables.push_back(nullptr);

    const pid_t child = fork();
    if (child < 0) throw std::runtime_error("cannot start a process");
    if (child == 0) {
        const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
        if (nothing >= 0 && chdir(folder.c_str()) == 0 && dup2(nothing, 0) == 0 && dup2(ends[1], 1) == 1 &&
            dup2(ends[1], 2) == 2)
            execle("/bin/sh", "sh", "-c", session, "sh", state.c_str(), command.c_str(), nullptr,
                   variables.data());
        _exit(127);
    }
    close(ends[1]);
    Result result;
    char buffer[65536];
    for (ssize_t count; (count = read(ends[0], buffer, sizeof buffer)) != 0;) {
        if (count > 0) result.output.append(buffer, static_cast<std::size_t>(count));
        if (count < 0 && errno != EINTR) break;
    }
    close(ends[0]);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    result.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return result;
}

/// Why an output cannot become what a page expects; empty when it can.
std::string why_not_expected(const Result& result, const std::vector<std::string>& lines) {
    if (result.exit == 126 || result.exit == 127) return "the command was not found or cannot be run";
    if (result.exit > 128) return "the command was ended by signal " + std::to_string(result.exit - 128);
    for (const std::string& line : lines)
        if (line.starts_with("$ ") || line.starts_with("```"))
            return "its output has a line that a page would read as a command or fence: '" + line + "'";
    if (!lines.empty() && lines.front().starts_with("> "))
        return "its first line would be read as part of the command: '" + lines.front() + "'";
    return {};
}

/// Runs one page; returns how many commands differ (and could not be updated).
int run_page(const Request& request, const std::string& name) {
    const fs::path file = request.root / name;
    Page page = read_page(read_text(file));
    const TemporaryFolder folder, session;
    if (!page.fixture.empty())
        fs::copy(request.root / page.fixture, folder.path(), fs::copy_options::recursive);
    const std::vector<std::string> environment = clean_environment(request, folder.path());

    struct Change {
        std::size_t begin, end;
        std::vector<std::string> lines;
    };
    std::vector<Change> changes;
    int differing = 0, commands = 0;
    for (const auto& step : page.steps) {
        if (const File* inline_file = std::get_if<File>(&step)) {
            const fs::path path = folder.path() / inline_file->name;
            fs::create_directories(path.parent_path());
            write_text(path, inline_file->content);
            continue;
        }
        const Command& command = std::get<Command>(step);
        ++commands;
        const Result result = run(command.text, folder.path(), session.path() / "state", environment);
        std::vector<std::string> actual = transcript(result.output, result.exit);
        std::vector<std::string> expected = command.expected;
        if (command.exit != 0) expected.push_back("[exit " + std::to_string(command.exit) + "]");
        if (matches(expected, actual)) continue;

        std::printf("%s:%zu: $ %s\n", name.c_str(), command.line, command.text.c_str());
        const std::string refusal = request.update ? why_not_expected(result, actual) : std::string();
        if (!request.update || !refusal.empty()) {
            ++differing;
            std::printf("%s\n", difference(expected, actual).c_str());
            if (!refusal.empty()) std::printf("not updated: %s\n\n", refusal.c_str());
        } else {
            changes.push_back({command.output_begin, command.output_end, std::move(actual)});
        }
    }
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        const auto at = page.lines.begin() + static_cast<std::ptrdiff_t>(change->begin);
        const auto next = page.lines.erase(at, at + static_cast<std::ptrdiff_t>(change->end - change->begin));
        page.lines.insert(next, change->lines.begin(), change->lines.end());
    }
    if (!changes.empty()) {
        std::string text;
        for (const std::string& line : page.lines) text += line + '\n';
        const fs::path beside = file.string() + ".new";
        write_text(beside, text);
        fs::rename(beside, file);
    }
    std::printf("%s: %d commands, %d differ, %zu updated\n", name.c_str(), commands, differing,
                changes.size());
    return differing;
}

Request read_request(int count, char** arguments) {
    Request request;
    for (int at = 1; at < count; ++at) {
        const std::string argument = arguments[at];
        const auto value = [&]() -> std::string {
            if (++at == count) throw std::runtime_error("'" + argument + "' needs a value");
            return arguments[at];
        };
        if (argument == "--root")
            request.root = fs::absolute(value());
        else if (argument == "--programs")
            request.programs += (request.programs.empty() ? "" : ":") + fs::absolute(value()).string();
        else if (argument == "--update")
            request.update = true;
        else if (argument.starts_with("-"))
            throw std::runtime_error("unknown option '" + argument + "'");
        else
            request.pages.push_back(argument);
    }
    if (request.root.empty() || request.programs.empty() || request.pages.empty())
        throw std::runtime_error(
            "usage: page_runner --root REPOSITORY --programs FOLDER... [--update] PAGE...");
    return request;
}

} // namespace

int main(int count, char** arguments) {
    try {
        const Request request = read_request(count, arguments);
        int differing = 0;
        for (const std::string& page : request.pages) differing += run_page(request, page);
        return differing == 0 ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "page_runner: %s\n", error.what());
        return 2;
    }
}

#include "base/input.hpp"

#include <handoff/error.hpp>
#include <handoff/files.hpp>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <glob.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace handoff {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t disk_begins_with = 4 * 1024 * 1024; ///< bytes

[[noreturn]] void cannot_write(const std::string& path, int error) {
    const std::string name = path == "-" ? "standard output" : "'" + path + "'";
    throw Error(Fault::request, "cannot write " + name + ": " + std::generic_category().message(error));
}

mode_t rights_of_new_files() {
    // The mask can only be read by setting it; for that moment it is the strictest.
    const mode_t mask = ::umask(0777);
    ::umask(mask);
    return 0666 & ~mask;
}

} // namespace

OutputFile::OutputFile(std::string path) : path_(std::move(path)) {
    if (path_ == "-") {
        descriptor_ = STDOUT_FILENO;
        return;
    }
    std::error_code ignored;
    const fs::file_status status = fs::status(path_, ignored);
    if (fs::is_directory(status)) throw Error(Fault::request, "'" + path_ + "' is a folder");
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
        if (descriptor_ < 0) cannot_write(path_, errno);
        return;
    }
    // A link stays a link: the file that it names is replaced.
    if (fs::is_symlink(fs::symlink_status(path_, ignored))) {
        const fs::path target = fs::weakly_canonical(path_, ignored);
        if (!ignored) path_ = target.string();
    }
    const fs::path place(path_);
    temporary_ = (place.parent_path() / ("." + place.filename().string() + ".XXXXXX")).string();
    descriptor_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
    if (descriptor_ < 0) {
        temporary_.clear();
        cannot_write(path_, errno);
    }
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::exchange(other.temporary_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)), closed_(other.closed_), written_(other.written_),
      begun_(other.begun_) {}

OutputFile::~OutputFile() {
    if (descriptor_ > STDOUT_FILENO) ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void OutputFile::write(std::string_view bytes) {
    while (!bytes.empty() && !closed_) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
            written_ += static_cast<std::uint64_t>(written);
        } else if (errno == EPIPE) {
            closed_ = true;
        } else if (errno != EINTR) {
            cannot_write(path_, errno);
        }
    }
#ifdef __linux__
    // The disk begins early, so that less is left to wait for when the file is synced.
    if (temporary_.empty() || written_ - begun_ < disk_begins_with) return;
    ::sync_file_range(descriptor_, static_cast<off_t>(begun_), static_cast<off_t>(written_ - begun_),
                      SYNC_FILE_RANGE_WRITE);
    begun_ = written_;
#endif
}

bool OutputFile::closed() const noexcept { return closed_; }

void OutputFile::commit() {
    if (temporary_.empty()) return;
    struct stat old = {};
    const mode_t rights = ::stat(path_.c_str(), &old) == 0 ? (old.st_mode & 07777) : rights_of_new_files();
    if (::fsync(descriptor_) != 0 || ::fchmod(descriptor_, rights) != 0) cannot_write(path_, errno);
    if (::close(std::exchange(descriptor_, -1)) != 0) cannot_write(path_, errno);
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) cannot_write(path_, errno);
    temporary_.clear();
}

std::string read_file(const std::string& path) {
    InputFile file(path);
    std::string bytes;
    std::size_t done = 0;
    // Room for one byte more than a plain file holds, so that its end is seen without growing.
    std::size_t room = std::max<std::size_t>(64 * 1024, static_cast<std::size_t>(file.size()) + 1);
    for (;;) {
        bytes.resize(room);
        const std::size_t got = file.read(bytes.data() + done, room - done);
        done += got;
        if (got == 0) break;
        if (done == room) room *= 2;
    }
    bytes.resize(done);
    return bytes;
}

std::vector<std::string> glob(const std::string& pattern) {
    if (pattern.find_first_of("*?") == std::string::npos) return {pattern};
    std::string escaped; // only * and ? are special to us
    for (const char c : pattern) {
        if (c == '[' || c == '\\') escaped += '\\';
        escaped += c;
    }
    ::glob_t found = {};
    std::vector<std::string> paths;
    if (::glob(escaped.c_str(), GLOB_NOSORT, nullptr, &found) == 0)
        paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    ::globfree(&found);
    std::sort(paths.begin(), paths.end());
    return paths;
}

} // namespace handoff

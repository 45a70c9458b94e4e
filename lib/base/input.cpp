#include "base/input.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace handoff {

namespace {

namespace fs = std::filesystem;

std::string nearest_file(const fs::path& path) {
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    std::error_code ignored;
    std::vector<std::string> names;
    for (fs::directory_iterator entry(folder, ignored), end; !ignored && entry != end;
         entry.increment(ignored))
        names.push_back(entry->path().filename().string());
    std::sort(names.begin(), names.end());
    const std::string near = nearest(path.filename().string(), names);
    if (near.empty()) return {};
    return "did you mean '" + (path.has_parent_path() ? folder / near : fs::path(near)).string() + "'?";
}

[[noreturn]] void cannot_open(const std::string& path, int error) {
    if (error == ENOENT || error == ENOTDIR)
        throw Error(Fault::data, "no such file '" + path + "'", nearest_file(path));
    throw Error(Fault::data, "cannot read '" + path + "': " + std::generic_category().message(error));
}

} // namespace

InputFile::InputFile(std::string path)
    : path_(std::move(path)), name_(path_ == "-" ? "standard input" : path_) {
    descriptor_ = path_ == "-" ? STDIN_FILENO : ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0) cannot_open(path_, errno);

    struct stat status = {};
    if (::fstat(descriptor_, &status) != 0) return;
    if (S_ISDIR(status.st_mode)) {
        if (path_ != "-") ::close(descriptor_);
        throw Error(Fault::data, quoted() + " is a folder");
    }
    // Standard input may stand in the middle of a file that somebody else has begun to read: take it as a
    // pipe.
    regular_ = S_ISREG(status.st_mode) && path_ != "-" && status.st_size > 0;
    size_ = regular_ ? static_cast<std::uint64_t>(status.st_size) : 0;
#ifdef F_SETPIPE_SZ
    // With more room in the pipe its two ends wait less for each other; where it is not granted, so be it.
    if (S_ISFIFO(status.st_mode)) ::fcntl(descriptor_, F_SETPIPE_SZ, 1024 * 1024);
#endif
}

InputFile::~InputFile() {
    if (path_ != "-" && descriptor_ >= 0) ::close(descriptor_);
}

std::string InputFile::quoted() const { return path_ == "-" ? name_ : "'" + path_ + "'"; }

std::size_t InputFile::read(char* to, std::size_t size, const std::stop_token& stop) {
    constexpr int patience = 100; // ms
    while (!stop.stop_requested()) {
        pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
        if (stop.stop_possible() && ::poll(&waiting, 1, patience) == 0) continue;
        const ssize_t got = ::read(descriptor_, to, size);
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno != EINTR)
            throw Error(Fault::data,
                        "cannot read " + quoted() + ": " + std::generic_category().message(errno));
    }
    return 0;
}

std::size_t InputFile::read_at(std::uint64_t offset, char* to, std::size_t size) const {
    std::size_t done = 0;
    while (done < size) {
        const ssize_t got = ::pread(descriptor_, to + done, size - done, static_cast<off_t>(offset + done));
        if (got == 0) break;
        if (got > 0)
            done += static_cast<std::size_t>(got);
        else if (errno != EINTR)
            throw Error(Fault::data,
                        "cannot read " + quoted() + ": " + std::generic_category().message(errno));
    }
    return done;
}

} // namespace handoff

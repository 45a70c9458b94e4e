#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// An output file that appears whole or not at all: written beside its place, synced and renamed by `commit`
/// (after a power cut the old file or the new one stands there, whole).
/// Destroyed without commit, it leaves what was there before. Path "-" is standard output, which is written
/// as it goes; so is a path that is no plain file, such as /dev/null or a named pipe. Readable by the owner
/// only until it is committed; then with the rights of the file it replaces, or as the umask says. Bytes are
/// not buffered here: write large pieces.
class OutputFile {
  public:
    /// Throws Error (request) when the folder cannot be written to, or the path is a folder.
    explicit OutputFile(std::string path);
    OutputFile(OutputFile&&) noexcept;
    OutputFile(const OutputFile&) = delete;
    ~OutputFile();

    /// Throws Error (request) when the disk is full. A pipe that was closed is not an error, see `closed`;
    /// the program must ignore SIGPIPE for that.
    void write(std::string_view bytes);
    bool closed() const noexcept; ///< nobody reads standard output any more (as under `| head`)
    void commit();

  private:
    std::string path_;      ///< where the file will stand
    std::string temporary_; ///< where it is written; empty when it is written as it goes
    int descriptor_ = -1;
    bool closed_ = false;
    std::uint64_t written_ = 0, begun_ = 0; ///< bytes: in all, and those that the disk has begun with
};

/// The whole of a file ("-": standard input). Throws Error (data) when it cannot be read, with the nearest
/// name in its folder when there is no such file.
std::string read_file(const std::string& path);
/// Files that match a pattern with * and ?, sorted by name (none when nothing matches); the pattern itself
/// when it has neither.
std::vector<std::string> glob(const std::string& pattern);
/// SHA-256 of bytes, as 64 hexadecimal digits (FIPS 180-4).
std::string sha256(std::string_view bytes);
/// SHA-256 of a file's bytes, read in pieces.
std::string sha256_of_file(const std::string& path);

} // namespace handoff

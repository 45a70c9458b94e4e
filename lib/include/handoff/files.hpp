#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// An output file that appears whole or not at all: written beside its place, synced and renamed by `commit`.
/// Destroyed without commit, it leaves what was there before. Path "-" is standard output, which is written
/// as it goes. Readable by the owner and group only until it is committed; then as the umask says.
class OutputFile {
  public:
    /// Throws Error (request) when the folder cannot be written to.
    explicit OutputFile(std::string path);
    OutputFile(OutputFile&&) noexcept;
    OutputFile(const OutputFile&) = delete;
    ~OutputFile();

    void write(std::string_view bytes); ///< throws Error (request) when the disk is full; a closed pipe is
                                        ///< not an error: `closed()`
    bool closed() const noexcept;       ///< nobody reads standard output any more (as under `| head`)
    int descriptor() const noexcept; ///< for positioned writes from several threads; -1 when it cannot seek
    void commit();

  private:
    std::string path_, temporary_;
    int descriptor_ = -1;
    bool closed_ = false, seekable_ = false;
};

/// The whole of a file ("-": standard input). Throws Error (data) when it cannot be read.
std::string read_file(const std::string& path);
/// Files that match a pattern with * and ?, sorted by name; the pattern itself when it has neither.
std::vector<std::string> glob(const std::string& pattern);
/// SHA-256 of bytes, as 64 hexadecimal digits (FIPS 180-4).
std::string sha256(std::string_view bytes);
/// SHA-256 of a file's bytes, read in pieces.
std::string sha256_of_file(const std::string& path);

} // namespace handoff

#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>

namespace handoff {

/// A file opened for reading; "-" is standard input. Throws Error (data) with the path in words when it
/// cannot be opened: no such file (and the nearest name in its folder), a folder, no permission.
class InputFile {
  public:
    explicit InputFile(std::string path);
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;
    ~InputFile();

    const std::string& name() const noexcept { return name_; } ///< the path, or "standard input"
    std::string quoted() const;                                ///< 'the path' in quotes, or: standard input
    bool regular() const noexcept { return regular_; }    ///< a plain file, which can be read at any place
    std::uint64_t size() const noexcept { return size_; } ///< of a plain file, when it was opened

    /// The next bytes, at least one; 0 only at the end, and when told to stop while none came (at the latest
    /// a tenth of a second after that).
    std::size_t read(char* to, std::size_t size, const std::stop_token& stop = {});
    /// The bytes of a plain file from an offset on; fewer than `size` only at the end. Safe from any thread.
    std::size_t read_at(std::uint64_t offset, char* to, std::size_t size) const;

  private:
    std::string path_, name_;
    int descriptor_ = -1;
    bool regular_ = false;
    std::uint64_t size_ = 0;
};

} // namespace handoff

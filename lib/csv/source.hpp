#pragma once

#include "base/input.hpp"
#include "csv/byte_stream.hpp"
#include "csv/pieces.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

namespace handoff::csv {

/// The text of a file or a pipe, unpacked, read at any place from any thread. A file that holds its text as
/// it is is read where it is asked for; of everything else, what was read is kept from the first byte that
/// may still be asked for, and a packed file is begun again when it is asked for what was forgotten.
/// A pipe is read ahead by a thread of its own once `read_ahead` was called, so that its other end has not to
/// wait for the work on the rows.
class Source {
  public:
    /// `again`: a pipe is kept whole, since it will be read more than once.
    Source(std::string path, bool again, std::optional<std::string> encoding = {});

    const InputFile& file() const noexcept { return file_; }
    const std::string& encoding() const noexcept { return encoding_; } ///< given or found
    bool marked() const noexcept { return marked_; }                   ///< by a byte order mark
    /// From now on the text ends where `find` says, which is given its last bytes and the offset of the first
    /// of them, and may scan them; at once for a file that holds its text as it is, else when the end is
    /// seen. So many bytes are read ahead.
    static constexpr std::size_t tail_size = 256 * 1024;
    using FindEnd = std::function<std::uint64_t(std::string_view tail, std::uint64_t offset)>;
    void end_where(FindEnd find);
    void end_where_it_ends(); ///< takes that back

    /// The size of the text; unknown until the end was seen, but for a file that holds it as it is.
    std::optional<std::uint64_t> size() const;

    /// Fewer than `size` bytes only at the end.
    std::size_t read(std::uint64_t offset, char* to, std::size_t size);
    void read_ahead();
    /// The bytes before this offset are not asked for again.
    void forget_before(std::uint64_t offset);
    /// True when all that was read can be read once more.
    bool repeatable() const noexcept { return file_.regular() || again_; }
    /// From now on a pipe is kept (or no longer), as far as nothing of it was forgotten yet.
    void set_again(bool again) noexcept { again_ = again; }
    bool again() const noexcept { return again_; }

  private:
    class FileBytes;
    using Lock = std::unique_lock<std::mutex>;
    std::unique_ptr<ByteStream> open();
    void begin_again();
    /// The text's next bytes; 0 at its end, and at a failure.
    std::size_t fetch(std::span<char> room) noexcept;
    void add(std::size_t bytes) noexcept; ///< that were fetched
    /// What the reader ahead does.
    void read_on(const std::stop_token& stop);
    void have_read_to(std::uint64_t end, Lock& lock);

    InputFile file_;
    bool again_;
    std::string encoding_;
    bool encoding_given_ = false, marked_ = false;
    FindEnd find_end_;
    bool direct_ = false;              ///< the file's bytes are the text
    mutable std::mutex mutex_;         ///< guards the members below
    std::unique_ptr<ByteStream> text_; ///< none where the file's bytes are the text
    Pieces read_;
    bool ended_ = false;
    std::exception_ptr failure_;            ///< what ended it, if that was no end; set before ended_ is
    std::optional<std::uint64_t> text_end_; ///< where find_end_ said
    std::uint64_t asked_to_ = 0;            ///< of the reader ahead: behind the last byte asked for
    std::condition_variable_any asked_, arrived_;
    std::jthread ahead_; ///< the reader ahead, which uses all of the above
};

} // namespace handoff::csv

#pragma once

#include "base/input.hpp"
#include "csv/byte_stream.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handoff::csv {

/// The text of a file or a pipe, unpacked, read at any place from any thread. A file that holds its text as
/// it is is read where it is asked for; of everything else, what was read is kept from the first byte that
/// may still be asked for, and a packed file is begun again when it is asked for what was forgotten.
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
    /// The bytes before this offset are not asked for again.
    void forget_before(std::uint64_t offset);
    /// True when all that was read can be read once more.
    bool repeatable() const noexcept { return file_.regular() || again_; }
    /// From now on a pipe is kept (or no longer), as far as nothing of it was forgotten yet.
    void set_again(bool again) noexcept { again_ = again; }
    bool again() const noexcept { return again_; }

  private:
    class FileBytes;
    struct Piece {
        std::unique_ptr<char[]> bytes;
        std::size_t size = 0;
    };
    static constexpr std::size_t piece_size = 512 * 1024;
    std::unique_ptr<ByteStream> open();
    void begin_again();
    bool read_piece();
    /// Where bytes that were read stand in the pieces.
    std::vector<std::string_view> parts_of(std::uint64_t offset, std::size_t size) const;
    static std::size_t copy(const std::vector<std::string_view>& parts, char* to);

    InputFile file_;
    bool again_;
    std::string encoding_;
    bool encoding_given_ = false, marked_ = false;
    FindEnd find_end_;
    bool direct_ = false;              ///< the file's bytes are the text
    mutable std::mutex mutex_;         ///< guards the members below
    std::unique_ptr<ByteStream> text_; ///< none where the file's bytes are the text
    std::deque<Piece> pieces_;         ///< full, but for the last
    std::uint64_t first_ = 0;          ///< offset of the first piece
    std::uint64_t end_ = 0;            ///< offset behind the last piece
    bool ended_ = false;
    std::optional<std::uint64_t> text_end_; ///< where find_end_ said
};

} // namespace handoff::csv

#include "csv/unpack.hpp"

#include <handoff/error.hpp>

#include <algorithm>
#include <climits>
#include <new>
#include <utility>
#include <vector>
#include <zlib.h>
#include <zstd.h>

namespace handoff::csv {

namespace {

constexpr const char* get_it_again = "copy or export it again";

/// The packed bytes, a buffer full at a time.
class Unpacking : public ByteStream {
  protected:
    Unpacking(std::unique_ptr<ByteStream> packed, std::string name)
        : packed_(std::move(packed)), name_(std::move(name)), buffer_(128 * 1024) {}

    bool refill() {
        from_ = 0;
        filled_ = packed_->read(buffer_.data(), buffer_.size());
        return filled_ > 0;
    }
    std::size_t left() const { return filled_ - from_; }
    char* next() { return buffer_.data() + from_; }
    void skip(std::size_t bytes) { from_ += bytes; }

    [[noreturn]] void refuse_end() const {
        throw Error(Fault::data, name_ + " ends in the middle of its compressed data", get_it_again);
    }
    [[noreturn]] void refuse_damage() const {
        throw Error(Fault::data, "the compressed data of " + name_ + " are damaged", get_it_again);
    }

  private:
    std::unique_ptr<ByteStream> packed_;
    std::string name_;
    std::vector<char> buffer_;
    std::size_t from_ = 0, filled_ = 0;
};

class Gzip final : public Unpacking {
  public:
    Gzip(std::unique_ptr<ByteStream> packed, std::string name)
        : Unpacking(std::move(packed), std::move(name)) {
        constexpr int gzip_with_any_window = 16 + MAX_WBITS;
        if (inflateInit2(&zlib_, gzip_with_any_window) != Z_OK) throw std::bad_alloc();
    }
    Gzip(const Gzip&) = delete;
    Gzip& operator=(const Gzip&) = delete;
    ~Gzip() override { inflateEnd(&zlib_); }

    std::size_t read(char* to, std::size_t size) override {
        const auto room = static_cast<uInt>(std::min<std::size_t>(size, UINT_MAX));
        zlib_.next_out = reinterpret_cast<Bytef*>(to);
        zlib_.avail_out = room;
        while (zlib_.avail_out == room) {
            if (left() == 0 && !refill()) {
                if (inside_) refuse_end();
                return 0;
            }
            if (!inside_ && !begin_next_member()) continue;
            inflate_some();
        }
        return room - zlib_.avail_out;
    }

  private:
    /// Archives can stand one behind the other; some writers fill up the last block with zeros.
    bool begin_next_member() {
        while (left() > 0 && members_ > 0 && *next() == '\0') skip(1);
        if (left() == 0) return false;
        if (members_++ > 0) inflateReset(&zlib_);
        inside_ = true;
        return true;
    }

    void inflate_some() {
        zlib_.next_in = reinterpret_cast<Bytef*>(next());
        zlib_.avail_in = static_cast<uInt>(left());
        const int result = inflate(&zlib_, Z_NO_FLUSH);
        skip(left() - zlib_.avail_in);
        if (result == Z_MEM_ERROR) throw std::bad_alloc();
        if (result == Z_STREAM_END)
            inside_ = false;
        else if (result != Z_OK && result != Z_BUF_ERROR)
            refuse_damage();
    }

    z_stream zlib_ = {};
    bool inside_ = false; ///< of an archive
    std::size_t members_ = 0;
};

class Zstandard final : public Unpacking {
  public:
    Zstandard(std::unique_ptr<ByteStream> packed, std::string name)
        : Unpacking(std::move(packed), std::move(name)), zstd_(ZSTD_createDCtx()) {
        if (zstd_ == nullptr) throw std::bad_alloc();
    }
    Zstandard(const Zstandard&) = delete;
    Zstandard& operator=(const Zstandard&) = delete;
    ~Zstandard() override { ZSTD_freeDCtx(zstd_); }

    std::size_t read(char* to, std::size_t size) override {
        ZSTD_outBuffer out = {to, size, 0};
        while (out.pos == 0) {
            // What was unpacked but found no room yet comes without more input.
            if (left() == 0 && !full_ && !refill()) {
                if (inside_) refuse_end();
                return 0;
            }
            ZSTD_inBuffer in = {next(), left(), 0};
            const std::size_t result = ZSTD_decompressStream(zstd_, &out, &in);
            if (ZSTD_isError(result) != 0) refuse_damage();
            skip(in.pos);
            inside_ = result != 0;
            full_ = inside_ && out.pos == size;
        }
        return out.pos;
    }

  private:
    ZSTD_DCtx* zstd_;
    bool inside_ = false; ///< of a frame
    bool full_ = false;   ///< the last call used all of its room
};

} // namespace

Packing packing_of(std::string_view first_bytes) noexcept {
    if (first_bytes.starts_with("\x1F\x8B")) return Packing::gzip;
    if (first_bytes.starts_with("\x28\xB5\x2F\xFD")) return Packing::zstandard;
    return Packing::none;
}

std::unique_ptr<ByteStream> unpack(std::unique_ptr<ByteStream> packed, Packing packing, std::string name) {
    switch (packing) {
    case Packing::gzip:
        return std::make_unique<Gzip>(std::move(packed), std::move(name));
    case Packing::zstandard:
        return std::make_unique<Zstandard>(std::move(packed), std::move(name));
    case Packing::none:
        break;
    }
    return packed;
}

} // namespace handoff::csv

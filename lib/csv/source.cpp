#include "csv/source.hpp"

#include "csv/encoding.hpp"
#include "csv/formats.hpp"
#include "csv/scan.hpp"
#include "csv/unpack.hpp"

#include <handoff/error.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace handoff::csv {

namespace {

constexpr std::size_t encoding_is_found_in = 1024 * 1024; ///< bytes

} // namespace

/// The bytes of the file from its start.
class Source::FileBytes final : public ByteStream {
  public:
    explicit FileBytes(InputFile& file) : file_(file) {}

    std::size_t read(char* to, std::size_t size) override {
        if (!file_.regular()) return file_.read(to, size);
        const std::size_t got = file_.read_at(offset_, to, size);
        offset_ += got;
        return got;
    }

  private:
    InputFile& file_;
    std::uint64_t offset_ = 0;
};

Source::Source(std::string path, bool again, std::optional<std::string> encoding)
    : file_(std::move(path)), again_(again), encoding_(encoding.value_or("")),
      encoding_given_(encoding.has_value()), text_(open()) {}

std::unique_ptr<ByteStream> Source::open() {
    auto bytes = std::make_unique<PeekedStream>(std::make_unique<FileBytes>(file_));
    const Packing packing = packing_of(bytes->peek(packing_is_known_by));
    auto text = std::make_unique<PeekedStream>(unpack(std::move(bytes), packing, file_.quoted()));
    const std::string_view first = text->peek(encoding_is_found_in);
    if (!encoding_given_) encoding_ = find_encoding(first, first.size() < encoding_is_found_in);
    marked_ =
        first.starts_with(byte_order_mark) || first.starts_with("\xFF\xFE") || first.starts_with("\xFE\xFF");
    direct_ = file_.regular() && packing == Packing::none && encoding_ == "UTF-8";
    if (direct_) return nullptr;
    if (encoding_ == "UTF-8") return text;
    return to_utf8(std::move(text), encoding_);
}

void Source::begin_again() {
    text_ = open();
    pieces_.clear();
    first_ = end_ = 0;
    ended_ = false;
}

void Source::end_where(FindEnd find) {
    find_end_ = std::move(find);
    text_end_.reset();
    if (!direct_) return;
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(file_.size(), tail_size));
    const auto tail = std::make_unique_for_overwrite<char[]>(size + padding);
    const std::uint64_t offset = file_.size() - size;
    const std::size_t got = file_.read_at(offset, tail.get(), size);
    std::memset(tail.get() + got, 0, padding);
    text_end_ = find_end_({tail.get(), got}, offset);
}

void Source::end_where_it_ends() {
    find_end_ = nullptr;
    text_end_.reset();
}

std::optional<std::uint64_t> Source::size() const {
    if (direct_) return text_end_.value_or(file_.size());
    const std::lock_guard lock(mutex_);
    if (text_end_) return text_end_;
    if (ended_) return end_;
    return std::nullopt;
}

bool Source::read_piece() {
    if (ended_) return false;
    if (pieces_.empty() || pieces_.back().size == piece_size)
        pieces_.push_back({std::make_unique_for_overwrite<char[]>(piece_size), 0});
    Piece& piece = pieces_.back();
    const std::size_t got = text_->read(piece.bytes.get() + piece.size, piece_size - piece.size);
    piece.size += got;
    end_ += got;
    ended_ = got == 0;
    return !ended_;
}

std::size_t Source::read(std::uint64_t offset, char* to, std::size_t size) {
    if (direct_) {
        // What was added to the file since it was opened is left for the next run.
        const std::uint64_t end = text_end_.value_or(file_.size());
        const std::uint64_t left = offset < end ? end - offset : 0;
        const std::size_t expected = static_cast<std::size_t>(std::min<std::uint64_t>(size, left));
        if (file_.read_at(offset, to, expected) < expected)
            throw Error(Fault::data, file_.quoted() + " became shorter while it was read");
        return expected;
    }
    std::unique_lock lock(mutex_);
    if (offset < first_) begin_again();
    const std::size_t ahead = find_end_ && !text_end_ ? tail_size : 0;
    while (end_ < offset + size + ahead && read_piece()) {
    }
    if (ended_ && find_end_ && !text_end_) {
        const auto last = static_cast<std::size_t>(std::min<std::uint64_t>(end_ - first_, tail_size));
        const auto tail = std::make_unique<char[]>(last + padding);
        copy(parts_of(end_ - last, last), tail.get());
        text_end_ = find_end_({tail.get(), last}, end_ - last);
    }
    const std::uint64_t end = text_end_.value_or(end_);
    const std::uint64_t left = offset < end ? end - offset : 0;
    const std::vector<std::string_view> parts =
        parts_of(offset, static_cast<std::size_t>(std::min<std::uint64_t>(size, left)));
    // Pieces do not move, and those of a chunk stay until it is done: another thread may read on meanwhile.
    lock.unlock();
    return copy(parts, to);
}

std::vector<std::string_view> Source::parts_of(std::uint64_t offset, std::size_t size) const {
    std::vector<std::string_view> parts;
    for (std::size_t done = 0; done < size && offset + done < end_; done += parts.back().size()) {
        const std::uint64_t at = offset + done - first_;
        const Piece& piece = pieces_[static_cast<std::size_t>(at / piece_size)];
        const std::size_t within = static_cast<std::size_t>(at % piece_size);
        parts.emplace_back(piece.bytes.get() + within, std::min(size - done, piece.size - within));
    }
    return parts;
}

std::size_t Source::copy(const std::vector<std::string_view>& parts, char* to) {
    std::size_t done = 0;
    for (const std::string_view part : parts) {
        std::memcpy(to + done, part.data(), part.size());
        done += part.size();
    }
    return done;
}

void Source::forget_before(std::uint64_t offset) {
    // A packed file can be begun again, so nothing of it is kept.
    if (direct_ || (again_ && !file_.regular())) return;
    const std::lock_guard lock(mutex_);
    while (!pieces_.empty() && pieces_.front().size == piece_size && first_ + piece_size <= offset) {
        pieces_.pop_front();
        first_ += piece_size;
    }
}

} // namespace handoff::csv

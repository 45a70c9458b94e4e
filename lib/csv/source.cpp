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
constexpr std::size_t far_ahead = 16 * 1024 * 1024;       ///< bytes that the reader ahead is ahead at most

std::size_t copy(const std::vector<std::string_view>& parts, char* to) {
    std::size_t done = 0;
    for (const std::string_view part : parts) {
        std::memcpy(to + done, part.data(), part.size());
        done += part.size();
    }
    return done;
}

} // namespace

/// The bytes of the file from its start.
class Source::FileBytes final : public ByteStream {
  public:
    /// Of a pipe no more is waited for once the reader ahead is to stop.
    FileBytes(InputFile& file, const std::jthread& ahead) : file_(file), ahead_(ahead) {}

    std::size_t read(char* to, std::size_t size) override {
        if (!file_.regular()) return file_.read(to, size, ahead_.get_stop_token());
        const std::size_t got = file_.read_at(offset_, to, size);
        offset_ += got;
        return got;
    }

  private:
    InputFile& file_;
    const std::jthread& ahead_;
    std::uint64_t offset_ = 0;
};

Source::Source(std::string path, bool again, std::optional<std::string> encoding)
    : file_(std::move(path)), again_(again), encoding_(encoding.value_or("")),
      encoding_given_(encoding.has_value()) {
    text_ = open();
}

std::unique_ptr<ByteStream> Source::open() {
    auto bytes = std::make_unique<PeekedStream>(std::make_unique<FileBytes>(file_, ahead_));
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
    read_.clear();
    ended_ = false;
    failure_ = nullptr;
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
    if (ended_) return read_.end();
    return std::nullopt;
}

std::size_t Source::fetch(std::span<char> room) noexcept {
    try {
        return text_->read(room.data(), room.size());
    } catch (...) {
        failure_ = std::current_exception();
        return 0;
    }
}

void Source::add(std::size_t bytes) noexcept {
    read_.add(bytes);
    ended_ = bytes == 0;
}

void Source::read_ahead() {
    const Lock lock(mutex_);
    if (direct_ || file_.regular() || ended_ || ahead_.joinable()) return;
    ahead_ = std::jthread([this](const std::stop_token& stop) { read_on(stop); });
}

void Source::read_on(const std::stop_token& stop) {
    Lock lock(mutex_);
    const auto is_near = [this] { return read_.end() < asked_to_ + far_ahead; };
    while (!ended_ && asked_.wait(lock, stop, is_near)) {
        const std::span<char> room = read_.room();
        lock.unlock();
        const std::size_t got = fetch(room);
        lock.lock();
        add(got);
        arrived_.notify_all();
    }
}

void Source::have_read_to(std::uint64_t end, Lock& lock) {
    if (ahead_.joinable()) {
        asked_to_ = std::max(asked_to_, end);
        asked_.notify_one();
        arrived_.wait(lock, [&] { return read_.end() >= end || ended_; });
    } else {
        while (read_.end() < end && !ended_) add(fetch(read_.room()));
    }
    if (read_.end() < end && failure_) std::rethrow_exception(failure_);
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
    Lock lock(mutex_);
    if (offset < read_.begin()) begin_again();
    have_read_to(offset + size + (find_end_ && !text_end_ ? tail_size : 0), lock);
    if (ended_ && !failure_ && find_end_ && !text_end_) {
        const std::size_t last = std::min<std::uint64_t>(read_.end() - read_.begin(), tail_size);
        const std::uint64_t from = read_.end() - last;
        const auto tail = std::make_unique<char[]>(last + padding);
        copy(read_.at(from, last), tail.get());
        text_end_ = find_end_({tail.get(), last}, from);
    }
    const std::uint64_t end = text_end_.value_or(read_.end());
    const std::uint64_t left = offset < end ? end - offset : 0;
    const std::vector<std::string_view> parts =
        read_.at(offset, static_cast<std::size_t>(std::min<std::uint64_t>(size, left)));
    // Those of a chunk stay until it is done: another thread may read on meanwhile.
    lock.unlock();
    return copy(parts, to);
}

void Source::forget_before(std::uint64_t offset) {
    // A packed file can be begun again, so nothing of it is kept.
    if (direct_ || (again_ && !file_.regular())) return;
    const std::lock_guard lock(mutex_);
    read_.forget_before(offset);
}

} // namespace handoff::csv

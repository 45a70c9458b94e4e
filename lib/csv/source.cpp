#include "csv/source.hpp"

#include <handoff/error.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace handoff::csv {

Source::Source(std::string path, bool again) : file_(std::move(path)), again_(again) {}

std::optional<std::uint64_t> Source::size() const {
    if (file_.regular()) return file_.size();
    const std::lock_guard lock(mutex_);
    if (ended_) return end_;
    return std::nullopt;
}

bool Source::read_piece() {
    if (ended_) return false;
    if (pieces_.empty() || pieces_.back().size == piece_size)
        pieces_.push_back({std::make_unique_for_overwrite<char[]>(piece_size), 0});
    Piece& piece = pieces_.back();
    const std::size_t got = file_.read(piece.bytes.get() + piece.size, piece_size - piece.size);
    piece.size += got;
    end_ += got;
    ended_ = got == 0;
    return !ended_;
}

std::size_t Source::read(std::uint64_t offset, char* to, std::size_t size) {
    if (file_.regular()) {
        // What was added to the file since it was opened is left for the next run.
        const std::uint64_t left = offset < file_.size() ? file_.size() - offset : 0;
        const std::size_t expected = static_cast<std::size_t>(std::min<std::uint64_t>(size, left));
        if (file_.read_at(offset, to, expected) < expected)
            throw Error(Fault::data, file_.quoted() + " became shorter while it was read");
        return expected;
    }
    const std::lock_guard lock(mutex_);
    while (end_ < offset + size && read_piece()) {
    }
    std::size_t done = 0;
    while (done < size && offset + done < end_) {
        const std::uint64_t at = offset + done - first_;
        const Piece& piece = pieces_[static_cast<std::size_t>(at / piece_size)];
        const std::size_t within = static_cast<std::size_t>(at % piece_size);
        const std::size_t part = std::min(size - done, piece.size - within);
        std::memcpy(to + done, piece.bytes.get() + within, part);
        done += part;
    }
    return done;
}

void Source::forget_before(std::uint64_t offset) {
    if (repeatable()) return;
    const std::lock_guard lock(mutex_);
    while (!pieces_.empty() && pieces_.front().size == piece_size && first_ + piece_size <= offset) {
        pieces_.pop_front();
        first_ += piece_size;
    }
}

} // namespace handoff::csv

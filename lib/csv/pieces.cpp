#include "csv/pieces.hpp"

#include <algorithm>
#include <utility>

namespace handoff::csv {

std::span<char> Pieces::room() {
    if (pieces_.empty() || pieces_.back().size == piece_size) {
        if (spare_.empty()) spare_.push_back(std::make_unique_for_overwrite<char[]>(piece_size));
        pieces_.push_back({std::move(spare_.back()), 0});
        spare_.pop_back();
    }
    const Piece& last = pieces_.back();
    return {last.bytes.get() + last.size, piece_size - last.size};
}

void Pieces::add(std::size_t bytes) noexcept {
    pieces_.back().size += bytes;
    end_ += bytes;
}

void Pieces::forget_before(std::uint64_t offset) {
    while (!pieces_.empty() && pieces_.front().size == piece_size && begin_ + piece_size <= offset) {
        spare_.push_back(std::move(pieces_.front().bytes));
        pieces_.pop_front();
        begin_ += piece_size;
    }
}

void Pieces::clear() {
    pieces_.clear();
    begin_ = end_ = 0;
}

std::vector<std::string_view> Pieces::at(std::uint64_t offset, std::size_t size) const {
    std::vector<std::string_view> parts;
    for (std::size_t done = 0; done < size && offset + done < end_; done += parts.back().size()) {
        const std::uint64_t from = offset + done - begin_;
        const Piece& piece = pieces_[static_cast<std::size_t>(from / piece_size)];
        const std::size_t within = static_cast<std::size_t>(from % piece_size);
        parts.emplace_back(piece.bytes.get() + within, std::min(size - done, piece.size - within));
    }
    return parts;
}

} // namespace handoff::csv

#include "csv/byte_stream.hpp"

#include <algorithm>
#include <cstring>

namespace handoff::csv {

std::string_view PeekedStream::peek(std::size_t size) {
    if (room_ < size) {
        auto larger = std::make_unique_for_overwrite<char[]>(size);
        std::copy_n(first_.get(), have_, larger.get());
        first_ = std::move(larger);
        room_ = size;
    }
    while (have_ < size) {
        const std::size_t got = stream_->read(first_.get() + have_, size - have_);
        if (got == 0) break;
        have_ += got;
    }
    return {first_.get(), std::min(have_, size)};
}

std::size_t PeekedStream::read(char* to, std::size_t size) {
    if (given_ == have_) return stream_->read(to, size);
    const std::size_t part = std::min(size, have_ - given_);
    std::memcpy(to, first_.get() + given_, part);
    given_ += part;
    if (given_ == have_) {
        given_ = have_ = room_ = 0;
        first_ = nullptr;
    }
    return part;
}

} // namespace handoff::csv

#include "csv/byte_stream.hpp"

#include <algorithm>
#include <cstring>

namespace handoff::csv {

std::string_view PeekedStream::peek(std::size_t size) {
    std::size_t have = first_.size();
    if (have < size) {
        first_.resize(size);
        while (have < size) {
            const std::size_t got = stream_->read(first_.data() + have, size - have);
            if (got == 0) break;
            have += got;
        }
        first_.resize(have);
    }
    return std::string_view(first_).substr(0, size);
}

std::size_t PeekedStream::read(char* to, std::size_t size) {
    if (given_ == first_.size()) return stream_->read(to, size);
    const std::size_t part = std::min(size, first_.size() - given_);
    std::memcpy(to, first_.data() + given_, part);
    given_ += part;
    if (given_ == first_.size()) {
        given_ = 0;
        first_ = std::string();
    }
    return part;
}

} // namespace handoff::csv

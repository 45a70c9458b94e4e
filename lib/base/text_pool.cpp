#include <handoff/text_pool.hpp>

#include <cstring>

namespace handoff {

std::string_view TextPool::keep(std::string_view text) {
    const std::size_t size = text.size();
    if (size == 0) return {};
    char* copy = nullptr;
    if (size > block_size) {
        copy = full_.emplace_back(std::make_unique_for_overwrite<char[]>(size)).get();
    } else {
        if (size > room_) {
            if (current_) full_.push_back(std::move(current_));
            current_ = std::make_unique_for_overwrite<char[]>(block_size);
            room_ = block_size;
        }
        copy = current_.get() + (block_size - room_);
        room_ -= size;
    }
    std::memcpy(copy, text.data(), size);
    return {copy, size};
}

std::string_view TextPool::word(std::string_view text) {
    const auto known = words_.find(text);
    return known != words_.end() ? *known : *words_.insert(keep(text)).first;
}

void TextPool::clear() noexcept {
    words_.clear();
    full_.clear();
    room_ = current_ ? block_size : 0;
}

} // namespace handoff

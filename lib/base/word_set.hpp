#pragma once

#include "base/short_text.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace handoff {

/// A few words that many texts are looked up among, most of them in vain. The words must live as long.
class WordSet {
  public:
    explicit WordSet(std::span<const std::string_view> words)
        : tags_(std::bit_ceil(words.size() * 4 + 1)), words_(tags_.size()), mask_(tags_.size() - 1) {
        for (const std::string_view word : words) {
            const std::uint64_t hash = hash_of(word);
            std::size_t at = hash & mask_;
            while (tags_[at] != 0) at = (at + 1) & mask_;
            tags_[at] = tag_of(hash);
            words_[at] = word;
        }
    }

    bool has(std::string_view text) const noexcept {
        const std::uint64_t hash = hash_of(text);
        for (std::size_t at = hash & mask_; tags_[at] != 0; at = (at + 1) & mask_)
            if (tags_[at] == tag_of(hash) && same_bytes(words_[at], text)) return true;
        return false;
    }

  private:
    static std::uint16_t tag_of(std::uint64_t hash) noexcept {
        return static_cast<std::uint16_t>((hash >> 48) | 1U);
    }

    std::vector<std::uint16_t>
        tags_; ///< of the words, 0: free; looked at first, so they stand close together
    std::vector<std::string_view> words_;
    std::size_t mask_;
};

} // namespace handoff

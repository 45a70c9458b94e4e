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
        : slots_(std::bit_ceil(words.size() * 8 + 1)), mask_(slots_.size() - 1) {
        for (const std::string_view word : words) {
            const std::uint64_t hash = hash_of(word);
            std::size_t at = hash & mask_;
            while (slots_[at].tag != 0) at = (at + 1) & mask_;
            slots_[at] = {tag_of(hash), word};
        }
    }

    bool has(std::string_view text) const noexcept {
        const std::uint64_t hash = hash_of(text);
        for (std::size_t at = hash & mask_; slots_[at].tag != 0; at = (at + 1) & mask_)
            if (slots_[at].tag == tag_of(hash) && same_bytes(slots_[at].word, text)) return true;
        return false;
    }

  private:
    struct Slot {
        std::uint32_t tag = 0; ///< of the word; 0: free
        std::string_view word;
    };
    static std::uint32_t tag_of(std::uint64_t hash) noexcept {
        return static_cast<std::uint32_t>(hash >> 32) | 1U;
    }

    std::vector<Slot> slots_;
    std::size_t mask_;
};

} // namespace handoff

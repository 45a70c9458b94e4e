#pragma once

#include "base/short_text.hpp"

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace handoff {

/// Distinct texts and their codes, numbered from 0 in the order they came. A flat hash table: one probe and
/// one comparison find a text that is there. Keeps its own copies of the texts.
class TextDictionary {
  public:
    TextDictionary() : slots_(64) { code(std::string_view()); }

    std::size_t size() const noexcept { return texts_.size(); }
    std::string_view text(std::uint32_t code) const noexcept { return texts_[code]; }

    /// The text's code; a new one is `size()` as it was before.
    std::uint32_t code(std::string_view text) {
        const std::uint64_t hash = hash_of(text);
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
            const Slot& slot = slots_[at];
            if (slot.code == free) return add(text, hash, at);
            if (slot.hash == hash && same_bytes(slot.text, text)) return slot.code;
        }
    }

  private:
    static constexpr std::uint32_t free = 0xffffffff;
    struct Slot {
        std::uint64_t hash = 0;
        std::uint32_t code = free;
        std::string_view text = {}; // as in `texts_`, at hand
    };

    std::uint32_t add(std::string_view text, std::uint64_t hash, std::size_t at) {
        const auto code = static_cast<std::uint32_t>(texts_.size());
        texts_.push_back(kept(text));
        slots_[at] = {hash, code, texts_.back()};
        if (texts_.size() * 2 > slots_.size()) grow();
        return code;
    }

    void grow() {
        std::vector<Slot> old(slots_.size() * 2);
        old.swap(slots_);
        const std::size_t mask = slots_.size() - 1;
        for (const Slot& slot : old) {
            if (slot.code == free) continue;
            std::size_t at = slot.hash & mask;
            while (slots_[at].code != free) at = (at + 1) & mask;
            slots_[at] = slot;
        }
    }

    std::string_view kept(std::string_view text) {
        constexpr std::size_t block = 64 * 1024;
        if (text.empty()) return {};
        if (text.size() > block / 4) { // a block of its own, before the one that is being filled
            blocks_.insert(blocks_.begin(), std::make_unique_for_overwrite<char[]>(text.size()));
            std::memcpy(blocks_.front().get(), text.data(), text.size());
            return {blocks_.front().get(), text.size()};
        }
        if (block_left_ < text.size()) {
            blocks_.push_back(std::make_unique_for_overwrite<char[]>(block));
            block_left_ = block;
        }
        char* copy = blocks_.back().get() + (block - block_left_);
        std::memcpy(copy, text.data(), text.size());
        block_left_ -= text.size();
        return {copy, text.size()};
    }

    std::vector<Slot> slots_;
    std::vector<std::string_view> texts_;
    std::vector<std::unique_ptr<char[]>> blocks_;
    std::size_t block_left_ = 0;
};

} // namespace handoff

#pragma once

#include "base/big_array.hpp"
#include "base/short_text.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace handoff {

/// A key as 16 bytes: keys of up to 15 bytes stand in it whole, longer ones as an address and a length, so
/// that a look-up of a short key touches no other memory.
struct PackedKey {
    std::uint64_t low = 0;  ///< first 8 bytes, or the address
    std::uint64_t high = 0; ///< next 7 bytes and the length in the top byte, or `long_key` and the length

    static constexpr std::size_t short_key = 15;
    static constexpr std::uint64_t long_key = std::uint64_t{0xff} << 56;
    /// The packed key points to `key` when that is longer than 15 bytes.
    static PackedKey of(std::string_view key) noexcept {
        const std::size_t size = key.size();
        const char* const bytes = key.data();
        if (size > short_key) return {reinterpret_cast<std::uintptr_t>(bytes), long_key | size};
        const std::uint64_t length = std::uint64_t{size} << 56;
        if (size < 8) return {few_bytes(bytes, size), length};
        // The last 8 bytes overlap the first 8; the shift drops what stands in `low` already.
        const unsigned twice = static_cast<unsigned>(16 - size) * 8;
        return {eight_bytes(bytes), size == 8 ? length : length | eight_bytes(bytes + size - 8) >> twice};
    }
    bool blank() const noexcept { return low == 0 && high == 0; }
    bool is_long() const noexcept { return high >= long_key; }
    std::string_view text() const noexcept { ///< of a long key
        return {reinterpret_cast<const char*>(low), static_cast<std::size_t>(high & ~long_key)};
    }
    bool same(const PackedKey& other) const noexcept {
        if (high != other.high) return false;
        return low == other.low || (is_long() && same_bytes(text(), other.text()));
    }
    std::uint64_t hash() const noexcept { return is_long() ? hash_of(text()) : mixed(low, high); }
};

/// The keys of some rows that follow each other, kept while a file is streamed; one for each chunk, so that
/// threads need not wait for each other. Blank keys are kept too, to count rows.
class KeyBlock {
  public:
    void reserve(std::size_t rows) { keys_.reserve(rows); }
    void add(std::string_view key);
    std::size_t size() const noexcept { return keys_.size(); }
    const PackedKey& operator[](std::size_t row) const noexcept { return keys_[row]; }

  private:
    friend class KeyIndex;
    std::vector<PackedKey> keys_;
    std::vector<std::unique_ptr<char[]>> text_; // pieces that never move
    char* free_ = nullptr;
    std::size_t room_ = 0;
};

/// Finds the number of a row by its key: a flat hash table, built at once from blocks (by several threads),
/// then only read. Rows are numbered through all blocks; of rows with the same key the first has it. Blank
/// keys find nothing. The table is made of buckets as large as a line of the cache, filled from their start;
/// what finds its bucket full stands in the next one.
class KeyIndex {
  public:
    static constexpr std::uint32_t none = 0xffffffff;

    KeyIndex() = default;
    /// Keeps the blocks. At most 4,294,967,294 rows.
    explicit KeyIndex(std::vector<KeyBlock> blocks, unsigned threads = 1);

    bool empty() const noexcept { return slots_.empty(); } ///< no row has a key
    std::size_t rows() const noexcept { return keys_.size(); }
    /// True when two rows have the same key.
    bool repeats() const noexcept { return repeats_; }

    std::uint32_t find(std::string_view key) const noexcept { return find(PackedKey::of(key)); }
    std::uint32_t find(const PackedKey& key) const noexcept {
        return slots_.empty() || key.blank() ? none : find(key, key.hash());
    }
    /// The first row that has the key of this row; the row itself when its key is blank.
    std::uint32_t first_of(std::uint32_t row) const noexcept {
        return keys_[row].blank() ? row : find(keys_[row], keys_[row].hash());
    }

  private:
    friend class KeySearch;
    static constexpr std::size_t bucket_size = 16; ///< slots
    std::uint32_t find(const PackedKey& key, std::uint64_t hash) const noexcept;
    void insert(std::uint32_t row, std::uint64_t hash, std::atomic<bool>& repeats) noexcept;

    std::vector<std::vector<std::unique_ptr<char[]>>> text_; // of the blocks: long keys point into it
    BigArray<PackedKey> keys_;
    /// A slot holds row + 1 (0 is free) and, in the upper bits that no row needs, a tag from the hash.
    std::uint32_t tag_of(std::uint64_t hash) const noexcept {
        return static_cast<std::uint32_t>(hash >> 32) & ~row_mask_;
    }
    std::uint32_t row_of(std::uint32_t slot) const noexcept { return (slot & row_mask_) - 1; }
    std::size_t bucket_of(std::uint64_t hash) const noexcept { return hash & bucket_mask_; }
    std::size_t behind(std::size_t bucket) const noexcept { return (bucket + 1) & bucket_mask_; }
    const std::uint32_t* slots_of(std::size_t bucket) const noexcept {
        return slots_.data() + bucket * bucket_size;
    }
    bool is_full(std::size_t bucket) const noexcept { return slots_of(bucket)[bucket_size - 1] != 0; }
    /// The slots of a bucket that have the tag of a hash, one bit for each.
    unsigned tagged(std::size_t bucket, std::uint64_t hash) const noexcept {
        const std::uint32_t* const slots = slots_of(bucket);
        const std::uint32_t tag = tag_of(hash);
#ifdef __SSE2__
        const __m128i wanted = _mm_set1_epi32(static_cast<int>(tag)),
                      tag_bits = _mm_set1_epi32(static_cast<int>(~row_mask_));
        const auto four = [&](std::size_t at) {
            const __m128i some = _mm_loadu_si128(reinterpret_cast<const __m128i*>(slots + at));
            return _mm_cmpeq_epi32(_mm_and_si128(some, tag_bits), wanted);
        };
        const __m128i first = _mm_packs_epi32(four(0), four(4)), last = _mm_packs_epi32(four(8), four(12));
        return static_cast<unsigned>(_mm_movemask_epi8(_mm_packs_epi16(first, last)));
#else
        unsigned found = 0;
        for (std::size_t i = 0; i < bucket_size; ++i)
            found |= static_cast<unsigned>((slots[i] & ~row_mask_) == tag) << i;
        return found;
#endif
    }

    BigArray<std::uint32_t> slots_;
    std::uint32_t row_mask_ = 0;
    std::size_t bucket_mask_ = 0;
    bool repeats_ = false;
};

/// Looks up many keys at a time without waiting for memory at each, in three steps: between them the caller
/// does other work while what they asked for is on its way.
class KeySearch {
  public:
    static constexpr std::size_t most = 256; ///< keys at a time

    /// `key_of(i)` is key i of `count`.
    template <class KeyOf>
    void start(const KeyIndex& index, std::size_t count, KeyOf&& key_of) {
        index_ = index.empty() ? nullptr : &index;
        count_ = count;
        if (index_ == nullptr) return;
        for (std::size_t i = 0; i < count; ++i) {
            keys_[i] = key_of(i);
            hashes_[i] = keys_[i].hash();
            __builtin_prefetch(index.slots_of(index.bucket_of(hashes_[i])));
        }
    }
    void look() noexcept;
    void finish(std::span<std::uint32_t> found) noexcept; ///< as long as there are keys

  private:
    const KeyIndex* index_ = nullptr;
    std::size_t count_ = 0;
    PackedKey keys_[most];
    std::uint64_t hashes_[most];
    std::uint32_t rows_[most];
};

} // namespace handoff

#include "table/key_index.hpp"

#include "base/parallel.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>

namespace handoff {

namespace {

constexpr std::size_t piece = 64 * 1024;
constexpr std::uint32_t rows_at_once = 16 * 1024;

} // namespace

void KeyBlock::add(std::string_view key) {
    if (key.size() > PackedKey::short_key) {
        if (key.size() > room_) {
            room_ = std::max(piece, key.size());
            text_.push_back(std::make_unique<char[]>(room_));
            free_ = text_.back().get();
        }
        std::memcpy(free_, key.data(), key.size());
        key = {free_, key.size()};
        free_ += key.size();
        room_ -= key.size();
    }
    keys_.push_back(PackedKey::of(key));
}

KeyIndex::KeyIndex(std::vector<KeyBlock> blocks, unsigned threads) {
    std::size_t rows = 0;
    std::vector<std::size_t> first;
    for (const KeyBlock& block : blocks) {
        first.push_back(rows);
        rows += block.size();
    }
    if (rows >= none) throw std::length_error("more rows than an index can number");
    keys_ = BigArray<PackedKey>(rows);
    in_parallel(threads, blocks.size(), 1, [&](std::size_t block, std::size_t, unsigned) {
        std::vector<PackedKey>& keys = blocks[block].keys_;
        std::copy(keys.begin(), keys.end(), keys_.begin() + first[block]);
        std::vector<PackedKey>().swap(keys);
    });
    for (KeyBlock& block : blocks)
        if (!block.text_.empty()) text_.push_back(std::move(block.text_));
    if (std::all_of(keys_.begin(), keys_.end(), [](const PackedKey& key) { return key.blank(); })) return;

    std::size_t buckets = 4;
    while (buckets * bucket_size < rows + rows / 2) buckets *= 2;
    slots_ = BigArray<std::uint32_t>(buckets * bucket_size);
    bucket_mask_ = buckets - 1;
    row_mask_ = static_cast<std::uint32_t>((std::uint64_t{1} << std::bit_width(rows)) - 1);
    std::atomic<bool> repeats{false};
    in_parallel(threads, rows, rows_at_once, [&](std::size_t from, std::size_t to, unsigned) {
        constexpr std::size_t ahead = 16;
        std::uint64_t hashes[ahead];
        for (std::size_t row = from; row < to + ahead; ++row) {
            if (row >= from + ahead)
                insert(static_cast<std::uint32_t>(row - ahead), hashes[row % ahead], repeats);
            if (row >= to) continue;
            hashes[row % ahead] = keys_[row].hash();
            __builtin_prefetch(slots_of(bucket_of(hashes[row % ahead])));
        }
    });
    repeats_ = repeats;
}

std::uint32_t KeyIndex::find(const PackedKey& key, std::uint64_t hash) const noexcept {
    for (std::size_t bucket = bucket_of(hash);; bucket = behind(bucket)) {
        for (unsigned found = tagged(bucket, hash); found != 0; found &= found - 1) {
            const std::uint32_t row = row_of(slots_of(bucket)[std::countr_zero(found)]);
            // A free slot has a tag, too, and its row is none.
            if (row != none && keys_[row].same(key)) return row;
        }
        if (!is_full(bucket)) return none;
    }
}

void KeyIndex::insert(std::uint32_t row, std::uint64_t hash, std::atomic<bool>& repeats) noexcept {
    const PackedKey& key = keys_[row];
    if (key.blank()) return;
    const std::uint32_t tag = tag_of(hash), mine = tag | (row + 1);
    for (std::size_t at = bucket_of(hash) * bucket_size;; at = (at + 1) & (slots_.size() - 1)) {
        std::atomic_ref<std::uint32_t> slot(slots_[at]);
        std::uint32_t there = slot.load(std::memory_order_relaxed);
        if (there == 0 && slot.compare_exchange_strong(there, mine, std::memory_order_relaxed)) return;
        if ((there & ~row_mask_) != tag || !keys_[row_of(there)].same(key)) continue;
        repeats.store(true, std::memory_order_relaxed);
        while (there > mine)
            if (slot.compare_exchange_weak(there, mine, std::memory_order_relaxed)) return;
        return;
    }
}

void KeySearch::look() noexcept {
    if (index_ == nullptr) return;
    const KeyIndex& index = *index_;
    // The first slot with the right tag is nearly always the right one.
    for (std::size_t i = 0; i < count_; ++i) {
        std::size_t bucket = index.bucket_of(hashes_[i]);
        unsigned found = index.tagged(bucket, hashes_[i]);
        while (found == 0 && index.is_full(bucket)) {
            bucket = index.behind(bucket);
            found = index.tagged(bucket, hashes_[i]);
        }
        rows_[i] =
            found == 0 ? KeyIndex::none : index.row_of(index.slots_of(bucket)[std::countr_zero(found)]);
        if (rows_[i] != KeyIndex::none) __builtin_prefetch(&index.keys_[rows_[i]]);
    }
}

void KeySearch::finish(std::span<std::uint32_t> found) noexcept {
    if (index_ == nullptr) return std::fill(found.begin(), found.end(), KeyIndex::none);
    for (std::size_t i = 0; i < count_; ++i) {
        found[i] = rows_[i];
        if (rows_[i] == KeyIndex::none) continue;
        if (keys_[i].blank())
            found[i] = KeyIndex::none;
        else if (!index_->keys_[rows_[i]].same(keys_[i]))
            found[i] = index_->find(keys_[i], hashes_[i]);
    }
}

} // namespace handoff

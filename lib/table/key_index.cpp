#include "table/key_index.hpp"

#include "base/parallel.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace handoff {

namespace {

constexpr std::size_t short_key = 15;
constexpr std::size_t piece = 64 * 1024;
constexpr std::uint32_t rows_at_once = 16 * 1024;

std::uint64_t load(const char* bytes) noexcept {
    std::uint64_t value;
    std::memcpy(&value, bytes, sizeof value);
    return value;
}

/// Up to 7 bytes, without reading past them.
std::uint64_t load_few(const char* bytes, std::size_t size) noexcept {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes, size);
    return value;
}

} // namespace

PackedKey PackedKey::of(std::string_view key) noexcept {
    PackedKey packed;
    if (key.size() > short_key) {
        packed.low = reinterpret_cast<std::uintptr_t>(key.data());
        packed.high = long_key | key.size();
    } else if (key.size() >= 8) {
        packed.low = load(key.data());
        packed.high = static_cast<std::uint64_t>(key.size()) << 56;
        // The last 8 bytes overlap the first 8; the shift drops what stands in `low` already.
        if (key.size() > 8) packed.high |= load(key.data() + key.size() - 8) >> (8 * (16 - key.size()));
    } else if (!key.empty()) {
        packed.low = load_few(key.data(), key.size());
        packed.high = static_cast<std::uint64_t>(key.size()) << 56;
    }
    return packed;
}

std::uint64_t PackedKey::hash_of_text() const noexcept {
    std::string_view rest = text();
    std::uint64_t state = 0x2545f4914f6cdd1dU ^ rest.size();
    for (; rest.size() >= 8; rest.remove_prefix(8))
        state = mixed(state ^ load(rest.data()), 0xd6e8feb86659fd93U);
    return mixed(state ^ load_few(rest.data(), rest.size()), 0x9e3779b97f4a7c15U);
}

void KeyBlock::add(std::string_view key) {
    if (key.size() > short_key) {
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
    for (const KeyBlock& block : blocks) rows += block.size();
    if (rows >= none) throw std::length_error("more rows than an index can number");
    keys_.reserve(rows);
    for (KeyBlock& block : blocks) {
        keys_.insert(keys_.end(), block.keys_.begin(), block.keys_.end());
        std::vector<PackedKey>().swap(block.keys_);
        if (!block.text_.empty()) text_.push_back(std::move(block.text_));
    }
    if (std::all_of(keys_.begin(), keys_.end(), [](const PackedKey& key) { return key.blank(); })) return;

    std::size_t size = 64;
    while (size < rows + rows / 2) size *= 2;
    slots_.resize(size);
    mask_ = size - 1;
    std::atomic<bool> repeats{false};
    in_parallel(threads, rows, rows_at_once, [&](std::size_t from, std::size_t to, unsigned) {
        constexpr std::size_t ahead = 16;
        std::uint64_t hashes[ahead];
        for (std::size_t row = from; row < to + ahead; ++row) {
            if (row >= from + ahead)
                insert(static_cast<std::uint32_t>(row - ahead), hashes[row % ahead], repeats);
            if (row >= to) continue;
            hashes[row % ahead] = keys_[row].hash();
            __builtin_prefetch(&slots_[hashes[row % ahead] & mask_]);
        }
    });
    repeats_ = repeats;
}

void KeyIndex::insert(std::uint32_t row, std::uint64_t hash, std::atomic<bool>& repeats) noexcept {
    const PackedKey& key = keys_[row];
    if (key.blank()) return;
    const std::uint64_t mine = (hash >> 32 << 32) | (row + std::uint64_t{1});
    std::uint64_t at = hash & mask_;
    for (;;) {
        std::atomic_ref<std::uint64_t> slot(slots_[at]);
        std::uint64_t there = slot.load(std::memory_order_relaxed);
        if (there == 0) {
            if (slot.compare_exchange_strong(there, mine, std::memory_order_relaxed)) return;
        }
        if (there >> 32 == hash >> 32 && keys_[static_cast<std::uint32_t>(there) - 1].same(key)) {
            repeats.store(true, std::memory_order_relaxed);
            while (there > mine)
                if (slot.compare_exchange_weak(there, mine, std::memory_order_relaxed)) return;
            return;
        }
        at = (at + 1) & mask_;
    }
}

void KeyIndex::find(std::span<const PackedKey> keys, std::span<std::uint32_t> found) const noexcept {
    constexpr std::size_t at_once = 128;
    for (; keys.size() > at_once; keys = keys.subspan(at_once), found = found.subspan(at_once))
        find(keys.first(at_once), found.first(at_once));
    if (slots_.empty()) return std::fill(found.begin(), found.end(), none);
    std::uint64_t hashes[at_once];
    for (std::size_t i = 0; i < keys.size(); ++i) {
        hashes[i] = keys[i].hash();
        __builtin_prefetch(&slots_[hashes[i] & mask_]);
    }
    // The first slot with these upper bits is nearly always the right one; its key is fetched meanwhile.
    for (std::size_t i = 0; i < keys.size(); ++i) {
        std::uint64_t at = hashes[i] & mask_;
        while (slots_[at] != 0 && slots_[at] >> 32 != hashes[i] >> 32) at = (at + 1) & mask_;
        found[i] = static_cast<std::uint32_t>(slots_[at]) - 1;
        if (found[i] != none) __builtin_prefetch(&keys_[found[i]]);
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (found[i] == none) continue;
        if (keys[i].blank())
            found[i] = none;
        else if (!keys_[found[i]].same(keys[i]))
            found[i] = find(keys[i], hashes[i]);
    }
}

} // namespace handoff

#pragma once

#include "base/big_array.hpp"
#include "base/short_text.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace handoff {

inline std::uint64_t next_numbering() noexcept {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

/// Remembers what was worked out for each distinct word of a column, and how often it came. One per thread. A
/// column with very many distinct words is not a pick list: further words are worked out each time.
template <class Value>
class WordMemo {
  public:
    struct Entry {
        std::string_view word;
        Value value{};
        std::uint64_t count = 0;
        std::uint32_t number = no_number; ///< from 1
    };
    /// Of a word that is worked out each time.
    static constexpr std::uint32_t no_number = 0xffffffff;

    WordMemo() : slots_(64) {}
    WordMemo(const WordMemo&) = delete; // the slots point to the entries
    WordMemo(WordMemo&&) = default;
    WordMemo& operator=(WordMemo&&) = default;

    /// `make(word)` works out the value.
    template <class Make>
    const Value& of(std::string_view word, Make&& make) {
        return entry(word, make).value;
    }
    /// The same with its number, which the word keeps. The entry stands until the next word is asked for.
    template <class Make>
    const Entry& entry(std::string_view word, Make&& make) {
        return find(word, hash_of(word), make);
    }
    /// Tells the numbers of this memo from those of any other.
    std::uint64_t numbering() const noexcept { return numbering_; }
    /// The same for many words: calls `use(i, word, value)` for each `word_of(i)` that is not blank, in
    /// order. What one word needs of memory is on its way while others are looked at. Where words hardly
    /// repeat, all are forgotten, and from then on each is worked out.
    template <class WordOf, class Make, class Use>
    void of_all(std::size_t from, std::size_t to, WordOf&& word_of, Make&& make, Use&& use) {
        if (given_up_) {
            for (std::size_t i = from; i < to; ++i)
                if (const std::string_view word = word_of(i); !word.empty()) use(i, word, make(word));
            return;
        }
        constexpr std::size_t step = 16;
        struct Ahead {
            std::string_view word;
            std::uint64_t hash = 0;
            const Entry* entry = nullptr;
        };
        std::array<Ahead, 4 * step> ahead;
        const auto at = [&](std::size_t i) -> Ahead& { return ahead[i % ahead.size()]; };
        for (std::size_t i = from; i < to + 3 * step; ++i) {
            if (i < to) {
                const std::string_view word = word_of(i);
                at(i) = {word, hash_of(word)};
                __builtin_prefetch(&slots_[at(i).hash & (slots_.size() - 1)]);
            }
            if (i >= from + step && i < to + step) {
                Ahead& next = at(i - step);
                next.entry = slots_[next.hash & (slots_.size() - 1)].entry;
                __builtin_prefetch(next.entry);
            }
            if (i >= from + 2 * step && i < to + 2 * step)
                if (const Entry* const entry = at(i - 2 * step).entry) __builtin_prefetch(entry->word.data());
            if (i < from + 3 * step) continue;
            const Ahead& now = at(i - 3 * step);
            if (now.word.empty()) continue;
            use(i - 3 * step, now.word, find(now.word, now.hash, make).value);
            ++asked_;
        }
        if (entries_.size() > trial && entries_.size() * 2 > asked_) give_up();
    }
    const std::deque<Entry>& entries() const noexcept { return entries_; }

  private:
    static constexpr std::size_t most = 1 << 17;
    /// So many distinct words are not given up yet.
    static constexpr std::size_t trial = 4096;

    struct Slot {
        std::uint64_t hash = 0; ///< tells most words apart without a look at the entry
        Entry* entry = nullptr;
    };

    std::string_view keep(std::string_view text) {
        constexpr std::size_t piece = 64 * 1024;
        if (text.size() > room_) {
            room_ = std::max(piece, text.size());
            free_ = text_.emplace_back(std::make_unique_for_overwrite<char[]>(room_)).get();
        }
        const std::string_view copy(free_, text.size());
        if (!text.empty()) std::memcpy(free_, text.data(), text.size());
        free_ += text.size();
        room_ -= text.size();
        return copy;
    }

    template <class Make>
    const Entry& find(std::string_view word, std::uint64_t hash, Make& make) {
        std::size_t at = hash & (slots_.size() - 1);
        for (; slots_[at].entry != nullptr; at = (at + 1) & (slots_.size() - 1)) {
            if (slots_[at].hash != hash || !same_bytes(slots_[at].entry->word, word)) continue;
            ++slots_[at].entry->count;
            return *slots_[at].entry;
        }
        if (entries_.size() >= most) {
            overflow_.value = make(word);
            return overflow_;
        }
        entries_.push_back({keep(word), make(word), 1, static_cast<std::uint32_t>(entries_.size() + 1)});
        slots_[at] = {hash, &entries_.back()};
        if (entries_.size() * 2 > slots_.size()) grow();
        return entries_.back();
    }

    void give_up() {
        given_up_ = true;
        entries_.clear();
        slots_ = BigArray<Slot>(64);
        text_.clear();
        room_ = 0;
    }

    void grow() {
        const BigArray<Slot> old = std::exchange(slots_, BigArray<Slot>(slots_.size() * 2));
        for (const Slot& slot : old) {
            if (slot.entry == nullptr) continue;
            std::size_t at = slot.hash & (slots_.size() - 1);
            while (slots_[at].entry != nullptr) at = (at + 1) & (slots_.size() - 1);
            slots_[at] = slot;
        }
    }

    std::deque<Entry> entries_; // do not move when more come
    BigArray<Slot> slots_;
    std::vector<std::unique_ptr<char[]>> text_; // pieces that never move
    char* free_ = nullptr;
    std::size_t room_ = 0;
    Entry overflow_;
    std::uint64_t numbering_ = next_numbering();
    std::uint64_t asked_ = 0; ///< by of_all()
    bool given_up_ = false;
};

} // namespace handoff

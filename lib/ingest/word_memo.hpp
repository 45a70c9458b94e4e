#pragma once

#include "base/short_text.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// Remembers what was worked out for each distinct word of a column, and how often it came. One per thread. A
/// column with very many distinct words is not a pick list: further words are worked out each time.
template <class Value>
class WordMemo {
  public:
    struct Entry {
        std::string word;
        Value value{};
        std::uint64_t count = 0;
    };

    /// `make(word)` works out the value.
    template <class Make>
    const Value& of(std::string_view word, Make make) {
        if (slots_.empty()) slots_.assign(64, 0);
        std::size_t at = hash_of(word) & (slots_.size() - 1);
        for (; slots_[at] != 0; at = (at + 1) & (slots_.size() - 1)) {
            Entry& entry = entries_[slots_[at] - 1];
            if (!same_bytes(entry.word, word)) continue;
            ++entry.count;
            return entry.value;
        }
        if (entries_.size() >= most) {
            overflow_.value = make(word);
            return overflow_.value;
        }
        entries_.push_back({std::string(word), make(word), 1});
        slots_[at] = static_cast<std::uint32_t>(entries_.size());
        if (entries_.size() * 2 > slots_.size()) grow();
        return entries_.back().value;
    }
    const std::deque<Entry>& entries() const noexcept { return entries_; }

  private:
    static constexpr std::size_t most = 1 << 16;

    void grow() {
        slots_.assign(slots_.size() * 4, 0);
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            std::size_t at = hash_of(entries_[i].word) & (slots_.size() - 1);
            while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
            slots_[at] = static_cast<std::uint32_t>(i + 1);
        }
    }

    std::deque<Entry> entries_; // do not move when more come
    std::vector<std::uint32_t> slots_;
    Entry overflow_;
};

} // namespace handoff

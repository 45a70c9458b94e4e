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

    WordMemo() = default;
    WordMemo(const WordMemo&) = delete; // the slots point to the entries
    WordMemo(WordMemo&&) = default;
    WordMemo& operator=(WordMemo&&) = default;

    /// `make(word)` works out the value.
    template <class Make>
    const Value& of(std::string_view word, Make make) {
        if (slots_.empty()) slots_.assign(64, nullptr);
        std::size_t at = hash_of(word) & (slots_.size() - 1);
        for (; slots_[at] != nullptr; at = (at + 1) & (slots_.size() - 1)) {
            if (!same_bytes(slots_[at]->word, word)) continue;
            ++slots_[at]->count;
            return slots_[at]->value;
        }
        if (entries_.size() >= most) {
            overflow_.value = make(word);
            return overflow_.value;
        }
        entries_.push_back({std::string(word), make(word), 1});
        slots_[at] = &entries_.back();
        if (entries_.size() * 2 > slots_.size()) grow();
        return entries_.back().value;
    }
    const std::deque<Entry>& entries() const noexcept { return entries_; }

  private:
    static constexpr std::size_t most = 1 << 16;

    void grow() {
        slots_.assign(slots_.size() * 4, nullptr);
        for (Entry& entry : entries_) {
            std::size_t at = hash_of(entry.word) & (slots_.size() - 1);
            while (slots_[at] != nullptr) at = (at + 1) & (slots_.size() - 1);
            slots_[at] = &entry;
        }
    }

    std::deque<Entry> entries_; // do not move when more come
    std::vector<Entry*> slots_;
    Entry overflow_;
};

} // namespace handoff

#include "report/distinct_texts.hpp"

#include "base/short_text.hpp"

namespace handoff {

void DistinctTexts::add(std::string_view cell) {
    const auto hash = static_cast<std::uint32_t>(hash_of(cell) >> 32);
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    for (; slots_[at].number != free; at = (at + 1) & mask)
        if (slots_[at].hash == hash && same_bytes(texts_[slots_[at].number], cell)) {
            numbers_.push_back(slots_[at].number);
            return;
        }
    slots_[at] = {hash, static_cast<std::uint32_t>(texts_.size())};
    numbers_.push_back(slots_[at].number);
    texts_.push_back(cell);
    if (texts_.size() * 2 > slots_.size()) grow();
}

void DistinctTexts::grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    const std::size_t mask = slots_.size() - 1;
    for (const Slot& slot : old) {
        if (slot.number == free) continue;
        std::size_t at = slot.hash & mask;
        while (slots_[at].number != free) at = (at + 1) & mask;
        slots_[at] = slot;
    }
}

std::vector<std::uint32_t> DistinctTexts::counts() const {
    std::vector<std::uint32_t> counts(texts_.size());
    for (const std::uint32_t number : numbers_) ++counts[number];
    return counts;
}

} // namespace handoff

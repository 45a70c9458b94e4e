#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace handoff {

/// The different texts of a column, numbered from 0 in the order they came, and the number of each cell's.
/// What is asked of a text is then asked once, and cells are counted by number. The texts must live as long.
class DistinctTexts {
  public:
    DistinctTexts() : slots_(64) {}
    void reserve(std::size_t cells) { numbers_.reserve(cells); }
    void add(std::string_view cell);

    const std::vector<std::string_view>& texts() const noexcept { return texts_; }
    const std::vector<std::uint32_t>& numbers() const noexcept { return numbers_; } ///< by cell
    /// How many cells have each text.
    std::vector<std::uint32_t> counts() const;

  private:
    static constexpr std::uint32_t free = 0xffffffff;
    struct Slot {
        std::uint32_t hash = 0, number = free;
    };
    void grow();

    std::vector<Slot> slots_;
    std::vector<std::string_view> texts_;
    std::vector<std::uint32_t> numbers_;
};

} // namespace handoff

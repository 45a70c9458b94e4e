#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace handoff {

/// Text that many records point into, in blocks that are only added to: it stays where it is until this goes,
/// also when this is moved. Not for use from two threads.
class TextPool {
  public:
    std::string_view keep(std::string_view text); ///< a copy
    std::string_view word(std::string_view text); ///< the same copy whenever the text is the same: for names
    /// Forgets all text; the last block is used again.
    void clear() noexcept;

  private:
    static constexpr std::size_t block_size = 64 * 1024;

    std::vector<std::unique_ptr<char[]>> full_;
    std::unique_ptr<char[]> current_;
    std::size_t room_ = 0; ///< at the end of the current block
    std::unordered_set<std::string_view> words_;
};

} // namespace handoff

#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <vector>

namespace handoff {

/// Lists of values, put one behind another in blocks which stay where they are.
template <class Value>
class KeptLists {
  public:
    /// Moves the values here, and empties the vector for the next.
    std::span<const Value> keep(std::vector<Value>& values) {
        if (values.empty()) return {};
        if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < values.size())
            blocks_.emplace_back().reserve(std::max(at_once, values.size()));
        std::vector<Value>& block = blocks_.back();
        block.insert(block.end(), std::make_move_iterator(values.begin()),
                     std::make_move_iterator(values.end()));
        const std::span<const Value> kept(block.data() + block.size() - values.size(), values.size());
        values.clear();
        return kept;
    }

  private:
    static constexpr std::size_t at_once = 1024;
    std::vector<std::vector<Value>> blocks_;
};

} // namespace handoff

#pragma once

#include <cstddef>
#include <functional>

namespace handoff {

/// Cuts the numbers below `count` into spans of `step` and calls `work(from, to, thread)` for each, on as
/// many threads as given (the calling one among them); spans are handed out in order, `thread` is below
/// `threads`. Throws the first thing that `work` throws, after all threads have stopped.
void in_parallel(unsigned threads, std::size_t count, std::size_t step,
                 const std::function<void(std::size_t from, std::size_t to, unsigned thread)>& work);

/// Large memory that was just got, and that one thread is to fill: all touch it first. The system clears new
/// memory when it is touched, which takes longer than to fill it.
void touch_in_parallel(void* memory, std::size_t bytes);

} // namespace handoff

#include "base/parallel.hpp"

#include "base/huge_pages.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace handoff {

void in_parallel(unsigned threads, std::size_t count, std::size_t step,
                 const std::function<void(std::size_t, std::size_t, unsigned)>& work) {
    std::atomic<std::size_t> next{0};
    std::exception_ptr thrown;
    std::mutex throwing;
    const auto run = [&](unsigned thread) {
        try {
            for (;;) {
                const std::size_t from = next.fetch_add(step);
                if (from >= count) return;
                work(from, std::min(from + step, count), thread);
            }
        } catch (...) {
            const std::lock_guard lock(throwing);
            if (!thrown) thrown = std::current_exception();
            next = count;
        }
    };
    const std::size_t spans = (count + step - 1) / step;
    threads = static_cast<unsigned>(std::min<std::size_t>(std::max(threads, 1U), spans));
    {
        std::vector<std::jthread> others;
        for (unsigned thread = 1; thread < threads; ++thread) others.emplace_back(run, thread);
        run(0);
    }
    if (thrown) std::rethrow_exception(thrown);
}

void touch_in_parallel(void* memory, std::size_t bytes) {
    constexpr std::size_t page = 4096;
    ask_for_huge_pages(memory, bytes);
    auto* const first = static_cast<volatile char*>(memory);
    in_parallel(std::thread::hardware_concurrency(), bytes, huge_page,
                [&](std::size_t from, std::size_t to, unsigned) {
                    for (std::size_t at = from; at < to; at += page) first[at] = 0;
                });
}

} // namespace handoff

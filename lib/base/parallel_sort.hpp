#pragma once

#include "base/parallel.hpp"

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace handoff {

/// As std::stable_sort, on all threads: halves of halves are sorted at the same time, then merged.
template <class Value, class Less>
void stable_sort_in_parallel(std::vector<Value>& values, Less less) {
    constexpr std::size_t worth_it = 16 * 1024;
    if (std::is_sorted(values.begin(), values.end(), less)) return;
    std::size_t parts = 1;
    while (parts < std::thread::hardware_concurrency() && values.size() / parts > worth_it) parts *= 2;
    const auto at = [&](std::size_t part) {
        return values.begin() + static_cast<std::ptrdiff_t>(values.size() * part / parts);
    };
    const auto threads = static_cast<unsigned>(parts);
    in_parallel(threads, parts, 1, [&](std::size_t part, std::size_t, unsigned) {
        std::stable_sort(at(part), at(part + 1), less);
    });
    for (std::size_t step = 1; step < parts; step *= 2)
        in_parallel(threads, parts / (2 * step), 1, [&](std::size_t pair, std::size_t, unsigned) {
            const std::size_t first = pair * 2 * step;
            std::inplace_merge(at(first), at(first + step), at(first + 2 * step), less);
        });
}

} // namespace handoff

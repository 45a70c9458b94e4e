#include "base/parallel_sort.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <utility>

using namespace handoff;

TEST_CASE("sorted on all threads as on one", "[base]") {
    std::mt19937 random(7);
    for (const std::size_t size : {0, 1, 1000, 16 * 1024 + 1, 200'001}) {
        INFO(size);
        std::vector<std::pair<unsigned, std::size_t>>
            values; // few keys, so that equals must keep their order
        for (std::size_t i = 0; i < size; ++i) values.emplace_back(random() % 100, i);
        auto expected = values;
        const auto less = [](const auto& a, const auto& b) { return a.first < b.first; };
        std::stable_sort(expected.begin(), expected.end(), less);
        stable_sort_in_parallel(values, less);
        CHECK(values == expected);
    }
}

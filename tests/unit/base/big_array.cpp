#include "base/big_array.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("a big array begins as zeros, whatever its size", "[text]") {
    CHECK(BigArray<int>().empty());
    CHECK(BigArray<int>(0).begin() == BigArray<int>(0).end());
    for (const std::size_t size : {std::size_t{1}, std::size_t{1000}, (std::size_t{2} << 20) / sizeof(int),
                                   (std::size_t{5} << 20) / sizeof(int) + 3}) {
        BigArray<int> values(size);
        REQUIRE(values.size() == size);
        CHECK(std::all_of(values.begin(), values.end(), [](int value) { return value == 0; }));
        values[size - 1] = 7;
        const BigArray<int> moved = std::move(values);
        CHECK(moved[size - 1] == 7);
    }
}

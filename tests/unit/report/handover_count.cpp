#include "report/handover_count.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <vector>

using namespace handoff;

TEST_CASE("a lead handed over twice stands behind a number once, with two", "[report]") {
    const std::vector<std::uint32_t> rows = {7, 3, 7, 100'000, 0};
    const ReportCell cell = handover_count(rows);
    CHECK(std::get<double>(cell.value) == 5);
    CHECK(cell.behind->rows == std::vector<std::uint32_t>{0, 3, 7, 100'000});
    CHECK(cell.behind->parts == std::vector<double>{1, 1, 2, 1});
    CHECK(handover_count({}).behind->rows.empty());
}

TEST_CASE("many handovers are counted as few are", "[report]") {
    std::mt19937 random(3);
    for (const std::size_t leads : {10, 1000, 100'000}) {
        INFO(leads);
        std::vector<std::uint32_t> rows;
        std::map<std::uint32_t, double> times;
        for (std::size_t i = 0; i < 2000; ++i) {
            rows.push_back(static_cast<std::uint32_t>(random() % leads));
            ++times[rows.back()];
        }
        const ReportCell cell = handover_count(rows);
        std::map<std::uint32_t, double> behind;
        for (std::size_t i = 0; i < cell.behind->rows.size(); ++i)
            behind[cell.behind->rows[i]] = cell.behind->parts[i];
        CHECK(behind == times);
        CHECK(std::is_sorted(cell.behind->rows.begin(), cell.behind->rows.end()));
    }
}

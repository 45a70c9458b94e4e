#include "report/period_before.hpp"

#include <catch2/catch.hpp>

using namespace handoff;

TEST_CASE("the period before is as long, and ends where a period begins", "[report]") {
    const Date today = *read_date("2026-03-10");
    const auto text = [&](const char* from, const char* to) {
        const auto both = period_before({read_date(from), read_date(to)}, today);
        return both ? both->before.text() + ", " + both->now.text() : std::string();
    };
    CHECK(text("2026-01-01", "2026-01-31") == "from 2025-12-01 to 2025-12-31, from 2026-01-01 to 2026-01-31");
    CHECK(text("2026-03-10", "2026-03-10") == "from 2026-03-09 to 2026-03-09, from 2026-03-10 to 2026-03-10");
    // March is not over: ten days beside ten days.
    CHECK(text("2026-03-01", "2026-03-31") == "from 2026-02-19 to 2026-02-28, from 2026-03-01 to 2026-03-10");
    CHECK(text("2026-03-01", "") == "from 2026-02-19 to 2026-02-28, from 2026-03-01 to 2026-03-10");
    CHECK(text("", "2026-03-01").empty()); // it has no length
    CHECK(text("2026-03-11", "").empty()); // it has not begun
}

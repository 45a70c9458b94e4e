#include "score/counting.hpp"

#include <catch2/catch.hpp>

using namespace handoff;
using namespace std::chrono_literals;

namespace {

using Positions = std::vector<std::size_t>;

/// Times as hours after 2026-03-01T00:00:00Z.
std::vector<Instant> at_hours(std::initializer_list<int> hours) {
    std::vector<Instant> times;
    for (int hour : hours) times.push_back(*read_instant("2026-03-01T00:00:00Z") + std::chrono::hours(hour));
    return times;
}

} // namespace

TEST_CASE("a limit of all time keeps the earliest", "[score]") {
    const auto times = at_hours({1, 2, 3});
    CHECK(within_limit(times, {.count = 1}, Zone::utc()) == Positions{0});
    CHECK(within_limit(times, {.count = 5}, Zone::utc()) == Positions{0, 1, 2});
    CHECK(within_limit({}, {.count = 1}, Zone::utc()).empty());
}

TEST_CASE("a limit per day keeps the earliest of each day of the agreement's zone", "[score]") {
    const auto times = at_hours({0, 3, 6, 23, 25, 30, 54});
    const Limit one{.count = 1, .per = Limit::Per::day};
    CHECK(within_limit(times, one, Zone::utc()) == Positions{0, 4, 6});
    // New York is five hours behind: its days begin at 05:00 UTC.
    CHECK(within_limit(times, one, Zone::named("America/New_York")) == Positions{0, 2, 5, 6});
    CHECK(within_limit(times, {.count = 2, .per = Limit::Per::day}, Zone::utc()) == Positions{0, 1, 4, 5, 6});
}

TEST_CASE("a rolling limit looks back from each touch at those that counted", "[score]") {
    const Limit three{.count = 3, .per = Limit::Per::window, .window = 10h};
    CHECK(within_limit(at_hours({0, 1, 2, 3, 9, 10, 11, 12, 13}), three, Zone::utc()) ==
          Positions{0, 1, 2, 5, 6, 7});
    const Limit one{.count = 1, .per = Limit::Per::window, .window = 10h};
    CHECK(within_limit(at_hours({0, 0, 9, 10, 19, 20}), one, Zone::utc()) == Positions{0, 3, 5});
}

TEST_CASE("so many touches within so long: the newest span decides", "[score]") {
    const AtLeast three{.count = 3, .within = 10h};
    CHECK(newest_span(at_hours({0, 5, 9}), three) == 2);
    CHECK_FALSE(newest_span(at_hours({0, 5, 10}), three).has_value());
    CHECK(newest_span(at_hours({0, 5, 9, 30, 31, 50}), three) == 2);
    CHECK(newest_span(at_hours({0, 5, 9, 12, 31}), three) == 3);
    CHECK_FALSE(newest_span(at_hours({0, 1}), three).has_value());
    CHECK(newest_span(at_hours({4, 4}), {.count = 1, .within = 1h}) == 1);
}

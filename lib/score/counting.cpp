#include "score/counting.hpp"

#include <algorithm>
#include <numeric>

namespace handoff {

namespace {

/// The earliest of each day of the agreement's zone.
std::vector<std::size_t> per_day(std::span<const Instant> times, std::uint32_t count, const Zone& zone) {
    std::vector<std::size_t> counted;
    std::optional<Date> day;
    std::uint32_t today = 0;
    for (std::size_t i = 0; i < times.size(); ++i) {
        const Date date = zone.date_of(times[i]);
        if (day != date) today = 0;
        day = date;
        if (today++ < count) counted.push_back(i);
    }
    return counted;
}

/// A touch counts when fewer than `count` that count lie in the window before it, (its time - window, its
/// time].
std::vector<std::size_t> rolling(std::span<const Instant> times, std::uint32_t count, Duration window) {
    std::vector<std::size_t> counted;
    if (count == 0) return counted;
    for (std::size_t i = 0; i < times.size(); ++i)
        if (counted.size() < count || times[i] - times[counted[counted.size() - count]] >= window)
            counted.push_back(i);
    return counted;
}

} // namespace

std::vector<std::size_t> within_limit(std::span<const Instant> times, const Limit& limit, const Zone& zone) {
    switch (limit.per) {
    case Limit::Per::day:
        return per_day(times, limit.count, zone);
    case Limit::Per::window:
        return rolling(times, limit.count, limit.window);
    case Limit::Per::ever:
        break;
    }
    std::vector<std::size_t> counted(std::min<std::size_t>(times.size(), limit.count));
    std::iota(counted.begin(), counted.end(), std::size_t{0});
    return counted;
}

std::optional<std::size_t> newest_span(std::span<const Instant> times, const AtLeast& at_least) {
    if (at_least.count == 0) return std::nullopt;
    for (std::size_t last = times.size(); last >= at_least.count; --last)
        if (times[last - 1] - times[last - at_least.count] < at_least.within) return last - 1;
    return std::nullopt;
}

} // namespace handoff

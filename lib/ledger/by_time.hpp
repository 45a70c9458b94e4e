#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace handoff::ledger {

/// Puts handovers or answers in order of time (`at`), those of the same time in the order in which they
/// stand. They are large: their order is found first.
template <class Event>
void sort_by_time(std::vector<Event>& events) {
    const auto earlier = [](const auto& a, const auto& b) { return a.at < b.at; };
    if (std::is_sorted(events.begin(), events.end(), earlier)) return;
    struct Position {
        decltype(Event::at) at;
        std::uint32_t event;
    };
    std::vector<Position> order;
    order.reserve(events.size());
    for (const Event& each : events) order.push_back({each.at, static_cast<std::uint32_t>(order.size())});
    std::stable_sort(order.begin(), order.end(), earlier);
    std::vector<Event> sorted;
    sorted.reserve(events.size());
    for (const Position& each : order) sorted.push_back(std::move(events[each.event]));
    events = std::move(sorted);
}

} // namespace handoff::ledger

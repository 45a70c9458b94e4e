#pragma once

#include <handoff/attribution.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace handoff {

struct SamplePath {
    std::vector<std::string> steps;
    double conversions = 1;
    std::int64_t value = 0;
    double nulls = 0;
};

inline TouchPaths paths_of(const std::vector<SamplePath>& samples) {
    TouchPaths paths;
    for (const SamplePath& sample : samples) {
        TouchPaths::Path path{.begin = paths.steps.size(),
                              .size = static_cast<std::uint32_t>(sample.steps.size()),
                              .conversions = sample.conversions,
                              .nulls = sample.nulls,
                              .value = sample.value};
        for (const std::string& step : sample.steps) {
            const auto known = std::find(paths.channels.begin(), paths.channels.end(), step);
            paths.steps.push_back(static_cast<std::uint32_t>(known - paths.channels.begin()));
            if (known == paths.channels.end()) paths.channels.push_back(step);
        }
        paths.paths.push_back(path);
    }
    return paths;
}

/// The example B of the worked vectors: email, web, event, paid, in that order.
inline TouchPaths four_channels() {
    return paths_of({{{"email"}, 2, 2000, 8},
                     {{"email", "web"}, 1, 1500, 4},
                     {{"web", "event", "email"}, 3, 9000, 2},
                     {{"event", "web", "web", "email"}, 1, 4000, 1},
                     {{"paid", "web"}, 2, 1000, 6},
                     {{"paid"}, 0, 0, 10},
                     {{"event", "email", "event"}, 1, 2500, 1}});
}

} // namespace handoff

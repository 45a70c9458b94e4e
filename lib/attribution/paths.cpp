#include <handoff/attribution.hpp>

#include <numeric>

namespace handoff {

double TouchPaths::conversions() const noexcept {
    return std::accumulate(paths.begin(), paths.end(), 0.0,
                           [](double sum, const Path& path) { return sum + path.conversions; });
}

std::int64_t TouchPaths::value() const noexcept {
    return std::accumulate(paths.begin(), paths.end(), std::int64_t{0},
                           [](std::int64_t sum, const Path& path) { return sum + path.value; });
}

} // namespace handoff

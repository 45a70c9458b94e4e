#include "attribution/channel_names.hpp"

#include <handoff/error.hpp>

#include <algorithm>

namespace handoff {

std::vector<std::string> ChannelNames::names() const {
    std::vector<std::string> names;
    for (const auto& entry : names_.entries()) names.emplace_back(entry.word);
    return names;
}

std::uint32_t ChannelNames::next() const {
    constexpr std::size_t most = 1 << 16; // what a WordMemo remembers
    if (names_.entries().size() == most)
        throw Error(Fault::data, "there are more than " + std::to_string(most) + " channels",
                    "put channels together");
    return static_cast<std::uint32_t>(names_.entries().size());
}

AllChannels::AllChannels(const std::vector<std::vector<std::string>>& of_threads) {
    for (const auto& of_thread : of_threads) names.insert(names.end(), of_thread.begin(), of_thread.end());
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const auto& of_thread : of_threads) {
        auto& mine = numbers.emplace_back();
        for (const std::string& name : of_thread)
            mine.push_back(static_cast<std::uint32_t>(std::lower_bound(names.begin(), names.end(), name) -
                                                      names.begin()));
    }
}

} // namespace handoff

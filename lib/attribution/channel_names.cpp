#include "attribution/channel_names.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>

namespace handoff {

namespace {

void refuse_more_than_most(std::size_t channels, const std::string& what) {
    constexpr std::int64_t most = 1 << 16; // what a WordMemo remembers, and 16 bits of a touch number
    if (channels > static_cast<std::size_t>(most))
        throw Error(Fault::data, "there are more than " + with_thousands(most) + " " + what,
                    "nobody compares so many: put some together");
}

} // namespace

std::vector<std::string> ChannelNames::names() const {
    std::vector<std::string> names;
    for (const auto& entry : names_.entries()) names.emplace_back(entry.word);
    return names;
}

std::uint32_t ChannelNames::next() const {
    refuse_more_than_most(names_.entries().size() + 1, what_);
    return static_cast<std::uint32_t>(names_.entries().size());
}

AllChannels::AllChannels(const std::vector<std::vector<std::string>>& of_threads, const std::string& what) {
    for (const auto& of_thread : of_threads) names.insert(names.end(), of_thread.begin(), of_thread.end());
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    refuse_more_than_most(names.size(), what);
    for (const auto& of_thread : of_threads) {
        auto& mine = numbers.emplace_back();
        for (const std::string& name : of_thread)
            mine.push_back(static_cast<std::uint32_t>(std::lower_bound(names.begin(), names.end(), name) -
                                                      names.begin()));
    }
}

} // namespace handoff

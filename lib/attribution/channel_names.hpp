#pragma once

#include "ingest/word_memo.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace handoff {

/// Numbers the channels that one thread meets, from 0.
class ChannelNames {
  public:
    /// `what` they are called in a message.
    explicit ChannelNames(std::string what = "channels") : what_(std::move(what)) {}
    /// Throws Error (data) when there are more channels than anybody can compare.
    std::uint32_t number(std::string_view name) {
        return names_.of(name, [&](std::string_view) { return next(); });
    }
    std::vector<std::string> names() const;

  private:
    std::uint32_t next() const;
    std::string what_;
    WordMemo<std::uint32_t> names_;
};

/// The channels of all threads together, sorted by name, so that nothing depends on who met them first; and
/// for each thread, which of them its own numbers are.
struct AllChannels {
    /// Throws as ChannelNames does, whichever thread met how many.
    explicit AllChannels(const std::vector<std::vector<std::string>>& of_threads,
                         const std::string& what = "channels");
    std::vector<std::string> names;
    std::vector<std::vector<std::uint32_t>> numbers;
};

} // namespace handoff

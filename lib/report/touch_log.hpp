#pragma once

#include "base/big_array.hpp"

#include <handoff/agreement.hpp>
#include <handoff/exports.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handoff {

class LeadKeys;
struct TouchReading;

/// What happened to leads and when: of each touch what reports about journeys need, and no more.
class TouchLog {
  public:
    enum class Side : std::uint8_t { none, marketing, sales };
    struct Touch {
        std::int64_t at = 0; ///< microseconds, as Instant counts them
        std::uint32_t lead = 0;
        std::uint16_t channel = 0; ///< into channels()
        std::uint16_t side : 2 = 0;
        std::uint16_t conditions : 14 = 0; ///< which hold, as bits
        Side by() const noexcept { return static_cast<Side>(side); }
        bool holds(std::size_t condition) const noexcept { return (conditions >> condition & 1) != 0; }
        Instant instant() const noexcept { return Instant(Duration(at)); }
    };

    /// Whether touches of a channel are kept, besides those for which a condition holds.
    using Wanted = std::function<bool(std::string_view channel)>;
    /// None of them: channels that are of no other touches are not known, however many there are.
    static const Wanted none;

    /// Streams the touches of so many leads up to `as_of`. `channel` is the column that says where a touch
    /// came from; what is blank there is "(blank)". The column 'channel' itself, where blank, is the channel
    /// of the touch's campaign, else that of its type. At most `most_conditions` conditions. Without `wanted`
    /// all are kept. Throws Error (request) when the touches have no such column, or for a condition that
    /// names unknown ones. What is read `beside` shares the pass.
    TouchLog(Export& touches, const LeadKeys& keys, std::size_t leads, const Table& campaigns,
             const Agreement&, Instant as_of, const std::string& channel,
             std::span<const Expression> conditions, const Wanted& wanted = {},
             const TouchReading* beside = nullptr);
    static constexpr std::size_t most_conditions = 14;

    /// Of one lead (a row of the table), in order of time, those at the same time in order of the files.
    std::span<const Touch> of(std::uint32_t lead) const noexcept {
        return {touches_.data() + first_[lead], first_[lead + 1] - first_[lead]};
    }
    const std::vector<std::string>& channels() const noexcept { return channels_; } ///< sorted
    std::uint64_t read() const noexcept { return read_; }
    void add_notes(std::vector<std::string>& notes) const;

  private:
    class Columns;
    class BatchReader;
    struct Blocks;
    struct Chunk;

    /// `numbers`: for each thread, which channels its own numbers are.
    void sort(std::span<const Chunk> chunks, const Blocks&,
              const std::vector<std::vector<std::uint32_t>>& numbers, unsigned threads);

    BigArray<Touch> touches_;
    std::vector<std::size_t> first_; ///< of each lead, and the end
    std::vector<std::string> channels_;
    std::uint64_t read_ = 0, orphans_ = 0, undated_ = 0, future_ = 0;
};

} // namespace handoff

#pragma once

#include "report/touch_reading.hpp"

#include <handoff/report.hpp>

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace handoff {

/// A touch as people are told of it.
struct ToldTouch {
    Instant at{};
    std::string type, content, channel, outcome, subject, side, rep, campaign;
};

/// For each row of the leads its touches up to as_of, the newest first.
using TouchesOfLeads = std::vector<std::vector<ToldTouch>>;

/// The touches of some leads (rows), the others having none. Only those of these leads are kept.
class ToldTouches {
  public:
    ToldTouches(const ReportInput&, std::span<const std::uint32_t> leads);
    TouchReading reading(); ///< must not outlive this
    TouchesOfLeads of_leads();

  private:
    struct Columns {
        std::optional<std::size_t> at, type, content, channel, outcome, subject, side, rep, campaign;
    };
    struct Found {
        ToldTouch touch;
        std::uint32_t lead = 0;
        std::uint64_t chunk = 0;
        std::size_t row = 0;
    };
    void read(const csv::Reader::Batch&, std::span<const std::uint32_t> leads);

    const ReportInput& input_;
    Columns columns_;
    std::vector<std::uint8_t> wanted_; ///< by row
    std::mutex access_;
    std::vector<Found> found_;
};

/// The same, where nothing else is read of the touches: streams them once. The index is that of the leads,
/// where it is at hand.
TouchesOfLeads touches_of(const ReportInput&, std::span<const std::uint32_t> leads,
                          const LeadIndex* index = nullptr);

} // namespace handoff
